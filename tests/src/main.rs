//! How fast and how right: one training step of each network timed, and each network trained by its
//! recipe and tested.
//!
//! ```text
//! cargo run --release -p scoreboard -- speed [--device gpu] [--beside PROGRAM [--write]] [row…]
//! cargo run --release -p scoreboard -- accuracy [--data mnist] [--write] [row…]
//! cargo run --release -p scoreboard -- unlabelled [--data mnist] [--write] [row…]
//! ```

mod accuracy;
mod attention;
mod flags;
mod record;
mod rows;
mod said;
mod speed;
mod steps;
mod timed;
mod unlabelled;

use flags::{Common, What};
use nabla::Device;
use std::process::ExitCode;

/// Sets the number of threads and opens the device.
fn start(common: &Common) -> Result<Device, nabla::GpuError> {
    if let Some(threads) = common.threads {
        nabla::set_threads(threads);
    }
    match common.on_gpu() {
        true => Device::gpu(),
        false => Ok(Device::Cpu),
    }
}

fn main() -> ExitCode {
    let rows = [
        ("speed", steps::names()),
        ("accuracy", rows::names()),
        ("unlabelled", unlabelled::NAMES.to_vec()),
    ];
    let what = flags::read(std::env::args_os(), rows).unwrap_or_else(|error| error.exit());
    let done = match what {
        What::Speed(options) => speed::run(&options),
        What::Accuracy(options) => accuracy::run(&options),
        What::Unlabelled(options) => unlabelled::run(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads it has seen enough (`| head`).
        Err(error) if said::is_closed_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
