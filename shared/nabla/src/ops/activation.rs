//! The activations that fused operations apply to their result.

use super::Elementwise;
use crate::tape::Var;

/// What a layer does to its sums. Each can tell its slope from its *result* alone, so a fused layer
/// need not keep the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Activation {
    /// Nothing.
    #[default]
    Identity,
    /// max(s, 0).
    Relu,
    /// 1/(1 + e⁻ˢ).
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// s above 0, a·s below (a ≥ 0).
    LeakyRelu(f32),
    /// s above 0, a·(eˢ − 1) below (a ≥ 0).
    Elu(f32),
}

impl From<Activation> for Elementwise {
    fn from(activation: Activation) -> Elementwise {
        match activation {
            Activation::Identity => Elementwise::Identity,
            Activation::Relu => Elementwise::Relu,
            Activation::Sigmoid => Elementwise::Sigmoid,
            Activation::Tanh => Elementwise::Tanh,
            Activation::LeakyRelu(a) => Elementwise::LeakyRelu(a),
            Activation::Elu(a) => Elementwise::Elu(a),
        }
    }
}

impl Activation {
    /// Applies the activation to a row of sums, in place.
    pub(crate) fn forward(self, sums: &mut [f32]) {
        use crate::kernels::math;
        fn each(sums: &mut [f32], f: impl Fn(f32) -> f32) {
            sums.iter_mut().for_each(|s| *s = f(*s));
        }
        match self {
            Activation::Identity => {}
            // Not `if s > 0.0 { s } else { 0.0 }`: NaN must not turn into a harmless zero.
            Activation::Relu => each(sums, |s| if s < 0.0 { 0.0 } else { s }),
            Activation::Sigmoid => each(sums, math::sigmoid),
            Activation::Tanh => each(sums, math::tanh),
            Activation::LeakyRelu(a) => each(sums, |s| if s > 0.0 { s } else { a * s }),
            Activation::Elu(a) => each(sums, |s| if s > 0.0 { s } else { a * s.exp_m1() }),
        }
    }

    /// Turns `dy` into the gradient of the sums, in place. `y` is the activation's result; where
    /// f′ needs the sign of the sum, the result has the same sign.
    pub(crate) fn backward(self, y: &[f32], dy: &mut [f32]) {
        if self != Activation::Identity {
            Elementwise::from(self).backward(y, y, dy);
        }
    }
}

impl<'t> Var<'t> {
    /// Applies an activation to every number.
    pub fn activate(self, activation: Activation) -> Var<'t> {
        match activation {
            Activation::Identity => self,
            other => self.apply(other.into()),
        }
    }
}
