//! Contrastive divergence.

use super::machine::Machine;
use crate::solutions::gibbs_step;
use nabla::Rng;
use rand::RngExt;

/// How to make a gradient of states of the data and states at which chains ended: [`crate::exercises::cd_gradient`].
pub type Gradient = fn(&Machine, &[Vec<f64>], &[Vec<f64>]) -> Machine;

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Steps there and back of each chain before its end is used.
    pub k: usize,
    /// Whether chains go on where they were, instead of beginning at the data each time. (Tieleman, 2008.)
    pub persistent: bool,
    /// Steps of gradient ascent.
    pub steps: usize,
    /// The rate, which falls to 0 on a line.
    pub rate: f64,
}

impl Recipe {
    /// Of these parts, in this order.
    pub fn new(k: usize, persistent: bool, steps: usize, rate: f64) -> Self {
        Recipe {
            k,
            persistent,
            steps,
            rate,
        }
    }
}

// ANCHOR: learn
/// Gradient ascent, with all data in every step. `look` sees the machine after 0, 1, … steps.
pub fn learn(
    mut machine: Machine,
    data: &[Vec<f64>],
    recipe: &Recipe,
    gradient: Gradient,
    rng: &mut Rng,
    mut look: impl FnMut(usize, &Machine),
) {
    let mut ends = data.to_vec();
    for step in 0..recipe.steps {
        look(step, &machine);
        if !recipe.persistent {
            ends = data.to_vec();
        }
        for v in &mut ends {
            *v = wander(&machine, v, recipe.k, rng);
        }
        let left = 1.0 - step as f64 / recipe.steps as f64;
        let slope = gradient(&machine, data, &ends);
        machine = machine.plus(recipe.rate * left, &slope);
    }
    look(recipe.steps, &machine);
}
// ANCHOR_END: learn

/// The state of a chain k steps after `v`.
pub fn wander(machine: &Machine, v: &[f64], k: usize, rng: &mut Rng) -> Vec<f64> {
    let mut v = v.to_vec();
    let mut dice = vec![0.0; machine.hidden.len() + v.len()];
    for _ in 0..k {
        dice.fill_with(|| rng.random());
        v = gibbs_step(machine, &v, &dice).1;
    }
    v
}
