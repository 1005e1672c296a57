//! How fast and how right: one training step of each network timed, and each network trained by its
//! recipe and tested.
//!
//! ```text
//! cargo run --release -p scoreboard -- speed [--device gpu] [--beside PROGRAM] [row…]
//! cargo run --release -p scoreboard -- accuracy [--data mnist] [--write] [row…]
//! ```

mod accuracy;
mod record;
mod rows;
mod speed;

use clap::{Args, Parser, Subcommand, ValueEnum};
use nabla::Device;
use rows::Row;
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
    #[arg(long)]
    threads: Option<usize>,
    /// Where to compute
    #[arg(long, value_enum, default_value = "cpu")]
    device: Where,
    /// Rows to show [default: all]
    #[arg(value_parser = known_row)]
    rows: Vec<String>,
}

fn known_row(name: &str) -> Result<String, String> {
    let names = rows::names();
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
    fn rows(&self) -> impl Iterator<Item = Row> {
        if let Some(threads) = self.threads {
            nabla::set_threads(threads);
        }
        let wanted =
            |row: &Row| self.rows.is_empty() || self.rows.iter().any(|name| name == row.name());
        rows::all().into_iter().filter(wanted)
    }

    fn on_gpu(&self) -> bool {
        self.device == Where::Gpu
    }

    fn device(&self) -> Result<Device, nabla::GpuError> {
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
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
