//! The convolutional layer for sequences.

use super::{Init, Module, Param, Parameters, Row, of_window, weighted_builders, weighted_visits};
use crate::{Activation, Rng, Shape, Tape, Var, Window};

/// y = f(x ∗ W + b) along a sequence ([`Var::conv1d`]): the same small dense layer at each place of a
/// sliding window.
///
/// Sequences are `[N, T, C]`, the weight is `[K, C/groups, O]`. (PyTorch stores `[O, C, K]`, and its
/// sequences are `[N, C, T]`; [`pytorch::load`](crate::pytorch::load) turns the axes.)
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
        let channels = [inputs, outputs];
        let (weight, bias) = of_window(&window.size[1..], channels, window.groups, init, rng);
        Conv1d {
            weight,
            bias,
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
        let (weight, bias) = self.on(tape);
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
