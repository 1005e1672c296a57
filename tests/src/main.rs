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
mod record;
mod rows;
mod said;
mod speed;
mod steps;
mod timed;
mod unlabelled;

use clap::{Args, Parser, Subcommand, ValueEnum};
use nabla::Device;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    about = "Times a training step of each network, or trains each by its recipe and tests it."
)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Time one training step (forward, loss, backward, optimiser) on a resident batch
    Speed(speed::Options),
    /// Train by the recipe, then count the test images read right
    Accuracy(accuracy::Options),
    /// Train what learns without labels, and measure how well it redraws, finds and draws
    Unlabelled(unlabelled::Options),
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Where {
    Cpu,
    Gpu,
}

/// What both tables have in common.
#[derive(Args)]
struct Common {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Threads to use [default: all]
    #[arg(long, value_parser = said::count_to(1024), allow_negative_numbers = true)]
    threads: Option<usize>,
    /// Where to compute
    #[arg(long, value_enum, default_value = "cpu")]
    device: Where,
}

/// The name of a row, if it is one of `names`.
fn known(name: &str, names: &[&str]) -> Result<String, String> {
    if names.contains(&name) {
        Ok(name.to_string())
    } else {
        Err(format!(
            "there is no such row; the rows are {}",
            names.join(", ")
        ))
    }
}

impl Common {
    fn on_gpu(&self) -> bool {
        self.device == Where::Gpu
    }

    /// Sets the number of threads and opens the device.
    fn start(&self) -> Result<Device, nabla::GpuError> {
        if let Some(threads) = self.threads {
            nabla::set_threads(threads);
        }
        match self.device {
            Where::Cpu => Ok(Device::Cpu),
            Where::Gpu => Device::gpu(),
        }
    }
}

fn main() -> ExitCode {
    let done = match Command::parse().what {
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
