//! What several neurons can draw together. Nothing here is learned: every unit is placed by hand.

use crate::neuron::sigmoid;

/// A sum of logistic units: a floor, and stairs.
#[derive(Clone, Debug)]
pub struct Staircase {
    /// The height far to the left of every stair.
    pub floor: f64,
    /// (position, rise) of each unit; a negative rise steps down.
    pub stairs: Vec<(f64, f64)>,
    /// How sharp the stairs are: the weight w of every unit.
    pub steepness: f64,
}

impl Staircase {
    /// The height at `x`: floor + Σ rise·σ(steepness·(x − position)).
    pub fn at(&self, x: f64) -> f64 {
        let mut height = self.floor;
        for (position, rise) in &self.stairs {
            height += rise * sigmoid(self.steepness * (x - position));
        }
        height
    }

    // ANCHOR: staircase
    /// Follow `target` between `from` and `to` with `units` neurons, evenly spaced.
    /// Each rises by exactly what the target does across its own stretch, and
    /// is halfway up in the middle of it.
    pub fn follow(target: fn(f64) -> f64, from: f64, to: f64, units: usize) -> Self {
        let width = (to - from) / units as f64;
        let stair = |i| {
            let left = from + width * i as f64;
            (left + width / 2.0, target(left + width) - target(left))
        };
        Staircase {
            floor: target(from),
            stairs: (0..units).map(stair).collect(),
            steepness: 4.0 / width,
        }
    }
    // ANCHOR_END: staircase
}
