//! The convolutional layer.

use super::{Init, Module, Param, Parameters, Row, of_window, weighted_builders, weighted_visits};
use crate::{Activation, Rng, Shape, Tape, Var, Window};

/// y = f(x ∗ W + b): the same small dense layer at each place of a sliding window.
///
/// Images are `[N, H, W, C]`. The weight is `[KH, KW, C, K]`, so that all outputs of one input lie
/// side by side, as in [`Linear`](super::Linear). (TensorFlow stores it like this; PyTorch stores
/// `[K, C, KH, KW]`, and its images are `[N, C, H, W]`: [`pytorch::load`](crate::pytorch::load) turns the axes, and
/// [`pytorch::after_flatten`](crate::pytorch::after_flatten) the rows of the dense layer behind.)
#[derive(Clone, Debug)]
pub struct Conv2d {
    /// `[KH, KW, C/groups, K]`
    pub weight: Param,
    /// `[K]`, unless the layer has none.
    pub bias: Option<Param>,
    window: Window,
    activation: Activation,
}

impl Conv2d {
    /// A layer from `inputs` channels to `outputs` channels, with random weights and a bias of
    /// zeros. Each output sees KH·KW·C/groups numbers (what `init` takes for a unit's inputs).
    ///
    /// # Panics
    /// If the window's groups do not divide the channels and the outputs.
    #[track_caller]
    pub fn new(inputs: usize, outputs: usize, window: Window, init: Init, rng: &mut Rng) -> Self {
        let channels = [inputs, outputs];
        let (weight, bias) = of_window(&window.size, channels, window.groups, init, rng);
        Conv2d {
            weight,
            bias,
            window,
            activation: Activation::Identity,
        }
    }

    weighted_builders!();

    /// The window that slides over the image.
    pub fn window(&self) -> Window {
        self.window
    }
}

impl Module for Conv2d {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (weight, bias) = self.on(tape);
        x.conv2d(weight, bias, self.window, self.activation)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let (&[kh, kw, inputs, outputs], &[height, width, channels]) =
            (self.weight.value().dims(), input.dims())
        else {
            panic!("conv2d: the layer takes images [H, W, C], here {input} comes in");
        };
        assert!(
            inputs.checked_mul(self.window.groups) == Some(channels),
            "conv2d: the layer takes {} channels, here {input} comes in",
            inputs * self.window.groups
        );
        let [out_height, out_width] = self.window.output([height, width]);
        let output = Shape::new(&[out_height, out_width, outputs]);
        rows.push(Row {
            layer: self.activation.after(&format!("Conv2d {kh}×{kw}")),
            output,
            parameters: super::parameters(self),
        });
        output
    }
}

impl Parameters for Conv2d {
    weighted_visits!();
}
