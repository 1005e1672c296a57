//! Q-learning (Watkins, 1989) and SARSA (Rummery and Niranjan, 1994).

use super::argmax;
use super::grid::Grid;
use nabla::Rng;
use rand::RngExt;

/// An entry of the table after a step: from what it was, the rate, the reward, the discount, the entries of where the step
/// led, and whether the walk is over there.
pub type Update = fn(f64, f64, f64, f64, &[f64], bool) -> f64;

/// How a walker learns.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    /// This share of the steps goes anywhere.
    pub epsilon: f64,
    /// The n-th step of a kind counts n to the power of minus this: at 0 always the whole rate.
    pub decay: f64,
    /// The rate of the first step.
    pub rate: f64,
    /// How much less a reward counts that comes a step later.
    pub discount: f64,
    /// Whether it counts on the action that it will really take next, and not on the best.
    pub sarsa: bool,
}

/// Somebody in a grid without a map.
#[derive(Clone, Debug)]
pub struct Walker {
    /// What it expects from each action in each cell.
    pub q: Vec<[f64; 4]>,
    /// Where it stands.
    pub at: usize,
    tries: Vec<[u32; 4]>,
    action: usize,
    rng: Rng,
}

impl Walker {
    /// One that knows nothing yet.
    pub fn new(grid: &Grid, seed: u64) -> Walker {
        let cells = grid.cells.len();
        let mut walker = Walker {
            q: vec![[0.0; 4]; cells],
            at: 0,
            tries: vec![[0; 4]; cells],
            action: 0,
            rng: nabla::rng(seed),
        };
        walker.begin(grid, 1.0);
        walker
    }

    /// A new walk, from any free cell.
    fn begin(&mut self, grid: &Grid, epsilon: f64) {
        let free = grid.free();
        if !free.is_empty() {
            self.at = free[self.rng.random_range(0..free.len())];
        }
        self.action = self.choose(self.at, epsilon);
    }

    fn choose(&mut self, at: usize, epsilon: f64) -> usize {
        if self.rng.random_bool(epsilon) {
            self.rng.random_range(0..4)
        } else {
            argmax(&self.q[at])
        }
    }

    // ANCHOR: step
    /// One step, and what is learned from it. Returns its reward, and whether a walk ended with it.
    pub fn step(&mut self, grid: &Grid, habits: Habits, update: Update) -> (f64, bool) {
        let (from, action) = (self.at, self.action);
        let to = grid.step(from, action, &mut self.rng);
        let next = self.choose(to, habits.epsilon);
        let ahead = if habits.sarsa {
            &self.q[to][next..=next]
        } else {
            &self.q[to][..]
        };
        self.tries[from][action] += 1;
        let rate = habits.rate * f64::from(self.tries[from][action]).powf(-habits.decay);
        let (reward, over) = (grid.reward(to), grid.ends(to));
        self.q[from][action] = update(
            self.q[from][action],
            rate,
            reward,
            habits.discount,
            ahead,
            over,
        );
        (self.at, self.action) = (to, next);
        if over {
            self.begin(grid, habits.epsilon);
        }
        (reward, over)
    }
    // ANCHOR_END: step

    /// What it expects of each cell, and the action that it would choose there.
    pub fn learned(&self) -> (Vec<f64>, Vec<usize>) {
        let best = |q: &[f64; 4]| (q[argmax(q)], argmax(q));
        self.q.iter().map(best).unzip()
    }
}
