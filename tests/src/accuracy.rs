//! Test accuracy by the recipes of the course.

use crate::Common;
use clap::Args;
use lab05::network::Recipe;
use lab05::training::{Examples, Training, accuracy};
use serde::Serialize;
use std::error::Error;
use std::time::Instant;

#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    common: Common,
    /// Images to learn: digits (embedded), mnist or fashion
    #[arg(long, default_value = "digits")]
    data: String,
    /// Seed of the weights and of the shuffling
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Epochs, instead of the recipe's
    #[arg(long)]
    epochs: Option<usize>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    accuracy: f64,
    parameters: usize,
    seconds: f64,
    seed: u64,
}

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let data = datasets::images(&options.data)?;
    let (train, test) = (Examples::from(data.train), Examples::from(data.test));
    for recipe in options.common.recipes() {
        let row = row(recipe, &train, &test, options);
        if options.common.json {
            println!("{}", serde_json::to_string(&row)?);
        } else {
            println!(
                "{:<10} {:>6.2} % of {}'s test images  {:>9} parameters  {:>6.1} s  (seed {})",
                row.name,
                row.accuracy * 100.0,
                options.data,
                row.parameters,
                row.seconds,
                row.seed
            );
        }
    }
    Ok(())
}

fn row(recipe: &Recipe, train: &Examples, test: &Examples, options: &Options) -> Row {
    let start = Instant::now();
    let epochs = options.epochs.unwrap_or(recipe.epochs);
    let mut training = Training::new(recipe, epochs, train, options.seed);
    for _ in 0..epochs {
        training.epoch(|_| {});
    }
    let model = training.model;
    Row {
        name: recipe.name,
        // Ten thousand images tell a hundredth of a per cent apart, and no more.
        accuracy: (f64::from(accuracy(&model, test)) * 1e4).round() / 1e4,
        parameters: nabla::parameters(&model),
        seconds: (start.elapsed().as_secs_f64() * 10.0).round() / 10.0,
        seed: options.seed,
    }
}
