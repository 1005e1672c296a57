//! How fast two neighbours part.

use super::waves::Waves;
use nabla::Rng;
use rand::RngExt;

/// The largest exponent of the ring of length 22: what the section measures, in 100,000 units of time. Cvitanović, Davidchack and
/// Siminos (2010) read 0.048; Edson and others (2019) 0.043.
pub const EXPONENT: f64 = 0.0487;

/// How far apart two runs begin, and begin again.
pub const APART: f64 = 1e-6;

/// The distance of two states.
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

/// A neighbour of `u` in a random direction, so far away.
pub fn neighbour(u: &[f64], apart: f64, rng: &mut Rng) -> Vec<f64> {
    let other: Vec<f64> = u.iter().map(|u| u + rng.random_range(-1.0..1.0)).collect();
    pulled(u, &other, apart)
}

/// On the line from `u` to `other`, so far from `u`.
fn pulled(u: &[f64], other: &[f64], apart: f64) -> Vec<f64> {
    let share = apart / distance(u, other);
    let pair = u.iter().zip(other);
    pair.map(|(u, other)| u + share * (other - u)).collect()
}

// ANCHOR: distances
/// Two runs that begin [`APART`] from each other. After every `steps` their distance is written down, and the second is pulled
/// back to [`APART`] on the line between them: so they stay neighbours, however long it goes on (Benettin and others 1980).
pub fn distances(
    waves: &Waves,
    start: &[f64],
    (steps, times): (usize, usize),
    rng: &mut Rng,
) -> Vec<f64> {
    let mut u = start.to_vec();
    let mut other = neighbour(start, APART, rng);
    let part = |_| {
        for state in [&mut u, &mut other] {
            *state = (0..steps).fold(std::mem::take(state), |u, _| waves.advance(&u));
        }
        let apart = distance(&u, &other);
        other = pulled(&u, &other, APART);
        apart
    };
    (0..times).map(part).collect()
}
// ANCHOR_END: distances
