//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab15`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab15` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint free_energy`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

use crate::energy::machine::Machine;
use nalgebra::DMatrix;

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

/// **5. Which waves grow** (10 minutes, paper)
///
/// A wave of small height on a ring of length 22 is a sum of modes `e^{iqx}` with q = 2πk/22, k = 1, 2, 3, … For so small a wave the
/// term u u_x does not count, and what is left is u_t = −u_xx − u_xxxx. Put `u = e^{σt} e^{iqx}` into it and find the rate σ. Return
///
/// `[the rate of mode 1, how many of the modes k = 1, 2, 3, … grow, the k of the one that grows fastest, its rate, the rate of mode 4]`
///
/// with three decimals.
pub fn growth_by_hand() -> [f64; 5] {
    todo!()
}

/// **6. How fast two neighbours part** (10 minutes)
///
/// Two runs of the equation begin at a distance of `apart`. A time of `time` later their distance is `distances[0]`; then the second is
/// pulled back to a distance of `apart`. After the same time it is `distances[1]`, and so on. Near each other, neighbours part by
/// `e^{λ·time}` in a time of `time`, more at some moments and less at others. Return the mean λ over the whole run: that by which a
/// distance that nobody pulls back would grow, as long as it is small.
pub fn lyapunov(distances: &[f64], apart: f64, time: f64) -> f64 {
    todo!()
}

/// **7. One step of a reservoir** (20 minutes)
///
/// Unit i hears other units, `links[i]`: for each the number j of a unit and a weight. It also hears one input, `inputs[i]`: the number of an
/// entry of `u`, and a weight. Its next state is the tanh of all that it hears, weights times states *before* this step. Then come the features
/// that the readout sees: the next state, in which units 1, 3, 5, … (counted from 0) are squared. Return
///
/// `(the next state, the features)`.
pub fn reservoir_step(
    links: &[Vec<(usize, f64)>],
    inputs: &[(usize, f64)],
    state: &[f64],
    u: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    todo!()
}

/// **8. Ridge regression** (15 minutes)
///
/// The readout is a matrix W that makes of features φ what is wanted, y ≈ Wφ. It is the W for which
///
/// `Σ |y − Wφ|² + penalty · (sum of the squares of all weights)`
///
/// is smallest. You are given two sums over all samples: `gram` is Σ φφᵀ, `[N, N]`, and `cross` is Σ yφᵀ, `[outputs, N]`. Set the
/// gradient to 0 and return W, `[outputs, N]`. With 2,000 units an inverse takes long; nalgebra's `cholesky()` solves the same
/// equation for symmetric positive matrices.
pub fn ridge(gram: &DMatrix<f64>, cross: &DMatrix<f64>, penalty: f64) -> DMatrix<f64> {
    todo!()
}

/// **9. Too good: find the slip** (10 minutes, paper)
///
/// A reservoir forecasts a wave. Somebody is proud of this program: even after 10,000 steps the error stays near 0.001 deviations.
///
/// ```text
/// 1  state = zeros
/// 2  for u in past            { state = step(state, u) }
/// 3  for t in 0..n {
/// 4      said[t] = readout(state)
/// 5      state = step(state, truth[t])
/// 6      error[t] = rms(truth[t] − said[t]) / deviation
/// 7  }
/// ```
///
/// One line is no forecast. Once it is put right, an error of 0.001 grows by e^{0.049 t}. Return
///
/// `[the number of the line, the time after which the error is 0.5, how much longer that takes if the first error is 0.0001]`
///
/// with one decimal.
pub fn too_good() -> [f64; 3] {
    todo!()
}

/// **10. Normalise** (20 minutes)
///
/// `links` are pairs of nodes below `nodes`: no direction, each pair once, no node with itself. Let A be the matrix with a 1 at
/// (i, j) and at (j, i) for each pair, I the unit matrix, and dᵢ the sum of row i of A + I. Return the rows of
///
/// `D^(−½) (A + I) D^(−½)`, where D has the dᵢ on its diagonal.
///
/// A node without links is possible.
pub fn normalised_adjacency(nodes: usize, links: &[(usize, usize)]) -> Vec<Vec<f64>> {
    todo!()
}

/// **11. Find the slip** (15 minutes)
///
/// One round of messages: each node takes the mean of its own number and those of its neighbours; `neighbours[i]` lists those of
/// node i. Somebody wrote
///
/// ```text
/// let mut x = x.to_vec();
/// for i in 0..x.len() {
///     let sum: f64 = neighbours[i].iter().map(|&j| x[j]).sum();
///     x[i] = (x[i] + sum) / (1 + neighbours[i].len()) as f64;
/// }
/// x
/// ```
///
/// and found it right on a graph without links, and right where all numbers were equal. It is wrong. Write it as it should be.
pub fn message_round(neighbours: &[Vec<usize>], x: &[f64]) -> Vec<f64> {
    todo!()
}

/// **12. How far a layer sees** (10 minutes, paper)
///
/// In the karate club member 16 has two friends, 5 and 6. The friends of 5 are 0, 6, 10 and 16; those of 6 are 0, 4, 5 and 16; those
/// of 4 are 0, 6 and 10; those of 10 are 0, 4 and 5. Member 0 has sixteen friends, 8 and 31 among them. Those of 8 are 0, 2, 30, 32
/// and 33, and those of 31 are 0, 24, 25, 28, 32 and 33. In a layer each member takes a mean of himself and his friends. Return
///
/// `[on how many members' inputs the vector of member 16 depends after one layer, himself counted,
///   on how many after two,
///   how many layers it takes until it depends on member 33,
///   how many weights a network of two layers has without biases, from 34 numbers a member by way of 16 to 2]`.
pub fn reach_by_hand() -> [usize; 4] {
    todo!()
}

/// **13. A product without zeros** (20 minutes)
///
/// A matrix with N rows in "compressed sparse rows": `starts` has N + 1 numbers, and the entries of row i are those from `starts[i]`
/// up to, and without, `starts[i + 1]`. Entry k stands in column `columns[k]` and has the value `values[k]`; whatever is not
/// listed is 0. `x` is a dense matrix with `width` numbers a row, row after row. Return the product of the two, `N · width` numbers,
/// row after row. A row may be empty; its columns need not be in order.
pub fn csr_product(
    starts: &[usize],
    columns: &[usize],
    values: &[f64],
    x: &[f64],
    width: usize,
) -> Vec<f64> {
    todo!()
}
