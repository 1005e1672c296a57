//! Q-learning: Watkins (1989).

use super::argmax;
use super::grid::Grid;
use nabla::Rng;
use rand::RngExt;

/// An entry of the table after a step: from what it was, the rate, the reward, the discount, the entries of where the step
/// led, and whether the walk is over there.
pub type Update = fn(f64, f64, f64, f64, &[f64], bool) -> f64;

/// Somebody in a grid without a map.
#[derive(Clone, Debug)]
pub struct Walker {
    /// What it expects from each action in each cell, and how often it did that.
    pub q: Vec<[f64; 4]>,
    tries: Vec<[f64; 4]>,
    /// Where it stands.
    pub at: usize,
    /// This share of its steps goes anywhere.
    pub epsilon: f64,
    rng: Rng,
}

impl Walker {
    /// One that knows nothing yet, in the first free cell.
    pub fn new(grid: &Grid, epsilon: f64, seed: u64) -> Walker {
        let zeros = vec![[0.0; 4]; grid.cells.len()];
        Walker {
            q: zeros.clone(),
            tries: zeros,
            at: grid.free().first().copied().unwrap_or(0),
            epsilon,
            rng: nabla::rng(seed),
        }
    }

    // ANCHOR: step
    /// One step, and what is learned from it; a walk that is over begins again in any free cell.
    pub fn step(&mut self, grid: &Grid, discount: f64, update: Update) {
        let (from, rng) = (self.at, &mut self.rng);
        let action = match rng.random_bool(self.epsilon) {
            true => rng.random_range(0..4),
            false => argmax(&self.q[from]),
        };
        let to = grid.step(from, action, rng);
        let (reward, over) = (grid.reward(to), grid.ends(to));
        self.tries[from][action] += 1.0;
        let rate = self.tries[from][action].powf(-0.7);
        let old = self.q[from][action];
        self.q[from][action] = update(old, rate, reward, discount, &self.q[to], over);
        self.at = to;
        if over {
            let free = grid.free();
            self.at = free[rng.random_range(0..free.len())];
        }
    }
    // ANCHOR_END: step

    /// What it expects of each cell, and the action that it would choose there.
    pub fn learned(&self) -> (Vec<f64>, Vec<usize>) {
        let best = |q: &[f64; 4]| (q[argmax(q)], argmax(q));
        self.q.iter().map(best).unzip()
    }
}
