//! Reference answers: what the lesson uses where the learner has not answered yet.

use crate::energy::exact::mean;
use crate::energy::machine::{Machine, dot, mixed};
use nalgebra::DMatrix;

// ANCHOR: energy_by_hand
/// e^−E is a product: 2 if v₁ is on, ½ if v₂ is, ½ if h is, 3 and 4 for the pairs. The states of v have 1 + ½, 2(1 + 3/2), ½(1 + 2) and 1 + 6.
pub fn energy_by_hand() -> [f64; 6] {
    let [none, first, second, both] = [1.5, 5.0, 1.5, 7.0];
    let z: f64 = none + first + second + both;
    let p = (first + both) / z;
    [-3_f64.ln(), z, both / z, 6.0 / both, -both.ln(), p]
}
// ANCHOR_END: energy_by_hand

/// cⱼ + Σᵢ vᵢ Wᵢⱼ of all hidden units.
fn inputs(machine: &Machine, v: &[f64]) -> Vec<f64> {
    mixed(machine.hidden.clone(), &machine.weights, v)
}

// ANCHOR: free_energy
/// ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), and the exponential cannot overflow.
pub fn free_energy(machine: &Machine, v: &[f64]) -> f64 {
    let softplus = |x: &f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
    let hidden: f64 = inputs(machine, v).iter().map(softplus).sum();
    -dot(&machine.visible, v) - hidden
}
// ANCHOR_END: free_energy

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// p(h = 1 | v) of all hidden units.
pub fn hidden_probabilities(machine: &Machine, v: &[f64]) -> Vec<f64> {
    let x = inputs(machine, v);
    x.into_iter().map(sigmoid).collect()
}

// ANCHOR: gibbs_step
/// Up by the columns of W, down by its rows.
pub fn gibbs_step(machine: &Machine, v: &[f64], dice: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (up, down) = dice.split_at(machine.hidden.len());
    let on = |(die, x): (&f64, f64)| f64::from(*die < sigmoid(x));
    let h: Vec<f64> = up.iter().zip(inputs(machine, v)).map(on).collect();
    let rows = machine.visible.iter().zip(&machine.weights);
    let back = down.iter().zip(rows.map(|(b, row)| b + dot(row, &h)));
    let back = back.map(on).collect();
    (h, back)
}
// ANCHOR_END: gibbs_step

// ANCHOR: cd_gradient
/// The means over the data minus those over the ends.
pub fn cd_gradient(machine: &Machine, data: &[Vec<f64>], ends: &[Vec<f64>]) -> Machine {
    mean(machine, data).plus(-1.0, &mean(machine, ends))
}
// ANCHOR_END: cd_gradient

// ANCHOR: reservoir_step
/// Every unit hears the state before, the new state is the tanh, and the readout sees every second unit squared.
pub fn reservoir_step(
    links: &[Vec<(usize, f64)>],
    inputs: &[(usize, f64)],
    state: &[f64],
    u: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let unit = |(links, &(from, weight)): (&Vec<(usize, f64)>, &(usize, f64))| {
        let heard: f64 = links.iter().map(|&(j, weight)| weight * state[j]).sum();
        (heard + weight * u[from]).tanh()
    };
    let next: Vec<f64> = links.iter().zip(inputs).map(unit).collect();
    let seen = next.iter().enumerate();
    let seen = seen.map(|(i, r)| if i % 2 == 1 { r * r } else { *r });
    let seen = seen.collect();
    (next, seen)
}
// ANCHOR_END: reservoir_step

// ANCHOR: ridge
/// W (G + βI) = C. The matrix on the right is symmetric and positive, so Cholesky solves it, for the transposes.
pub fn ridge(gram: &DMatrix<f64>, cross: &DMatrix<f64>, penalty: f64) -> DMatrix<f64> {
    let units = gram.nrows();
    let penalised = gram + DMatrix::identity(units, units) * penalty;
    match penalised.cholesky() {
        Some(factors) => factors.solve(&cross.transpose()).transpose(),
        // Without a penalty the sums of few samples have no inverse.
        None => DMatrix::from_element(cross.nrows(), units, f64::NAN),
    }
}
// ANCHOR_END: ridge

// ANCHOR: lyapunov
/// The mean of the logarithms: distances grow by factors, and factors multiply.
pub fn lyapunov(distances: &[f64], apart: f64, time: f64) -> f64 {
    let logs = distances.iter().map(|d| (d / apart).ln());
    logs.sum::<f64>() / (distances.len() as f64 * time)
}
// ANCHOR_END: lyapunov

// ANCHOR: growth_by_hand
/// σ = q² − q⁴: two derivatives bring −q², four bring q⁴.
pub fn growth_by_hand() -> [f64; 5] {
    let rate = |k: f64| {
        let q = std::f64::consts::TAU * k / 22.0;
        q.powi(2) - q.powi(4)
    };
    // q < 1 means k < 3.5. The curve is highest at q = 1/√2, k = 2.48: mode 2 is nearer to it than mode 3.
    [rate(1.0), 3.0, 2.0, rate(2.0), rate(4.0)]
}
// ANCHOR_END: growth_by_hand

// ANCHOR: too_good
/// Line 5 lets it hear the truth. Without that 0.001 · e^{0.049 t} = 0.5, so t = ln 500 / 0.049.
pub fn too_good() -> [f64; 3] {
    [5.0, 500_f64.ln() / 0.049, 10_f64.ln() / 0.049]
}
// ANCHOR_END: too_good

// ANCHOR: normalised_adjacency
/// Both roots stand under one: entry (i, j) of A + I over √(dᵢ·dⱼ).
pub fn normalised_adjacency(nodes: usize, links: &[(usize, usize)]) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; nodes]; nodes];
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for &(i, j) in links {
        (matrix[i][j], matrix[j][i]) = (1.0, 1.0);
    }
    let degrees: Vec<f64> = matrix.iter().map(|row| row.iter().sum()).collect();
    for (row, own) in matrix.iter_mut().zip(&degrees) {
        for (entry, other) in row.iter_mut().zip(&degrees) {
            *entry /= (own * other).sqrt();
        }
    }
    matrix
}
// ANCHOR_END: normalised_adjacency

// ANCHOR: message_round
/// All listen before anybody speaks again: what is read is never what was just written.
pub fn message_round(neighbours: &[Vec<usize>], x: &[f64]) -> Vec<f64> {
    let mean = |(own, near): (&f64, &Vec<usize>)| {
        let sum: f64 = near.iter().map(|&j| x[j]).sum();
        (own + sum) / (1 + near.len()) as f64
    };
    x.iter().zip(neighbours).map(mean).collect()
}
// ANCHOR_END: message_round

// ANCHOR: reach_by_hand
/// {16, 5, 6}; {0, 4, 10} besides; 16–5–0–8–33; 34·16 + 16·2.
pub fn reach_by_hand() -> [usize; 4] {
    [3, 6, 4, 576]
}
// ANCHOR_END: reach_by_hand

// ANCHOR: csr_product
/// Row i of the product adds up rows of x, one for each entry.
pub fn csr_product(
    starts: &[usize],
    columns: &[usize],
    values: &[f64],
    x: &[f64],
    width: usize,
) -> Vec<f64> {
    let mut y = vec![0.0; starts.len().saturating_sub(1) * width];
    for (row, range) in y.chunks_exact_mut(width).zip(starts.windows(2)) {
        for k in range[0]..range[1] {
            let from = &x[columns[k] * width..][..width];
            row.iter_mut()
                .zip(from)
                .for_each(|(y, x)| *y += values[k] * x);
        }
    }
    y
}
// ANCHOR_END: csr_product
