//! Reference answers: what the lesson uses where the learner has not answered yet.

use crate::energy::exact::mean;
use crate::energy::machine::{Machine, dot, mixed};

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
