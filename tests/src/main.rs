//! How fast and how right: one training step of each network timed, and each network trained by its
//! recipe and tested.
//!
//! ```text
//! cargo run --release -p scoreboard -- speed [--json] [--threads N] [row…]
//! cargo run --release -p scoreboard -- accuracy [--data mnist] [--json] [row…]
//! ```

mod accuracy;
mod speed;

use clap::{Args, Parser, Subcommand};
use lab05::network::{RECIPES, Recipe};
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

/// What both tables have in common.
#[derive(Args)]
struct Common {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Threads to use [default: all]
    #[arg(long)]
    threads: Option<usize>,
    /// Rows to show [default: all]
    #[arg(value_parser = known_row)]
    rows: Vec<String>,
}

fn known_row(name: &str) -> Result<String, String> {
    let names = RECIPES.map(|recipe| recipe.name);
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
    fn recipes(&self) -> impl Iterator<Item = &'static Recipe> {
        if let Some(threads) = self.threads {
            nabla::set_threads(threads);
        }
        let wanted = |recipe: &&Recipe| {
            self.rows.is_empty() || self.rows.iter().any(|row| row == recipe.name)
        };
        RECIPES.iter().filter(wanted)
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
