//! From the description to a model that learns.

use super::{Architecture, Layer};
use labkit::Error;
use nabla::{
    Activate, Activation, AvgPool2d, BatchNorm, Conv2d, Dropout, Flatten, GlobalAvgPool, Init,
    Linear, MaxPool2d, Module, Rng, Sequential, Shape, Tape, Tensor, Var, Window,
};

// ANCHOR: paths
/// The same input into each path, and what comes out added: y = Σ path(x).
#[derive(Clone)]
pub struct Sum {
    /// A path without layers hands on what it gets.
    pub paths: Vec<Sequential>,
}
nabla::parts!(Sum { paths });

impl Module for Sum {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let ends = self.paths.iter().map(|path| path.forward(tape, x));
        ends.reduce(|sum, end| sum + end).unwrap_or(x)
    }
}

/// The same input into each path, and the channels of what comes out one behind the other.
#[derive(Clone)]
pub struct Concat {
    /// At least one.
    pub paths: Vec<Sequential>,
}
nabla::parts!(Concat { paths });

impl Module for Concat {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let ends = self.paths.iter().map(|path| path.forward(tape, x));
        let ends: Vec<Var> = ends.collect();
        Var::concat(&ends, x.shape().rank() - 1)
    }
}
// ANCHOR_END: paths

/// See [`Layer::Subsample`].
#[derive(Clone, Copy)]
pub struct Subsample {
    outputs: usize,
    stride: usize,
}
nabla::parts!(Subsample {});

impl Module for Subsample {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let x = match self.stride {
            1 => x,
            stride => x.max_pool2d(Window::new(1).stride(stride)),
        };
        let missing = self.outputs.saturating_sub(x.shape().last());
        let zeros = |channels| {
            let zeros = Tensor::zeros(x.shape().with_axis(3, channels));
            tape.constant(zeros.to(&x.value().device()))
        };
        match [missing / 2, missing - missing / 2] {
            [0, 0] => x,
            [0, after] => Var::concat(&[x, zeros(after)], 3),
            [before, after] => Var::concat(&[zeros(before), x, zeros(after)], 3),
        }
    }
}

impl Architecture {
    // ANCHOR: build
    /// The model, with fresh weights: He's where a ReLU or a batch norm follows, and Xavier's for a dense layer without one.
    ///
    /// Each layer has its place in a `Sequential`, so a parameter is called as in PyTorch's `nn.Sequential`: `"0.weight"`, and in path 1
    /// of layer 3 `"3.paths.1.0.weight"`.
    ///
    /// # Errors
    /// As [`count`](Self::count).
    pub fn build(&self, input: impl Into<Shape>, rng: &mut Rng) -> Result<Sequential, Error> {
        let input = input.into();
        self.count(input)?; // Nothing is allocated for what does not fit.
        Ok(self.built(input, rng).0)
    }
    // ANCHOR_END: build

    /// The model, and what it gives; `input` fits.
    fn built(&self, input: Shape, rng: &mut Rng) -> (Sequential, Shape) {
        let (mut model, mut shape) = (Sequential::new(), input);
        for (i, layer) in self.0.iter().enumerate() {
            let paths = layer.paths().iter().map(|path| path.built(shape, rng));
            let (paths, ends): (_, Vec<Shape>) = paths.unzip();
            let is_bent = self.0.get(i + 1) == Some(&Layer::Relu);
            model = layer.push_onto(model, shape, paths, is_bent, rng);
            shape = layer.output(shape, &ends).expect("it was counted");
        }
        (model, shape)
    }
}

impl Layer {
    /// `input` fits.
    fn push_onto(
        &self,
        model: Sequential,
        input: Shape,
        paths: Vec<Sequential>,
        is_bent: bool,
        rng: &mut Rng,
    ) -> Sequential {
        match *self {
            Layer::Conv {
                outputs,
                window,
                bias,
            } => {
                let conv = Conv2d::new(input.last(), outputs, window, Init::He, rng);
                model.push(if bias { conv } else { conv.without_bias() })
            }
            Layer::Norm => model.push(BatchNorm::new(input.last())),
            Layer::Relu => model.push(Activate(Activation::Relu)),
            Layer::Pool { is_max, .. } => {
                let window = self.pool_on([input.dims()[0], input.dims()[1]]);
                match is_max {
                    true => model.push(MaxPool2d::new(window)),
                    false => model.push(AvgPool2d::new(window)),
                }
            }
            Layer::GlobalAvgPool => model.push(GlobalAvgPool),
            Layer::Flatten => model.push(Flatten),
            Layer::Dropout(rate) => model.push(Dropout::new(rate)),
            Layer::Linear(outputs) => {
                let init = if is_bent { Init::He } else { Init::Xavier };
                model.push(Linear::new(input.last(), outputs, init, rng))
            }
            Layer::Subsample { outputs, stride } => model.push(Subsample { outputs, stride }),
            Layer::Sum(_) => model.push(Sum { paths }),
            Layer::Concat(_) => model.push(Concat { paths }),
        }
    }
}
