//! The activations that fused operations apply to their result.

use super::Elementwise;
use crate::Tensor;
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

    /// How a layer ends: adds the bias, if it has one, and applies the activation. `row` is a piece of
    /// a row of sums, which begins at column `first`.
    pub(crate) fn finish(self, bias: Option<&[f32]>, first: usize, row: &mut [f32]) {
        if let Some(bias) = bias {
            for (sum, b) in row.iter_mut().zip(&bias[first..]) {
                *sum += b;
            }
        }
        self.forward(row);
    }

    /// A layer's rule takes the sign of the sum from the sign of the result.
    #[track_caller]
    pub(crate) fn check_slope(self, op: &str) {
        if let Activation::LeakyRelu(a) | Activation::Elu(a) = self {
            assert!(
                a >= 0.0,
                "{op}: {self:?} in a layer needs a number of at least 0; apply it after the layer, with .activate()"
            );
        }
    }

    /// What a layer with this activation is called: `Linear, relu`.
    pub(crate) fn after(self, layer: &str) -> String {
        match self {
            Activation::Identity => layer.to_string(),
            activation => format!("{layer}, {}", format!("{activation:?}").to_lowercase()),
        }
    }

    /// The gradient of the sums, on a graphics card; see [`backward`](Self::backward).
    pub(crate) fn backward_on(self, gpu: &crate::gpu::Gpu, y: &Tensor, dy: Tensor) -> Tensor {
        match self {
            Activation::Identity => dy,
            other => super::elementwise::gpu::backward(gpu, other.into(), y, y, &dy),
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
