//! Energies, steps of chains, gradients.

use crate::energy::exact::mean;
use crate::energy::machine::{Machine, dot};
use crate::solutions;

/// A machine and a visible state.
pub type Asked = (Machine, Vec<f64>);
/// A machine, a visible state, dice.
pub type Step = (Machine, Vec<f64>, Vec<f64>);
/// A machine, states of the data, ends of chains.
pub type Phases = (Machine, Vec<Vec<f64>>, Vec<Vec<f64>>);

/// All biases and weights with the other sign.
pub fn other_sign((): &()) -> [f64; 6] {
    let [z, both]: [f64; 2] = [8.0, 7.0 / 6.0];
    [3_f64.ln(), z, both / z, 1.0 / 7.0, -both.ln(), 0.25]
}

/// The hidden unit on in every state.
pub fn hidden_on((): &()) -> [f64; 6] {
    [-3_f64.ln(), 10.5, 6.0 / 10.5, 1.0, -6_f64.ln(), 9.0 / 10.5]
}

/// −ln p in the place of the free energy.
pub fn with_z((): &()) -> [f64; 6] {
    let [e, z, p, on, _, first] = solutions::energy_by_hand();
    [e, z, p, on, -p.ln(), first]
}

/// ln(1 + eˣ) as it is written.
pub fn overflows((machine, v): &Asked) -> f64 {
    let part = |(row, c): (&Vec<f64>, &f64)| (c + dot(row, v)).exp().ln_1p();
    let turned = machine.turned();
    let hidden: f64 = turned.weights.iter().zip(&machine.hidden).map(part).sum();
    -dot(&machine.visible, v) - hidden
}

/// The biases' sum minus, the hidden units' plus.
pub fn hidden_plus((machine, v): &Asked) -> f64 {
    -2.0 * dot(&machine.visible, v) - solutions::free_energy(machine, v)
}

/// The best state of each hidden unit alone: weights a million times as large make a hinge of the softplus.
pub fn only_on((machine, v): &Asked) -> f64 {
    let sharp = machine.clone().plus(1e6, machine);
    solutions::free_energy(&sharp, v) / (1.0 + 1e6)
}

/// The visible units see probabilities.
pub fn handed_down((machine, v, dice): &Step) -> (Vec<f64>, Vec<f64>) {
    let (h, _) = solutions::gibbs_step(machine, v, dice);
    let p = solutions::hidden_probabilities(machine, v);
    let down = solutions::hidden_probabilities(&machine.turned(), &p);
    let both = dice[h.len()..].iter().zip(down);
    let back = both.map(|(die, p)| f64::from(*die < p)).collect();
    (h, back)
}

/// σ(−x).
pub fn sign((machine, v, dice): &Step) -> (Vec<f64>, Vec<f64>) {
    solutions::gibbs_step(&machine.clone().plus(-2.0, machine), v, dice)
}

/// The same weights in rows of V.
pub fn turned_over((machine, v, dice): &Step) -> (Vec<f64>, Vec<f64>) {
    let mut other = machine.turned();
    let flat = machine.weights.concat();
    other.weights = flat.chunks(v.len()).map(<[f64]>::to_vec).collect();
    solutions::gibbs_step(&other.turned(), v, dice)
}

/// The ends minus the data.
pub fn exchanged((machine, data, ends): &Phases) -> Machine {
    solutions::cd_gradient(machine, ends, data)
}

/// A hidden unit counts 1 if its probability is above ½: weights a million times as large make that of a σ.
pub fn rounded((machine, data, ends): &Phases) -> Machine {
    solutions::cd_gradient(&machine.clone().plus(1e6, machine), data, ends)
}

/// Not divided by how many there are.
pub fn sums((machine, data, ends): &Phases) -> Machine {
    let [plus, minus] = [data, ends].map(|states| {
        let mean = mean(machine, states);
        mean.clone().plus(states.len() as f64 - 1.0, &mean)
    });
    plus.plus(-1.0, &minus)
}
