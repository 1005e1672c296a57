//! Trains the GPT of chapter 13's figures, and writes `book/live/assets/gpt.bin`:
//!
//! ```text
//! cargo run -p live --example gpt
//! ```
//!
//! It learns from the eight tenths of the book's text that are there to learn from, with several shares dropped; the one
//! that needs the fewest bits for the tenth to choose by is kept, in a byte a weight. What it needs for the tenth to test by
//! is only told.

use datasets::text::Corpus;
use lab13::gpt::Gpt;
use lab13::gpt::eight::{Scale, to_bytes};
use lab13::gpt::training::{Pages, costs, epoch, recipe, training};
use lab13::solutions::quantise_row;
use live::thirteen::stored::{SIZES, unpacked};
use nabla::Device;
use trainer::Resumable;

const SEED: u64 = 13;
/// Steps, and the fraction that is dropped.
const TRIALS: [(usize, f32); 3] = [(2_000, 0.1), (2_000, 0.2), (3_000, 0.2)];

fn bits(model: &Gpt, text: &[u32]) -> f64 {
    let pages = Pages {
        text,
        letters: SIZES.letters,
        context: SIZES.context,
    };
    let nats = costs(model, pages, SIZES.context / 2);
    nats.iter().sum::<f64>() / nats.len() as f64 / 2_f64.ln()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let corpus = Corpus::new();
    let learn = Pages {
        text: &corpus.learn,
        letters: SIZES.letters,
        context: SIZES.context,
    };
    let mut best: Option<(f64, Vec<u8>)> = None;
    for (steps, dropout) in TRIALS {
        let model = Gpt::new(&SIZES, &mut nabla::rng(SEED)).dropout(dropout);
        let recipe = recipe(3e-3, 16, steps).seed(SEED);
        let mut training = training(model, &recipe, &Device::Cpu);
        while training.position().epochs < recipe.epochs {
            epoch(&mut training, learn, |_| {});
        }
        let choose = bits(&training.model, &corpus.choose);
        println!("{steps} steps, {dropout} dropped: {choose:.4} bits where it is chosen by");
        if best.as_ref().is_none_or(|(least, _)| choose < *least) {
            best = Some((choose, to_bytes(&training.model, Scale::Row, quantise_row)));
        }
    }
    let Some((choose, bytes)) = best else {
        return Ok(());
    };
    let kept = unpacked(&bytes).ok_or("what was packed can be unpacked")?;
    println!(
        "kept: {choose:.4} bits a letter to choose by, {:.4} in a byte a weight; test {:.4}",
        bits(&kept, &corpus.choose),
        bits(&kept, &corpus.test)
    );
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/gpt.bin");
    println!("{file}: {} bytes", bytes.len());
    Ok(std::fs::write(file, bytes)?)
}
