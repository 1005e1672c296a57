//! The equation, its exponent, and the reservoir.

use crate::solutions::{self, reservoir_step};
use nalgebra::DMatrix;

/// Distances, the first distance, the time between two.
pub type Parted = (Vec<f64>, f64, f64);

/// The mean of the distances, and its logarithm.
pub fn log_of_the_mean((distances, apart, time): &Parted) -> f64 {
    let mean = distances.iter().sum::<f64>() / distances.len() as f64;
    solutions::lyapunov(&[mean], *apart, *time)
}

/// Decimal logarithms.
pub fn log10(parted: &Parted) -> f64 {
    right(parted) / 10_f64.ln()
}

/// Per measurement, not per time.
pub fn no_time(parted: &Parted) -> f64 {
    right(parted) * parted.2
}

fn right((distances, apart, time): &Parted) -> f64 {
    solutions::lyapunov(distances, *apart, *time)
}

/// Links, inputs, state, u.
pub type Heard = (
    Vec<Vec<(usize, f64)>>,
    Vec<(usize, f64)>,
    Vec<f64>,
    Vec<f64>,
);
type Answered = (Vec<f64>, Vec<f64>);

/// Later units hear what earlier ones have just become.
pub fn in_place((links, inputs, state, u): &Heard) -> Answered {
    let mut state = state.clone();
    (0..state.len()).for_each(|i| state[i] = reservoir_step(links, inputs, &state, u).0[i]);
    let seen = state.iter().enumerate();
    let seen = seen.map(|(i, r)| r.powi(1 + (i % 2) as i32)).collect();
    (state, seen)
}

/// A unit sends to those that it should hear.
pub fn reversed((links, inputs, state, u): &Heard) -> Answered {
    let mut turned = vec![Vec::new(); links.len()];
    for (i, heard) in links.iter().enumerate() {
        heard
            .iter()
            .for_each(|&(j, weight)| turned[j].push((i, weight)));
    }
    reservoir_step(&turned, inputs, state, u)
}

/// Units 0, 2, 4, … are squared.
pub fn other_half((links, inputs, state, u): &Heard) -> Answered {
    let (next, _) = reservoir_step(links, inputs, state, u);
    let seen = next.iter().enumerate();
    let seen = seen.map(|(i, r)| r.powi(2 - (i % 2) as i32)).collect();
    (next, seen)
}

/// Gram, cross, penalty.
pub type Sums = (DMatrix<f64>, DMatrix<f64>, f64);

/// The penalty is taken away.
pub fn taken_away((gram, cross, penalty): &Sums) -> DMatrix<f64> {
    solutions::ridge(gram, cross, -penalty)
}

/// On every entry of the matrix.
pub fn everywhere((gram, cross, penalty): &Sums) -> DMatrix<f64> {
    solutions::ridge(&gram.add_scalar(*penalty), cross, 0.0)
}

/// No penalty.
pub fn forgotten((gram, cross, _): &Sums) -> DMatrix<f64> {
    solutions::ridge(gram, cross, 0.0)
}

/// What the equation of the transposes gives, not turned back.
pub fn not_turned_back((gram, cross, penalty): &Sums) -> DMatrix<f64> {
    solutions::ridge(gram, cross, *penalty).transpose()
}
