//! Entropy, cross-entropy and the Kullback–Leibler divergence: average lengths of messages.
//!
//! Natural logarithms give nats; divide by ln 2 for bits.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// H(p) = −Σ p ln p, in nats: the shortest average message. Terms with p = 0 count nothing.
// ANCHOR: information
pub fn entropy(p: &[f64]) -> f64 {
    cross_entropy(p, p)
}

/// H(p, q) = −Σ p ln q, in nats: the average message when p happens and the code was made for q.
pub fn cross_entropy(p: &[f64], q: &[f64]) -> f64 {
    p.iter()
        .zip(q)
        .filter(|&(&p, _)| p > 0.0)
        .map(|(p, q)| -p * q.ln())
        .sum()
}

/// D(p‖q) = Σ p ln(p/q), in nats: what the wrong code wastes.
pub fn kl_divergence(p: &[f64], q: &[f64]) -> f64 {
    p.iter()
        .zip(q)
        .filter(|&(&p, _)| p > 0.0)
        .map(|(p, q)| p * (p / q).ln())
        .sum()
}
// ANCHOR_END: information

/// Nats to bits.
pub fn bits(nats: f64) -> f64 {
    nats / std::f64::consts::LN_2
}

/// A code without prefixes: one word of 0s and 1s a symbol.
pub type Code = [&'static str; 4];

/// How often each of four symbols comes.
pub const SKY: [f64; 4] = [0.5, 0.25, 0.125, 0.125];
/// Their names.
pub const SKY_NAMES: [&str; 4] = ["sun", "cloud", "rain", "snow"];
/// The code made for [`SKY`]: a symbol of probability 2⁻ⁿ gets n bits.
pub const SKY_CODE: Code = ["0", "10", "110", "111"];
/// The code somebody made who expected each symbol equally often.
pub const EVEN_CODE: Code = ["00", "01", "10", "11"];
/// The code somebody made who expected mostly clouds.
pub const CLOUD_CODE: Code = ["110", "0", "10", "111"];

/// The probabilities a code is best for: 2 to the minus its lengths.
pub fn believed(code: &Code) -> [f64; 4] {
    code.map(|word| 0.5f64.powi(word.len() as i32))
}

/// `n` symbols drawn from `p`.
pub fn message(p: &[f64; 4], n: usize, seed: u64) -> Vec<usize> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..n)
        .map(|_| {
            let mut left: f64 = rng.random();
            p.iter()
                .position(|&share| {
                    left -= share;
                    left < 0.0
                })
                .unwrap_or(3)
        })
        .collect()
}

/// The message written down, word after word.
pub fn encode(message: &[usize], code: &Code) -> String {
    message.iter().map(|&symbol| code[symbol]).collect()
}

/// Back from bits to symbols; `None` if the bits end in the middle of a word.
pub fn decode(bits: &str, code: &Code) -> Option<Vec<usize>> {
    let mut symbols = Vec::new();
    let mut rest = bits;
    while !rest.is_empty() {
        let symbol = code.iter().position(|word| rest.starts_with(word))?;
        rest = &rest[code[symbol].len()..];
        symbols.push(symbol);
    }
    Some(symbols)
}
