//! Trains the model that types in chapter 8's figure, and writes `book/live/assets/letters.bin`:
//!
//! ```text
//! cargo run -p live --example letters
//! ```
//!
//! Several trainings learn from the eight tenths of lab 8's text that are there to learn from. The one that needs the
//! fewest bits for the tenth to choose by is kept; what it needs for the tenth to test by is only told.

use lab08::model::{CharLstm, surprises};
use lab08::text::{self, Corpus};
use lab08::writing::{Plan, Writing};
use live::eight::weights::{fresh, unpack};
use live::packed::pack;
use nabla::Device;

/// Of the weights, and of all that is drawn while they learn.
const SEED: u64 = 8;
/// Steps, and the fraction that is dropped.
const TRIALS: [(usize, f32); 4] = [(1_500, 0.35), (2_500, 0.35), (2_500, 0.5), (4_000, 0.5)];

fn bits(model: &CharLstm, part: &[u32]) -> f64 {
    let bits = surprises(model, text::END, part);
    bits.iter().sum::<f64>() / bits.len() as f64
}

fn main() -> std::io::Result<()> {
    let corpus = Corpus::new();
    let mut best: Option<(f64, Vec<u8>)> = None;
    for (steps, dropout) in TRIALS {
        let model = fresh(SEED).dropout(dropout);
        let plan = Plan::new(steps);
        let mut writing = Writing::new(model, &corpus.learn, plan, SEED, &Device::Cpu);
        let mut last = 0.0;
        for _ in 0..steps {
            last = writing.step();
        }
        let choose = bits(&writing.model, &corpus.choose);
        println!(
            "{steps} steps, {dropout} dropped: {last:.3} bits in the last step, {choose:.4} where it is chosen by"
        );
        if best.as_ref().is_none_or(|(least, _)| choose < *least) {
            best = Some((choose, pack(&writing.model)));
        }
    }
    let Some((choose, bytes)) = best else {
        return Ok(());
    };
    let kept = unpack(&bytes).expect("what was packed can be unpacked");
    println!(
        "kept: {choose:.4} bits a character to choose by, {:.4} in a byte a weight; test {:.4}",
        bits(&kept, &corpus.choose),
        bits(&kept, &corpus.test)
    );
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/letters.bin");
    println!("{file}: {} bytes", bytes.len());
    std::fs::write(file, bytes)
}
