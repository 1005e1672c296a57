//! Milliseconds a training step.
//!
//! The definitions are the usual ones, so that another framework can be timed beside: a batch of
//! 128 random images that stays in memory, SGD for the softmax row and Adam for the others, five
//! steps to warm up, then the best of five rounds.

use crate::Common;
use clap::Args;
use lab05::network::{CLASSES, PIXELS, Recipe, Rule};
use lab05::training::step;
use nabla::{Labels, Tensor};
use rand::RngExt;
use serde::Serialize;
use std::error::Error;
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    common: Common,
    /// Seconds a round
    #[arg(long, default_value_t = 0.5)]
    seconds: f64,
}

const BATCH: usize = 128;
const WARM_UP: usize = 5;
const ROUNDS: usize = 5;

#[derive(Serialize)]
struct Row {
    name: &'static str,
    batch: usize,
    ms_per_step: f64,
    device: &'static str,
    threads: usize,
}

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let round = Duration::try_from_secs_f64(options.seconds)?;
    for recipe in options.common.recipes() {
        let row = Row {
            name: recipe.name,
            batch: BATCH,
            ms_per_step: (milliseconds(recipe, round) * 1e4).round() / 1e4,
            device: "cpu",
            threads: nabla::threads(),
        };
        if options.common.json {
            println!("{}", serde_json::to_string(&row)?);
        } else {
            println!(
                "{:<10} {:>9.4} ms a step  ({} threads)",
                row.name, row.ms_per_step, row.threads
            );
        }
    }
    Ok(())
}

fn milliseconds(recipe: &Recipe, round: Duration) -> f64 {
    let mut rng = nabla::rng(0);
    let pixels = (0..BATCH * PIXELS)
        .map(|_| rng.random_range(0.0..1.0))
        .collect();
    let digits: Vec<u8> = (0..BATCH)
        .map(|_| rng.random_range(0..CLASSES as u8))
        .collect();
    let (images, labels) = (
        Tensor::from_vec(pixels, [BATCH, PIXELS]),
        Labels::new(&digits, CLASSES),
    );
    let mut model = recipe.build(&mut rng);
    let rule = if recipe.hidden.is_empty() {
        Rule::Sgd(0.01)
    } else {
        Rule::Adam(0.001)
    };
    let mut optimizer = rule.optimizer();
    let mut step = || {
        step(&mut model, optimizer.as_mut(), images.clone(), &labels);
    };
    (0..WARM_UP).for_each(|_| step());
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let (start, mut steps) = (Instant::now(), 0);
        while start.elapsed() < round {
            step();
            steps += 1;
        }
        best = best.min(start.elapsed().as_secs_f64() / f64::from(steps));
    }
    best * 1e3
}
