//! The examples of this lab: slices of toast, and the logic gates.

use crate::neuron::sigmoid;
use rand::{Rng, RngExt};

/// One example: `D` numbers to look at, and the answer, 1 for yes and 0 for no.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Example<const D: usize> {
    /// The features.
    pub x: [f64; D],
    /// The answer: 0 or 1.
    pub y: f64,
}

/// The weight with which [`toast`] is really burnt, per minute.
pub const TRUE_W: f64 = 2.0;
/// The bias with which [`toast`] is really burnt: even odds after 2.5 minutes.
pub const TRUE_B: f64 = -5.0;

// ANCHOR: toast
/// `n` slices of toast: minutes in the toaster, to the hundredth, and burnt or not.
///
/// A slice burns *by chance*, with probability σ(−5 + 2·minutes). So the two kinds
/// overlap, and no rule, however clever, gets every slice right.
pub fn toast(n: usize, rng: &mut impl Rng) -> Vec<Example<1>> {
    let slice = |_| {
        let minutes = (rng.random_range(0.5..4.5) * 100.0_f64).round() / 100.0;
        let burnt = rng.random::<f64>() < sigmoid(TRUE_B + TRUE_W * minutes);
        Example {
            x: [minutes],
            y: f64::from(burnt),
        }
    };
    (0..n).map(slice).collect()
}
// ANCHOR_END: toast

// ANCHOR: gate
/// The truth table of a logic gate with two inputs, in the order 00, 01, 10, 11.
pub fn gate(answers: [u8; 4]) -> [Example<2>; 4] {
    let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    std::array::from_fn(|i| Example {
        x: inputs[i],
        y: f64::from(answers[i]),
    })
}

/// Yes if both inputs are on.
pub const AND: [u8; 4] = [0, 0, 0, 1];
/// Yes if at least one input is on.
pub const OR: [u8; 4] = [0, 1, 1, 1];
/// No if both inputs are on: AND turned round.
pub const NAND: [u8; 4] = [1, 1, 1, 0];
/// Yes if exactly one input is on.
pub const XOR: [u8; 4] = [0, 1, 1, 0];
// ANCHOR_END: gate
