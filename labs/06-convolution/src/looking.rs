//! What a trained filter looks like, and what it answers to.

use nabla::{Activation, Module, Tape, Tensor, Window};

/// The first layer of a network, if it is a convolution on one channel.
pub struct FirstLayer {
    /// `[KH, KW, 1, K]`
    weight: Tensor,
    /// `[K]`
    bias: Tensor,
}

impl FirstLayer {
    /// The first two parameters of `model`: the weight of its first convolution, and the bias.
    ///
    /// # Panics
    /// If the first layer is no convolution on one channel.
    pub fn of(model: &dyn Module) -> Self {
        let mut first = Vec::new();
        model.visit(&mut |param| first.push(param.value().clone()));
        let mut first = first.into_iter();
        let (Some(weight), Some(bias)) = (first.next(), first.next()) else {
            panic!("a network without parameters has no first layer")
        };
        let one_channel = weight.shape().rank() == 4 && weight.dims()[2] == 1;
        assert!(
            one_channel,
            "the first layer is no convolution on one channel: {}",
            weight.shape()
        );
        FirstLayer { weight, bias }
    }

    /// How many filters.
    pub fn filters(&self) -> usize {
        self.bias.len()
    }

    /// The side of a filter.
    pub fn side(&self) -> usize {
        self.weight.dims()[0]
    }

    /// The numbers of filter `k`, row by row: every K-th of the weight.
    pub fn filter(&self, k: usize) -> Vec<f32> {
        let numbers = self.weight.data().iter().skip(k);
        numbers.step_by(self.filters()).copied().collect()
    }

    // ANCHOR: answers
    /// What each filter answers to a picture `[28, 28]`, after ReLU: for each the side of its
    /// map and the numbers in rows.
    pub fn answers(&self, picture: &[f32]) -> (usize, Vec<Vec<f32>>) {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_slice(picture, [1, 28, 28, 1]));
        let (weight, bias) = (
            tape.constant(self.weight.clone()),
            tape.constant(self.bias.clone()),
        );
        let y = x
            .conv2d(weight, bias, Window::new(self.side()), Activation::Relu)
            .value();
        let map = |k| {
            y.data()
                .iter()
                .skip(k)
                .step_by(self.filters())
                .copied()
                .collect()
        };
        (y.dims()[1], (0..self.filters()).map(map).collect())
    }
    // ANCHOR_END: answers
}
