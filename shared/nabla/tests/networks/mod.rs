//! The four dense networks of the digits lesson, and one that sees pictures, for tests and benchmarks.

#![allow(dead_code, reason = "each test and benchmark uses a part of this")]

pub mod letters;
pub mod painter;

use nabla::optim::{Adam, Optimizer, Sgd};
use nabla::{
    Activation, BatchNorm, Conv2d, Dropout, Flatten, GroupNorm, Init, Labels, LayerNorm, Linear,
    MaxPool2d, Module, Rng, Sequential, Tape, Tensor, Window,
};

/// Rows in a batch.
pub const BATCH: usize = 128;

/// A network by the sizes of its layers, with the optimiser it is trained with.
#[derive(Clone, Copy)]
pub struct Network {
    pub name: &'static str,
    pub sizes: &'static [usize],
    pub parameters: usize,
}

/// One linear layer and three deep networks.
pub const NETWORKS: [Network; 4] = [
    Network {
        name: "softmax",
        sizes: &[784, 10],
        parameters: 7_850,
    },
    Network {
        name: "64-64",
        sizes: &[784, 64, 64, 10],
        parameters: 55_050,
    },
    Network {
        name: "512-512",
        sizes: &[784, 512, 512, 10],
        parameters: 669_706,
    },
    Network {
        name: "512-512-512",
        sizes: &[784, 512, 512, 512, 10],
        parameters: 932_362,
    },
];

impl Network {
    /// ReLU between the layers, always the same first weights.
    pub fn model(&self) -> Sequential {
        let mut rng = nabla::rng(7);
        let last = self.sizes.len() - 2;
        let pairs = self.sizes.windows(2).enumerate();
        pairs.fold(Sequential::new(), |model, (i, pair)| {
            let layer = Linear::new(pair[0], pair[1], Init::He, &mut rng);
            model.push(if i < last {
                layer.activation(Activation::Relu)
            } else {
                layer
            })
        })
    }

    /// Plain descent for the single layer, Adam for the deep ones.
    pub fn optimizer(&self) -> Box<dyn Optimizer> {
        if self.sizes.len() == 2 {
            Box::new(Sgd::new(0.5))
        } else {
            Box::new(Adam::new(0.001))
        }
    }
}

/// Pictures of noise in 0..1, and labels.
pub fn data(count: usize) -> (Tensor, Labels) {
    let mut rng = nabla::rng(11);
    let noise = Init::Uniform(0.5).tensor([count, 784], 1, 1, &mut rng);
    let pixels = noise.data().iter().map(|x| x + 0.5).collect();
    let labels: Vec<u8> = (0..count).map(|i| (i * 7 % 10) as u8).collect();
    (
        Tensor::from_vec(pixels, [count, 784]),
        Labels::new(&labels, 10),
    )
}

/// One step of training on these rows; returns the loss.
pub fn step(
    model: &mut Sequential,
    optimizer: &mut dyn Optimizer,
    (images, labels): &(Tensor, Labels),
    rows: &[usize],
) -> f32 {
    let (grads, loss) = {
        let tape = Tape::new();
        let x = tape.constant(images.gather_rows(rows));
        let loss = model
            .forward(&tape, x)
            .softmax_cross_entropy(&labels.gather(rows));
        (loss.backward(), loss.item())
    };
    optimizer.step(model, &grads);
    loss
}

/// Convolution, pooling, all norms but one, and dropout.
pub fn pictures() -> Sequential {
    let mut rng = nabla::rng(7);
    let mut conv =
        |inputs, outputs| Conv2d::new(inputs, outputs, Window::new(3), Init::He, &mut rng);
    let model = Sequential::new()
        .push(conv(1, 8).activation(Activation::Relu))
        .push(BatchNorm::new(8))
        .push(conv(8, 12).activation(Activation::Relu))
        .push(MaxPool2d::new(Window::new(2).stride(2)))
        .push(GroupNorm::new(4, 12))
        .push(Dropout::new(0.25))
        .push(Flatten);
    model
        .push(Linear::new(1728, 32, Init::He, &mut rng).activation(Activation::Relu))
        .push(LayerNorm::new(32))
        .push(Dropout::new(0.5))
        .push(Linear::new(32, 10, Init::He, &mut rng))
}

/// One step on these rows, seen as pictures of 28 × 28; returns the loss.
pub fn picture_step(
    model: &mut Sequential,
    optimizer: &mut dyn Optimizer,
    (images, labels): &(Tensor, Labels),
    rows: &[usize],
    rng: &mut Rng,
) -> f32 {
    let (grads, loss) = {
        let tape = Tape::training(rng);
        let x = tape.constant(images.gather_rows(rows).reshape([rows.len(), 28, 28, 1]));
        let loss = model
            .forward(&tape, x)
            .softmax_cross_entropy(&labels.gather(rows));
        (loss.backward(), loss.item())
    };
    optimizer.step(model, &grads);
    loss
}
