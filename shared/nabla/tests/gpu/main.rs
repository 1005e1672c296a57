//! Everything that a graphics card computes, against the processor.
//!
//! `cargo test -p nabla --features gpu --test gpu`. Without a graphics card every case is ignored;
//! with `REQUIRE_GPU=1` in the environment that is a failure. Mesa's lavapipe will do for one.

#[cfg(feature = "gpu")]
mod cases;
#[cfg(feature = "gpu")]
mod failures;
#[cfg(feature = "gpu")]
mod images;
#[cfg(feature = "gpu")]
mod learning;
#[cfg(feature = "gpu")]
#[path = "../long_sums.rs"]
mod long_sums;
#[cfg(feature = "gpu")]
mod networks;
#[cfg(feature = "gpu")]
mod operations;
#[cfg(feature = "gpu")]
mod optimisers;
#[cfg(feature = "gpu")]
mod sequences;
#[cfg(feature = "gpu")]
mod training;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;

#[cfg(not(feature = "gpu"))]
fn main() -> ExitCode {
    let name = "built without: cargo test -p nabla --features gpu --test gpu";
    let trial = Trial::test(name, || Ok(())).with_ignored_flag(true);
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

#[cfg(feature = "gpu")]
fn main() -> ExitCode {
    if failures::is_probe() {
        return failures::probe();
    }
    let mut arguments = Arguments::from_args();
    // One card, and where the processor plays it, it takes all cores by itself.
    arguments.test_threads.get_or_insert(1);
    let is_required = std::env::var("REQUIRE_GPU").is_ok_and(|it| it == "1");
    let trials = [
        operations::trials(),
        optimisers::trials(),
        training::trials(),
        learning::trials(),
        networks::trials(),
        long_sums::CASES
            .map(|(name, check)| case(format!("long sums: {name}"), check))
            .into(),
        failures::trials(),
    ];
    let trials = trials.into_iter().flatten();
    let mut trials: Vec<Trial> = match open() {
        Err(why) if !is_required => {
            eprintln!("{why}");
            let ignored = |(name, _): Case| {
                Trial::test(name, || Ok(()))
                    .with_kind("no adapter")
                    .with_ignored_flag(true)
            };
            trials.map(ignored).collect()
        }
        opened => {
            let all = trials.map(|(name, run): Case| {
                let opened = opened.clone();
                Trial::test(name, move || {
                    run(&opened.map_err(|why| why.to_string())?);
                    Ok(())
                })
            });
            all.collect()
        }
    };
    // What is missing here is missing with or without a card.
    for (name, check) in [
        operations::OF_ALL_OPERATIONS,
        operations::OF_ALL_FUNCTIONS,
        operations::OF_ALL_LOSSES,
        optimisers::OF_ALL_OPTIMISERS,
    ] {
        trials.push(Trial::test(name, move || {
            check();
            Ok(())
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A test that needs no card.
#[cfg(feature = "gpu")]
type Check = (&'static str, fn());

/// A test: its name, and what it does with a graphics card. It fails by panicking.
#[cfg(feature = "gpu")]
type Case = (String, Box<dyn FnOnce(&nabla::Device) + Send>);

#[cfg(feature = "gpu")]
fn case(name: impl Into<String>, run: impl FnOnce(&nabla::Device) + Send + 'static) -> Case {
    (name.into(), Box::new(run))
}

/// The card that the tests share.
#[cfg(feature = "gpu")]
fn open() -> Result<nabla::Device, nabla::GpuError> {
    let device = nabla::Device::gpu()?;
    println!("on {device}");
    Ok(device)
}

/// Fails unless |got − want| ≤ tolerance·(largest + |want|) everywhere, where `largest` is the largest
/// |want| of the tensor: a mistake is as large as what was computed wrongly. NaN never passes.
#[cfg(feature = "gpu")]
fn assert_close(
    what: &str,
    got: &nabla::Tensor,
    want: &nabla::Tensor,
    tolerance: f32,
    device: &nabla::Device,
) {
    assert_eq!(got.device(), *device, "{what}: where the result is");
    assert_eq!(got.shape(), want.shape(), "{what}: shape");
    let largest = want
        .data()
        .iter()
        .fold(0.0, |most: f32, x| most.max(x.abs()));
    for (i, (got, want)) in got.data().iter().zip(want.data()).enumerate() {
        assert!(
            (got - want).abs() <= tolerance * (largest + want.abs()),
            "{what}: number {i} is {got}, the processor says {want}; the device: {:?}",
            device.status()
        );
    }
}
