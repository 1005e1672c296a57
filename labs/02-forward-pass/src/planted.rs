//! A forward pass through the 3-3-2 network with one bug planted in it, for the exercise `planted_bug`.
//!
//! Reading on spoils the exercise: the bug is a few lines below. Work from what the function *returns*.

use crate::network::{HIDDEN, OUTPUT, layer, matrix};
use nalgebra::SVector;

/// The bias of every neuron here.
pub const BIAS: f64 = 0.1;

/// What the network should return for `x`.
pub fn right(x: [f64; 3]) -> [f64; 2] {
    let hidden = layer(&matrix(&HIDDEN), &SVector::repeat(BIAS), &SVector::from(x));
    layer(&matrix(&OUTPUT), &SVector::repeat(BIAS), &hidden).into()
}

/// What the network with the bug returns for `x`.
pub fn wrong(x: [f64; 3]) -> [f64; 2] {
    let hidden = layer(
        &matrix(&HIDDEN).transpose(),
        &SVector::repeat(BIAS),
        &SVector::from(x),
    );
    layer(&matrix(&OUTPUT), &SVector::repeat(BIAS), &hidden).into()
}
