//! A memory with addresses, and when to stop thinking.

use crate::solutions::{self, halting};

/// Found, before, gate, shares, power.
pub type Asked = (Vec<f64>, Vec<f64>, f64, [f64; 3], f64);

fn address((found, before, gate, shares, power): &Asked) -> Vec<f64> {
    solutions::address(found, before, *gate, *shares, *power)
}

/// The gate opens to where the head was.
pub fn gate_reversed((found, before, gate, shares, power): &Asked) -> Vec<f64> {
    solutions::address(before, found, *gate, *shares, *power)
}

/// Back and on exchanged.
pub fn other_way((found, before, gate, [back, stay, on], power): &Asked) -> Vec<f64> {
    solutions::address(found, before, *gate, [*on, *stay, *back], *power)
}

/// Sharpened, and moved after that.
pub fn sharpened_first((found, before, gate, shares, power): &Asked) -> Vec<f64> {
    let sharp = solutions::address(found, before, *gate, [0.0, 1.0, 0.0], *power);
    solutions::address(&sharp, &sharp, 1.0, *shares, 1.0)
}

/// The powers, and no division.
pub fn not_divided(asked: &Asked) -> Vec<f64> {
    let (found, before, gate, shares, power) = asked.clone();
    let moved = address(&(found, before, gate, shares, 1.0));
    moved.iter().map(|w| w.powf(power)).collect()
}

type Halted = (Vec<f64>, f64, f64);

/// The last step keeps its own probability.
pub fn own_probability((h, epsilon): &(Vec<f64>, f64)) -> Halted {
    let (mut weights, remainder, cost) = halting(h, *epsilon);
    let last = (cost - remainder).round() as usize - 1;
    weights[last] = h[last];
    (weights, remainder, cost)
}

/// The sum has to come to 1.
pub fn up_to_one((h, _): &(Vec<f64>, f64)) -> Halted {
    halting(h, 0.0)
}

/// Each probability counts of what is left only, as if a coin were thrown after each step.
pub fn coin((h, epsilon): &(Vec<f64>, f64)) -> Halted {
    let mut left = 1.0;
    let mut share = |h: &f64| {
        let share = left * h;
        left -= share;
        share
    };
    let shares: Vec<f64> = h.iter().map(&mut share).collect();
    halting(&shares, *epsilon)
}
