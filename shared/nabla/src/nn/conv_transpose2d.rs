//! The transposed convolution: a layer that makes images larger.

use super::{Init, Module, Param, Parameters, Row, weighted_builders, weighted_visits};
use crate::{Activation, Rng, Shape, Tape, Tensor, Var, Window};

/// A convolution going backwards: each number of the image paints a copy of the kernel, `stride`
/// apart, and where copies overlap they add up.
///
/// Images are `[N, H, W, C]`. The weight is `[KH, KW, K, C]`, outputs before inputs: it is the weight
/// of the convolution that goes the other way, from K to C channels. (PyTorch stores `[C, K, KH, KW]`;
/// [`pytorch::load`](crate::pytorch::load) turns the axes.)
#[derive(Clone, Debug)]
pub struct ConvTranspose2d {
    /// `[KH, KW, K/groups, C]`
    pub weight: Param,
    /// `[K]`, unless the layer has none.
    pub bias: Option<Param>,
    window: Window,
    activation: Activation,
}

impl ConvTranspose2d {
    /// A layer from `inputs` channels to `outputs` channels, with random weights and a bias of zeros.
    ///
    /// With stride S, KH·KW·C/(S²·groups) numbers meet in each output on average (what `init` takes for a
    /// unit's inputs): the copies of the kernel lie S apart.
    ///
    /// # Panics
    /// If the window's groups do not divide the channels and the outputs.
    #[track_caller]
    pub fn new(inputs: usize, outputs: usize, window: Window, init: Init, rng: &mut Rng) -> Self {
        let ([rows, columns], [down, right]) = (window.size, window.stride);
        let seen = super::equal_parts(inputs, window.groups);
        let made = super::equal_parts(outputs, window.groups);
        let shape = Shape::from([rows, columns, made, inputs]);
        let (fed, _) = shape.as_rows();
        let met = shape.with_axis(2, seen).with_axis(3, 1).size();
        let met = (met / down.saturating_mul(right)).max(1);
        Self {
            weight: Param::new("weight", init.tensor(shape, met, fed, rng)),
            bias: Some(Param::new("bias", Tensor::zeros([outputs]))),
            window,
            activation: Activation::Identity,
        }
    }

    weighted_builders!();

    /// The window that paints.
    pub fn window(&self) -> Window {
        self.window
    }
}

impl Module for ConvTranspose2d {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (weight, bias) = self.on(tape);
        x.conv_transpose2d(weight, bias, self.window, self.activation)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let (&[kh, kw, made, inputs], &[height, width, channels]) =
            (self.weight.value().dims(), input.dims())
        else {
            panic!("conv_transpose2d: the layer takes images [H, W, C], here {input} comes in");
        };
        assert!(
            channels == inputs,
            "conv_transpose2d: the layer takes {inputs} channels, here {input} comes in"
        );
        let [out_height, out_width] = self.window.transposed_output([height, width]);
        let output = Shape::new(&[out_height, out_width, made * self.window.groups]);
        rows.push(Row {
            layer: self.activation.after(&format!("ConvTranspose2d {kh}×{kw}")),
            output,
            parameters: super::parameters(self),
        });
        output
    }
}

impl Parameters for ConvTranspose2d {
    weighted_visits!();
}
