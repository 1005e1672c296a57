//! Trains what the figures of chapter 15 start from, and writes `book/live/assets/stripes.txt` and `book/live/assets/waves.bin`:
//!
//! ```text
//! cargo run -p live --example fifteen
//! ```

use lab15::chaos::forecast::{Film, Forecaster, Pieces};
use lab15::chaos::reservoir::Recipe;
use lab15::chaos::waves::{POINTS, Waves};
use lab15::energy::exact::gradient;
use lab15::energy::machine::Machine;
use lab15::energy::patterns::bars_and_stripes;
use lab15::solutions::{reservoir_step, ridge};
use live::fifteen::waves::{SEED, UNITS};
use std::fmt::Write;

/// Steps by the exact gradient.
const STEPS: usize = 1200;
/// Moments of the film.
const MOMENTS: usize = 8000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");
    let patterns = bars_and_stripes(4);
    let mut machine = Machine::fresh(16, 8, &mut nabla::rng(1));
    for _ in 0..STEPS {
        let slope = gradient(&machine, &patterns);
        machine = machine.plus(0.5, &slope);
    }
    let mut text = String::new();
    for number in machine.numbers() {
        writeln!(text, "{number:.4}")?;
    }
    std::fs::write(format!("{assets}/stripes.txt"), text)?;

    let film = Film::new(Waves::lesson(), MOMENTS, &mut nabla::rng(SEED));
    let recipe = (&Recipe::of(UNITS), Pieces::one(POINTS));
    let answers = (reservoir_step as _, ridge as _);
    let mut rng = nabla::rng(SEED);
    let forecaster = Forecaster::learn(recipe, &film.series, answers, &mut rng, || ());
    let readout = forecaster.readout().as_slice();
    let numbers = [film.deviation].into_iter().chain(readout.iter().copied());
    let bytes: Vec<u8> = numbers.flat_map(f64::to_le_bytes).collect();
    Ok(std::fs::write(format!("{assets}/waves.bin"), bytes)?)
}
