//! What can be computed where one layer is small: sums over all states.

use super::machine::{Machine, dot, mixed};
use crate::solutions::{free_energy, hidden_probabilities};

/// All 2ⁿ states of n units.
pub fn states(units: usize) -> Vec<Vec<f64>> {
    let unit = |state: usize, i: usize| (state >> i & 1) as f64;
    let state = |state| (0..units).map(|i| unit(state, i)).collect();
    (0..1 << units).map(state).collect()
}

// ANCHOR: likelihood
/// ln Z. The larger layer is summed out in closed form, the states of the smaller one are counted through.
pub fn log_partition(machine: &Machine) -> f64 {
    if machine.hidden.len() < machine.visible.len() {
        return log_partition(&machine.turned());
    }
    let states = states(machine.visible.len());
    let free: Vec<f64> = states.iter().map(|v| free_energy(machine, v)).collect();
    let low = free.iter().copied().fold(f64::INFINITY, f64::min); // so that nothing overflows
    free.iter().map(|f| (low - f).exp()).sum::<f64>().ln() - low
}

/// The mean of ln p(v), in nats.
pub fn log_likelihood(machine: &Machine, data: &[Vec<f64>]) -> f64 {
    let free: f64 = data.iter().map(|v| free_energy(machine, v)).sum();
    -free / data.len() as f64 - log_partition(machine)
}
// ANCHOR_END: likelihood

/// p(v) of all states v, in the order of [`states`].
pub fn distribution(machine: &Machine) -> Vec<f64> {
    let log_z = log_partition(machine);
    let p = |v: &Vec<f64>| (-free_energy(machine, v) - log_z).exp();
    states(machine.visible.len()).iter().map(p).collect()
}

/// The means of vᵢhⱼ, vᵢ and hⱼ over visible states with these probabilities, in the places of W, b and c.
pub fn means(machine: &Machine, states: &[Vec<f64>], p: &[f64]) -> Machine {
    let hidden = |v: &Vec<f64>| hidden_probabilities(machine, v);
    let hidden: Vec<_> = states.iter().map(hidden).collect();
    let on = |i: usize| states.iter().zip(p).map(move |(v, p)| p * v[i]);
    let nothing = vec![0.0; machine.hidden.len()];
    let row = |i| mixed(nothing.clone(), &hidden, &on(i).collect::<Vec<_>>());
    let units = 0..machine.visible.len();
    let visible = units.clone().map(|i| on(i).sum()).collect();
    Machine::new(
        units.map(row).collect(),
        visible,
        mixed(nothing.clone(), &hidden, p),
    )
}

/// The same where all states count alike.
pub fn mean(machine: &Machine, states: &[Vec<f64>]) -> Machine {
    means(
        machine,
        states,
        &vec![1.0 / states.len() as f64; states.len()],
    )
}

// ANCHOR: gradient
/// The gradient of [`log_likelihood`], in the places of W, b and c: the means over the data minus those of the machine.
pub fn gradient(machine: &Machine, data: &[Vec<f64>]) -> Machine {
    mean(machine, data).plus(-1.0, &of_the_machine(machine))
}

/// The means when states come as often as the machine says, again from the side of the smaller layer.
fn of_the_machine(machine: &Machine) -> Machine {
    if machine.hidden.len() < machine.visible.len() {
        return of_the_machine(&machine.turned()).turned();
    }
    means(
        machine,
        &states(machine.visible.len()),
        &distribution(machine),
    )
}
// ANCHOR_END: gradient

// ANCHOR: chain
/// Where a chain is after k steps there and back, if it began at v with probability `p[v]`: a probability for each visible state.
/// For small machines only: it keeps a table of e^−E of all states of both layers.
pub fn after(machine: &Machine, mut p: Vec<f64>, k: usize) -> Vec<f64> {
    let hidden = states(machine.hidden.len());
    let row = |v: &Vec<f64>| {
        hidden
            .iter()
            .map(|h| (-machine.energy(v, h)).exp())
            .collect()
    };
    let joint: Vec<Vec<f64>> = states(machine.visible.len()).iter().map(row).collect();
    let nothing = vec![0.0; hidden.len()];
    let of_v: Vec<f64> = joint.iter().map(|row| row.iter().sum()).collect();
    let of_h = mixed(nothing.clone(), &joint, &vec![1.0; p.len()]);
    let divide = |p: &mut [f64], by: &[f64]| p.iter_mut().zip(by).for_each(|(p, by)| *p /= by);
    for _ in 0..k {
        divide(&mut p, &of_v); // p(h|v) = e^−E / Σₕ e^−E
        let mut there = mixed(nothing.clone(), &joint, &p);
        divide(&mut there, &of_h);
        p = joint.iter().map(|row| dot(&there, row)).collect();
    }
    p
}
// ANCHOR_END: chain
