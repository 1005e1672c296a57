//! The functions of one number on a graphics card, by the formulas in the table of `elementwise.rs`.

use super::Elementwise;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

static FORWARD: Kernel = Kernel::new("forward", include_str!("elementwise.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("elementwise.wgsl"));

/// A function in WGSL.
pub(crate) struct Formula {
    /// f(x).
    pub f: &'static str,
    /// f′ from x and y.
    pub slope: &'static str,
    /// What the formulas call a and b.
    pub numbers: [f32; 2],
}

impl Formula {
    pub fn new(f: &'static str, slope: &'static str, own: &[f32]) -> Self {
        let mut numbers = [0.0; 2];
        numbers[..own.len()].copy_from_slice(own);
        Formula { f, slope, numbers }
    }
}

/// What a function has of its own, as the card gets it.
pub(crate) trait Number {
    fn number(self) -> f32;
}

impl Number for f32 {
    fn number(self) -> f32 {
        self
    }
}

impl Number for i32 {
    fn number(self) -> f32 {
        self as f32
    }
}

pub(super) fn forward(gpu: &Gpu, f: Elementwise, x: &Tensor) -> Tensor {
    let formula = f.formula();
    let mut y = gpu.scratch(x.shape());
    let quads = y.len().div_ceil(4);
    gpu.launch(&FORWARD)
        .define("f", formula.f)
        .number(quads)
        .numbers(formula.numbers)
        .read(x)
        .write(&mut y)
        .threads(quads);
    y
}

/// dx = dy · f′, from x and y = f(x).
pub(crate) fn backward(gpu: &Gpu, f: Elementwise, x: &Tensor, y: &Tensor, dy: &Tensor) -> Tensor {
    let formula = f.formula();
    let mut dx = gpu.scratch(dy.shape());
    let quads = dx.len().div_ceil(4);
    gpu.launch(&BACKWARD)
        .define("slope", formula.slope)
        .number(quads)
        .numbers(formula.numbers)
        .read(x)
        .read(y)
        .read(dy)
        .write(&mut dx)
        .threads(quads);
    dx
}
