//! Where a training computes.

use labkit::{Error, Lesson, Result};
use nabla::{Device, GpuError};

/// What `--help` says of `--device`: also which graphics cards there are. They are looked for only if somebody asks.
pub(crate) fn help() -> &'static str {
    const WHAT: &str = "With --network: the processor, or the graphics card (WGPU_ADAPTER_NAME chooses among several)";
    if !std::env::args().any(|argument| argument == "--help" || argument == "-h") {
        return WHAT;
    }
    let found: Vec<String> = Device::list().iter().map(ToString::to_string).collect();
    let found = match found.is_empty() {
        true => "none was found".to_string(),
        false => format!("found: {}", found.join("; ")),
    };
    // Once in a program's life, and the flag wants words that live as long.
    format!("{WHAT}; {found}").leak()
}

/// As many threads as `--threads` says; all cores, if it says nothing.
pub(crate) fn use_threads(lesson: &Lesson) {
    if let Some(threads) = lesson.flags().threads {
        nabla::set_threads(threads);
    }
}

/// Where `--device` says.
///
/// # Errors
/// If there is no graphics card.
pub fn device(lesson: &Lesson) -> Result<Device> {
    match lesson.choice("device") {
        "gpu" => Device::gpu().map_err(|error| {
            let remedy = match error {
                GpuError::NotBuilt => {
                    "cargo run --features gpu …; or train on the processor: --device cpu"
                }
                _ => "or train on the processor: --device cpu",
            };
            Error::new(error.to_string()).remedy(remedy)
        }),
        _ => Ok(Device::Cpu),
    }
}

/// Says so if the graphics card went away, and every number with it.
///
/// # Errors
/// Then.
pub fn still_there(device: &Device) -> Result<()> {
    device.status().map_err(|error| {
        Error::new(error.to_string())
            .remedy("go on from the last checkpoint with --resume --device cpu")
    })
}
