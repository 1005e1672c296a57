//! The convolutional layer for sequences.

use super::{Init, Module, Param, Parameters, Row, weighted_builders, weighted_visits};
use crate::{Activation, Rng, Shape, Tape, Tensor, Var, Window};

/// y = f(x ∗ W + b) along a sequence ([`Var::conv1d`]): the same small dense layer at each place of a
/// sliding window.
///
/// Sequences are `[N, T, C]`, the weight is `[K, C/groups, O]`. (PyTorch stores `[O, C, K]`, and its
/// sequences are `[N, C, T]`.)
#[derive(Clone, Debug)]
pub struct Conv1d {
    /// `[K, C/groups, O]`
    pub weight: Param,
    /// `[O]`, unless the layer has none.
    pub bias: Option<Param>,
    window: Window,
    activation: Activation,
}

impl Conv1d {
    /// A layer from `inputs` channels to `outputs` channels, with random weights and a bias of zeros;
    /// the window is `Window::new(K)`.
    ///
    /// # Panics
    /// If the window's groups do not divide the channels and the outputs.
    #[track_caller]
    pub fn new(inputs: usize, outputs: usize, window: Window, init: Init, rng: &mut Rng) -> Self {
        let seen = super::equal_parts(inputs, window.groups);
        let made = super::equal_parts(outputs, window.groups);
        let shape = Shape::from([window.size[1], seen, outputs]);
        let fed = shape.with_axis(1, made).with_axis(2, 1).size();
        let (sees, _) = shape.as_rows();
        Conv1d {
            weight: Param::new("weight", init.tensor(shape, sees, fed, rng)),
            bias: Some(Param::new("bias", Tensor::zeros([outputs]))),
            window,
            activation: Activation::Identity,
        }
    }

    weighted_builders!();

    /// The window that slides along the sequence.
    pub fn window(&self) -> Window {
        self.window
    }
}

impl Module for Conv1d {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let weight = tape.param(&self.weight);
        let bias = self.bias.as_ref().map(|bias| tape.param(bias));
        x.conv1d(weight, bias, self.window, self.activation)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let (&[length, seen, outputs], &[steps, channels]) =
            (self.weight.value().dims(), input.dims())
        else {
            panic!("conv1d: the layer takes sequences [T, C], here {input} comes in");
        };
        assert!(
            seen.checked_mul(self.window.groups) == Some(channels),
            "conv1d: the layer takes {} channels, here {input} comes in",
            seen * self.window.groups
        );
        let [_, steps] = self.window.in_a_row().output([1, steps]);
        let output = Shape::from([steps, outputs]);
        rows.push(Row {
            layer: self.activation.after(&format!("Conv1d {length}")),
            output,
            parameters: super::parameters(self),
        });
        output
    }
}

impl Parameters for Conv1d {
    weighted_visits!();
}
