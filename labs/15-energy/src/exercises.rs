//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab15`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab15` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint NAME`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

use crate::energy::machine::Machine;

/// **1. Energy by hand** (15 minutes, paper)
///
/// A machine has two visible units and one hidden one. Its biases are b = (ln 2, −ln 2) and c = −ln 2, its weights W₁₁ = ln 3 and
/// W₂₁ = ln 4. The energy is E(v, h) = −b·v − c·h − Σ vᵢ Wᵢⱼ hⱼ, and a state has the probability e^−E / Z. Return
///
/// `[E of v = (1, 0), h = 1,
///   Z,
///   p(v = (1, 1)),
///   p(h = 1 | v = (1, 1)),
///   the free energy of (1, 1),
///   p(v₁ = 1)]`
///
/// to four decimals or better. (The logarithms are there to make it easy.)
pub fn energy_by_hand() -> [f64; 6] {
    todo!()
}

/// **2. The free energy** (15 minutes)
///
/// F(v) = −b·v − Σⱼ ln(1 + e^xⱼ), where xⱼ = cⱼ + Σᵢ vᵢ Wᵢⱼ. Here b is `machine.visible`, c `machine.hidden`, Wᵢⱼ `machine.weights[i][j]`.
/// Some xⱼ may be 1,000, and F must be right nevertheless.
pub fn free_energy(machine: &Machine, v: &[f64]) -> f64 {
    todo!()
}

/// **3. There and back** (20 minutes)
///
/// One step of Gibbs sampling. Hidden unit j is on with the probability σ(cⱼ + Σᵢ vᵢ Wᵢⱼ); it becomes 1 if `dice[j]` is smaller than
/// that, else 0. Then each visible unit is drawn anew from these hidden *states*, with the rest of the dice: `dice` has a number for each
/// hidden unit first, and then one for each visible unit. Return `(h, v′)`.
pub fn gibbs_step(machine: &Machine, v: &[f64], dice: &[f64]) -> (Vec<f64>, Vec<f64>) {
    todo!()
}

/// **4. The contrastive gradient** (20 minutes)
///
/// `data` are visible states from the data, `ends` those at which chains ended; there may be more of the one than of the other. Return how
/// the log-likelihood rises with each number of the machine, as far as the chains know it: for Wᵢⱼ the mean of vᵢ p(hⱼ = 1 | v) over the
/// data minus its mean over the ends, and likewise vᵢ for bᵢ and p(hⱼ = 1 | v) for cⱼ. They stand in a `Machine` of the same size.
pub fn cd_gradient(machine: &Machine, data: &[Vec<f64>], ends: &[Vec<f64>]) -> Machine {
    todo!()
}
