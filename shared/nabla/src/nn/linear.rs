//! The dense layer.

use super::{Init, Module, Param, Parameters, Row, weighted_builders, weighted_visits};
use crate::{Activation, Rng, Shape, Tape, Tensor, Var};

/// y = f(x·W + b): every output sees every input.
///
/// The weight is `[in, out]`, so that a batch of rows multiplies it from the left and nothing has
/// to be transposed. (PyTorch stores `[out, in]`, see [`pytorch`](crate::pytorch); Keras stores it like this.)
#[derive(Clone, Debug)]
pub struct Linear {
    /// `[in, out]`
    pub weight: Param,
    /// `[out]`, unless the layer has none.
    pub bias: Option<Param>,
    activation: Activation,
}

impl Linear {
    /// A layer with random weights and a bias of zeros.
    pub fn new(inputs: usize, outputs: usize, init: Init, rng: &mut Rng) -> Self {
        Linear {
            weight: Param::new(
                "weight",
                init.tensor([inputs, outputs], inputs, outputs, rng),
            ),
            bias: Some(Param::new("bias", Tensor::zeros([outputs]))),
            activation: Activation::Identity,
        }
    }

    weighted_builders!();
}

impl Module for Linear {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (weight, bias) = self.on(tape);
        x.linear(weight, bias, self.activation)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let (inputs, outputs) = self.weight.value().shape().as_rows();
        assert!(
            input.rank() > 0 && input.last() == inputs,
            "linear: the layer takes [{inputs}], here {input} comes in"
        );
        let output = input.with_axis(input.rank() - 1, outputs);
        rows.push(Row {
            layer: self.activation.after("Linear"),
            output,
            parameters: super::parameters(self),
        });
        output
    }
}

impl Parameters for Linear {
    weighted_visits!();
}
