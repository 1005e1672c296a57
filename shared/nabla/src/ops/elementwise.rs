//! Functions of one number, applied to each: y = f(x), dx = dy · f′(x).
//!
//! One rule a line. A derivative may use the input `x`, the result `y`, or both, whichever is
//! shorter.

pub(crate) mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::math::{self, multiply_add};
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};
use gpu::{Formula, Number as _};

/// Writes the enum and its loops from the table below. Each arm gets a loop of its own, so the choice
/// is made once a tensor and not once a number.
macro_rules! elementwise {
    ($($(#[$doc:meta])* $Name:ident $(($($p:ident: $P:ty),+))?:
        |$x:ident| $f:expr, |$dx:ident, $dy:ident| $df:expr;
        $wgsl_f:literal, $wgsl_df:literal;)*) => {
        /// A function of one number. See the source for each formula beside its derivative.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum Elementwise {
            $($(#[$doc])* $Name $(($($P),+))?,)*
        }

        #[allow(clippy::neg_multiply, reason = "a slope of −1 comes from the table like any other")]
        impl Elementwise {
            /// f(x) of every number of `x`, into `y`.
            pub(crate) fn forward(self, x: &[f32], y: &mut [f32]) {
                match self {
                    $(Self::$Name $(($($p),+))? => { $($(let _ = $p;)+)? rows::map(x, y, |$x| $f) })*
                }
            }

            /// Turns `dy` into dx = dy · f′(x), in place.
            pub(crate) fn backward(self, x: &[f32], y: &[f32], dy: &mut [f32]) {
                match self {
                    $(Self::$Name $(($($p),+))? => { $($(let _ = $p;)+)? rows::update(x, y, dy, |$dx, $dy, dy| dy * $df) })*
                }
            }

            /// f(x) of a single number.
            pub fn value(self, x: f32) -> f32 {
                match self {
                    $(Self::$Name $(($($p),+))? => { $($(let _ = $p;)+)? let $x = x; $f })*
                }
            }

            /// f′(x) of a single number.
            pub fn derivative(self, x: f32) -> f32 {
                let y = self.value(x);
                match self {
                    $(Self::$Name $(($($p),+))? => { $($(let _ = $p;)+)? let ($dx, $dy) = (x, y); $df })*
                }
            }

            /// The same in WGSL, where a number is `T` and the first two of its own are called a and b.
            pub(crate) fn formula(self) -> Formula {
                match self {
                    $(Self::$Name $(($($p),+))? => Formula::new($wgsl_f, $wgsl_df, &[$($($p.number()),+)?]),)*
                }
            }
        }
    };
}

// ANCHOR: elementwise
elementwise! {
    // f(x)                                                         f′ from x and y                 (first in Rust, then in WGSL)
    /// The same number.
    Identity: |x| x,                                                |_x, _y| 1.0;
         "x",                                                       "T(1.0)";
    /// −x
    Neg: |x| -x,                                                    |_x, _y| -1.0;
         "-x",                                                      "T(-1.0)";
    /// a·x
    Scale(a: f32): |x| a * x,                                       |_x, _y| a;
         "a * x",                                                   "T(a)";
    /// x + a
    Shift(a: f32): |x| x + a,                                       |_x, _y| 1.0;
         "x + a",                                                   "T(1.0)";
    /// x/a
    Over(a: f32): |x| x / a,                                        |_x, _y| 1.0 / a;
         "x / a",                                                   "T(1.0 / a)";
    /// a/x
    Under(a: f32): |x| a / x,                                       |x, y| -y / x;
         "a / x",                                                   "-y / x";
    /// eˣ
    Exp: |x| math::exp(x),                                          |_x, y| y;
         "exp(x)",                                                  "y";
    /// ln x
    Ln: |x| x.ln(),                                                 |x, _y| 1.0 / x;
         "log(x)",                                                  "T(1.0) / x";
    /// √x
    Sqrt: |x| x.sqrt(),                                             |_x, y| 0.5 / y;
         "sqrt(x)",                                                 "T(0.5) / y";
    /// x²
    Square: |x| x * x,                                              |x, _y| 2.0 * x;
         "x * x",                                                   "2.0 * x";
    /// |x|, with slope 0 at 0
    Abs: |x| x.abs(),                                               |x, _y| sign(x);
         "abs(x)",                                                  "sign_(x)";
    /// xⁿ
    Powi(n: i32): |x| x.powi(n),                                    |x, _y| if n == 0 { 0.0 } else { n as f32 * x.powi(n - 1) };
         "powi(x, i32(a))",                                         "select(a * powi(x, i32(a) - 1), T(0.0), a == 0.0)";
    /// 1/x
    Recip: |x| 1.0 / x,                                             |_x, y| -y * y;
         "T(1.0) / x",                                              "-y * y";
    /// σ(x) = 1/(1 + e⁻ˣ)
    Sigmoid: |x| math::sigmoid(x),                                  |_x, y| y * (1.0 - y);
         "sigmoid(x)",                                              "y * (T(1.0) - y)";
    /// The hyperbolic tangent
    Tanh: |x| math::tanh(x),                                        |_x, y| multiply_add(-y, y, 1.0);
         "tanh_(x)",                                                "T(1.0) - y * y";
    /// max(x, 0), with slope 0 at 0
    Relu: |x| if x < 0.0 { 0.0 } else { x },                        |x, _y| if x > 0.0 { 1.0 } else { 0.0 };
         "select(x, T(0.0), x < T(0.0))",                           "select(T(0.0), T(1.0), x > T(0.0))";
    /// x above 0, a·x below
    LeakyRelu(a: f32): |x| if x > 0.0 { x } else { a * x },         |x, _y| if x > 0.0 { 1.0 } else { a };
         "select(a * x, x, x > T(0.0))",                            "select(T(a), T(1.0), x > T(0.0))";
    /// x above 0, a·(eˣ − 1) below
    Elu(a: f32): |x| if x > 0.0 { x } else { a * x.exp_m1() },      |x, y| if x > 0.0 { 1.0 } else { y + a };
         "select(a * expm1(x), x, x > T(0.0))",                     "select(y + a, T(1.0), x > T(0.0))";
    /// ln(1 + eˣ)
    Softplus: |x| math::softplus(x),                                |x, _y| math::sigmoid(x);
         "softplus(x)",                                             "sigmoid(x)";
    /// x·Φ(x), Φ the share of the standard normal distribution below x
    Gelu: |x| x * math::normal(x).0,                                |x, _y| { let (below, density) = math::normal(x); multiply_add(x, density, below) };
         "x * normal_below(x)",                                     "x * normal_density(x) + normal_below(x)";
    /// x·σ(x)
    Silu: |x| x * math::sigmoid(x),                                 |x, y| { let s = math::sigmoid(x); multiply_add(y, 1.0 - s, s) };
         "x * sigmoid(x)",                                          "sigmoid(x) + y * (T(1.0) - sigmoid(x))";
    /// x between a and b, the nearer of the two beyond; slope 1 from a to b, both included
    Clamp(a: f32, b: f32): |x| if x < a { a } else if x > b { b } else { x },
                                                                    |x, _y| if x < a || x > b { 0.0 } else { 1.0 };
         "select(select(x, T(b), x > T(b)), T(a), x < T(a))",       "select(T(1.0), T(0.0), (x < T(a)) | (x > T(b)))";
}
// ANCHOR_END: elementwise

pub(super) fn sign(x: f32) -> f32 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        x * 0.0
    }
}

/// What the tape keeps: which function, and where its input is.
pub(crate) struct Apply {
    x: Id,
    f: Elementwise,
}

impl Apply {
    pub fn name(&self) -> String {
        format!("{:?}", self.f)
    }
}

impl<'t> Var<'t> {
    /// Applies a function to every number.
    pub fn apply(self, f: Elementwise) -> Var<'t> {
        let y = apply(f, &self.value());
        self.tape.record(y, &[self.id], Apply { x: self.id, f })
    }
}

fn apply(f: Elementwise, x: &Tensor) -> Tensor {
    if let Some(gpu) = x.gpu() {
        return gpu::forward(gpu, f, x);
    }
    let mut y = Tensor::scratch(x.shape());
    f.forward(x.data(), y.data_mut());
    y
}

impl Backward for Apply {
    fn backward(&self, y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        if let Some(gpu) = y.gpu() {
            return grads.add(self.x, gpu::backward(gpu, self.f, x, y, &dy));
        }
        self.f.backward(x.data(), y.data(), dy.data_mut());
        grads.add(self.x, dy);
    }
}

/// Each function under its own name.
macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident $(($p:ident: $P:ty))? => $f:expr;)*) => {
        impl<'t> Var<'t> {
            $($(#[$doc])* pub fn $name(self $(, $p: $P)?) -> Var<'t> { self.apply($f) })*
        }
    };
}

methods! {
    /// eˣ of every number.
    exp => Elementwise::Exp;
    /// The natural logarithm of every number; −∞ at 0, NaN below.
    ln => Elementwise::Ln;
    /// √x of every number.
    sqrt => Elementwise::Sqrt;
    /// x² of every number.
    square => Elementwise::Square;
    /// |x| of every number; its slope at 0 is taken as 0.
    abs => Elementwise::Abs;
    /// xⁿ of every number.
    powi(n: i32) => Elementwise::Powi(n);
    /// 1/x of every number.
    recip => Elementwise::Recip;
    /// σ(x) = 1/(1 + e⁻ˣ) of every number.
    sigmoid => Elementwise::Sigmoid;
    /// tanh x of every number.
    tanh => Elementwise::Tanh;
    /// max(x, 0) of every number; its slope at 0 is taken as 0.
    relu => Elementwise::Relu;
    /// x where positive, `a`·x elsewhere.
    leaky_relu(a: f32) => Elementwise::LeakyRelu(a);
    /// x where positive, `a`·(eˣ − 1) elsewhere (Clevert et al., 2015).
    elu(a: f32) => Elementwise::Elu(a);
    /// ln(1 + eˣ) of every number, without overflow.
    softplus => Elementwise::Softplus;
    /// x·Φ(x) of every number, Φ the share of the standard normal distribution below x (Hendrycks and Gimpel,
    /// 2016): the exact form, not the one with tanh.
    gelu => Elementwise::Gelu;
    /// x·σ(x) of every number, also called swish (Elfwing et al., 2018).
    silu => Elementwise::Silu;
}

impl<'t> Var<'t> {
    /// Numbers below `low` become `low`, numbers above `high` become `high`; no gradient comes back from those. NaN
    /// stays.
    ///
    /// # Panics
    /// Unless `low` ≤ `high`.
    #[track_caller]
    pub fn clamp(self, low: f32, high: f32) -> Var<'t> {
        assert!(low <= high, "clamp: {low} is not at most {high}");
        self.apply(Elementwise::Clamp(low, high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::assert_gradients;
    use Elementwise::*;

    /// Every function, on numbers where it is smooth.
    #[test]
    fn derivatives_agree_with_finite_differences() {
        let everywhere = Tensor::from_vec(vec![-2.3, -0.7, 0.4, 1.9, -1.1, 0.8], [2, 3]);
        let positive = Tensor::from_vec(vec![0.3, 0.7, 1.4, 1.9, 2.5, 3.1], [3, 2]);
        for f in [
            Identity,
            Neg,
            Scale(-1.7),
            Shift(0.3),
            Over(-1.7),
            Under(2.3),
            Exp,
            Square,
            Abs,
            Powi(0),
            Powi(1),
            Powi(3),
            Recip,
            Powi(-2),
            Sigmoid,
            Tanh,
            Relu,
            LeakyRelu(0.2),
            Elu(1.3),
            Softplus,
            Gelu,
            Silu,
            Clamp(-1.0, 0.5),
        ] {
            assert_gradients(std::slice::from_ref(&everywhere), |_, v| {
                v[0].apply(f).square().sum()
            });
        }
        for f in [Ln, Sqrt] {
            assert_gradients(std::slice::from_ref(&positive), |_, v| {
                v[0].apply(f).square().sum()
            });
        }
    }

    #[test]
    fn relu_of_what_is_below_zero_is_plain_zero() {
        for x in [-1.0, f32::NEG_INFINITY] {
            assert_eq!(Relu.value(x).to_bits(), 0, "{x}");
        }
    }

    #[test]
    fn clamped_at_both_ends() {
        let clamp = Clamp(-1.0, 0.5);
        for (x, y, slope) in [
            (-2.0, -1.0, 0.0),
            (-1.0, -1.0, 1.0),
            (0.25, 0.25, 1.0),
            (0.5, 0.5, 1.0),
            (3.0, 0.5, 0.0),
        ] {
            assert_eq!((clamp.value(x), clamp.derivative(x)), (y, slope), "{x}");
        }
    }

    #[test]
    #[should_panic(expected = "clamp: 2 is not at most 1")]
    fn an_empty_range_is_refused() {
        crate::Tape::new()
            .constant(Tensor::scalar(0.0))
            .clamp(2.0, 1.0);
    }

    #[test]
    fn nan_is_not_swallowed() {
        for f in [
            Exp,
            Ln,
            Sqrt,
            Square,
            Abs,
            Recip,
            Sigmoid,
            Tanh,
            Relu,
            LeakyRelu(0.1),
            Elu(1.0),
            Softplus,
            Gelu,
            Silu,
            Clamp(-1.0, 1.0),
        ] {
            assert!(f.value(f32::NAN).is_nan(), "{f:?}");
        }
    }
}
