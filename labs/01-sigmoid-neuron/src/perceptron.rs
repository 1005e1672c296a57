//! The perceptron: a neuron with a step, and a rule that changes it only when it is wrong.

use crate::{Example, Neuron};

/// Rosenblatt's rule for one example. Right: change nothing. Said no to a yes: add the example to
/// the weights. Said yes to a no: subtract it. `y − ŷ` is 0, +1 or −1, so one line says all three.
pub fn perceptron_update<const D: usize>(neuron: &mut Neuron<D>, example: &Example<D>) {
    let error = example.y - neuron.decision(&example.x);
    for (w, x) in neuron.w.iter_mut().zip(example.x) {
        *w += error * x;
    }
    neuron.b += error;
}

/// How many examples fall on the wrong side.
pub fn mistakes<const D: usize>(neuron: &Neuron<D>, data: &[Example<D>]) -> usize {
    data.iter()
        .filter(|example| neuron.decision(&example.x) != example.y)
        .count()
}

/// Show every example once in each of `rounds`, starting from the blank neuron, and keep the neuron
/// as it is after each round. Element 0 is the start, so the answer has `rounds + 1` elements.
pub fn perceptron<const D: usize>(data: &[Example<D>], rounds: usize) -> Vec<Neuron<D>> {
    let mut neuron = Neuron::blank();
    let mut trail = vec![neuron];
    for _ in 0..rounds {
        data.iter()
            .for_each(|example| perceptron_update(&mut neuron, example));
        trail.push(neuron);
    }
    trail
}

/// The first time the walk comes back to where it was: (round, number of rounds in the circle), or
/// `None`. From there on it repeats itself for ever, because a round depends on its start alone.
/// Neurons count as the same when they differ by rounding only.
pub fn recurrence<const D: usize>(trail: &[Neuron<D>]) -> Option<(usize, usize)> {
    let same = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let alike = |one: &Neuron<D>, other: &Neuron<D>| {
        same(one.b, other.b)
            && one
                .w
                .iter()
                .zip(other.w)
                .all(|(one, other)| same(*one, other))
    };
    (1..trail.len()).find_map(|now| {
        let before = trail[..now]
            .iter()
            .position(|earlier| alike(earlier, &trail[now]))?;
        Some((before, now - before))
    })
}
