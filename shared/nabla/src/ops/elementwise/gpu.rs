//! The functions of one number on a graphics card: the table of `elementwise.rs` once more, in WGSL.

use super::Elementwise;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

static FORWARD: Kernel = Kernel::new("forward", include_str!("elementwise.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("elementwise.wgsl"));

/// A function in WGSL, where a number is `T` and `T(1.0)` a constant.
pub(crate) struct Formula {
    /// f(x).
    pub f: &'static str,
    /// f′ from x and y.
    pub slope: &'static str,
    /// What the formulas call `a`.
    pub a: f32,
    /// What the formulas call `n`.
    pub n: i32,
}

impl Elementwise {
    /// The same formulas as in the table of `elementwise.rs`. The test that runs every operation on
    /// both devices keeps the two together.
    pub(crate) fn formula(self) -> Formula {
        let of = |f, slope, a, n| Formula { f, slope, a, n };
        let plain = |f, slope| of(f, slope, 0.0, 0);
        match self {
            // name                           f(x)                                     f′ from x and y
            Self::Identity => plain("x", "T(1.0)"),
            Self::Neg => plain("-x", "T(-1.0)"),
            Self::Scale(a) => of("a * x", "T(a)", a, 0),
            Self::Shift(a) => of("x + a", "T(1.0)", a, 0),
            Self::Over(a) => of("x / a", "T(1.0 / a)", a, 0),
            Self::Under(a) => of("a / x", "-y / x", a, 0),
            Self::Exp => plain("exp(x)", "y"),
            Self::Ln => plain("log(x)", "T(1.0) / x"),
            Self::Sqrt => plain("sqrt(x)", "T(0.5) / y"),
            Self::Square => plain("x * x", "2.0 * x"),
            Self::Abs => plain("abs(x)", "sign_(x)"),
            Self::Powi(n) => of(
                "powi(x, n)",
                "select(f32(n) * powi(x, n - 1), T(0.0), n == 0)",
                0.0,
                n,
            ),
            Self::Recip => plain("T(1.0) / x", "-y * y"),
            Self::Sigmoid => plain("sigmoid(x)", "y * (T(1.0) - y)"),
            Self::Tanh => plain("tanh_(x)", "T(1.0) - y * y"),
            Self::Relu => plain(
                "select(x, T(0.0), x < T(0.0))",
                "select(T(0.0), T(1.0), x > T(0.0))",
            ),
            Self::LeakyRelu(a) => of(
                "select(a * x, x, x > T(0.0))",
                "select(T(a), T(1.0), x > T(0.0))",
                a,
                0,
            ),
            Self::Elu(a) => of(
                "select(a * expm1(x), x, x > T(0.0))",
                "select(y + a, T(1.0), x > T(0.0))",
                a,
                0,
            ),
            Self::Softplus => plain("softplus(x)", "sigmoid(x)"),
        }
    }
}

pub(super) fn forward(gpu: &Gpu, f: Elementwise, x: &Tensor) -> Tensor {
    let formula = f.formula();
    let mut y = gpu.scratch(x.shape());
    let quads = y.len().div_ceil(4);
    gpu.launch(&FORWARD)
        .define("f", formula.f)
        .number(quads)
        .number(formula.a)
        .number(formula.n)
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
        .number(formula.a)
        .number(formula.n)
        .read(x)
        .read(y)
        .read(dy)
        .write(&mut dx)
        .threads(quads);
    dx
}
