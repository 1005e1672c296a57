//! Generators and discriminators for pictures, and the recipes by which they play.

use crate::game::adam;
use crate::layers::Unflatten;
use nabla::{
    Activate, Activation, BatchNorm, Conv2d, ConvTranspose2d, Dropout, Flatten, Init, Linear,
    Padding, Rng, Sequential, Window,
};
use trainer::Rule;

/// What the pictures are: `[height, width, channels]`.
pub const IMAGE: [usize; 3] = [28, 28, 1];

/// A pair of networks, and how they play.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// What `--network` and the tables call it.
    pub name: &'static str,
    /// What it is made of.
    pub kind: Kind,
    /// Numbers of noise that the generator starts from.
    pub latent: usize,
    /// Channels, or neurons, of the narrowest hidden layer.
    pub width: usize,
    /// Adam's rates for the generator and the discriminator. Both fall to 0 along half a cosine.
    pub rates: [f32; 2],
    /// Pictures a step, and as many forgeries.
    pub batch: usize,
    /// How often all pictures are seen.
    pub epochs: usize,
}

/// What a pair is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Dense layers, which know nothing of neighbours.
    Dense,
    /// Convolutions down, transposed convolutions up.
    Convolutional,
}

// ANCHOR: recipes
/// Dense layers, for the embedded digits.
pub const DENSE: Recipe = Recipe {
    name: "dense",
    kind: Kind::Dense,
    latent: 32,
    width: 128,
    rates: [5e-4, 5e-4],
    batch: 32,
    epochs: 45,
};

/// A small DCGAN, for the embedded digits: some two thousand steps.
pub const SMALL: Recipe = Recipe {
    name: "dcgan",
    kind: Kind::Convolutional,
    latent: 32,
    width: 16,
    rates: [2e-3, 5e-4],
    batch: 32,
    epochs: 45,
};

/// A wider one, for MNIST.
pub const WIDE: Recipe = Recipe {
    name: "dcgan",
    kind: Kind::Convolutional,
    latent: 32,
    width: 32,
    rates: [2e-3, 5e-4],
    batch: 64,
    epochs: 15,
};
// ANCHOR_END: recipes

/// What Adam keeps of its mean gradient at each step: less than usual, because the other network moves
/// (Radford et al., 2015).
const BETA1: f32 = 0.5;

impl Recipe {
    /// A fresh generator: `[N, latent]` → `[N, 28, 28, 1]`, 0 to 1.
    pub fn generator(&self, rng: &mut Rng) -> Sequential {
        match self.kind {
            Kind::Dense => dense_generator(self.latent, self.width, rng),
            Kind::Convolutional => dcgan_generator(self.latent, self.width, rng),
        }
    }

    /// A fresh discriminator: `[N, 28, 28, 1]` → `[N, 1]`, logits.
    pub fn discriminator(&self, rng: &mut Rng) -> Sequential {
        match self.kind {
            Kind::Dense => dense_discriminator(784, self.width, rng),
            Kind::Convolutional => dcgan_discriminator(self.width, rng),
        }
    }

    /// How the generator learns, and how the discriminator.
    pub fn rules(&self) -> [Rule; 2] {
        self.rates.map(|rate| adam(rate, BETA1).cosine())
    }

    /// What name, generator's rule and epochs do not say of it, in words, so that two with the same words go the same way.
    pub fn rest(&self) -> String {
        format!(
            "discriminator's rate {}, batch {}, {} numbers of noise, width {}",
            self.rates[1], self.batch, self.latent, self.width
        )
    }

    /// Rates, batch and epochs, for a line of text.
    pub fn in_words(&self) -> String {
        let [generator, discriminator] = self.rates;
        format!(
            "Adam, {generator} for the generator and {discriminator} for the discriminator, batch {}, {} epochs",
            self.batch, self.epochs
        )
    }
}

const RELU: Activation = Activation::Relu;
const LEAKY: Activation = Activation::LeakyRelu(0.2);

/// Batch norm with Keras' momentum of 0.8, which is the share of the old: 0.2 of the new [PSC].
fn norm(channels: usize) -> BatchNorm {
    BatchNorm::new(channels).momentum(0.2)
}

// ANCHOR: dense
/// A generator without eyes for neighbours.
pub fn dense_generator(latent: usize, width: usize, rng: &mut Rng) -> Sequential {
    let last = Linear::new(2 * width, 784, Init::Xavier, rng).activation(Activation::Sigmoid);
    Sequential::new()
        .push(Linear::new(latent, width, Init::He, rng).activation(LEAKY))
        .push(Linear::new(width, 2 * width, Init::He, rng).without_bias())
        .push(norm(2 * width))
        .push(Activate(LEAKY))
        .push(last)
        .push(Unflatten(IMAGE))
}

/// Its discriminator, of so many numbers a picture.
pub fn dense_discriminator(inputs: usize, width: usize, rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Flatten)
        .push(Linear::new(inputs, 2 * width, Init::He, rng).activation(LEAKY))
        .push(Dropout::new(0.3))
        .push(Linear::new(2 * width, width, Init::He, rng).activation(LEAKY))
        .push(Dropout::new(0.3))
        .push(Linear::new(width, 1, Init::Xavier, rng))
}
// ANCHOR_END: dense

/// 4 × 4 in steps of 2: twice as large or half as large, and inside the picture every place is met by four copies.
/// The margin of the step from 4 to 7 is lopsided, because 7 is odd.
fn by_two(odd: bool) -> Window {
    let margin = [1, if odd { 2 } else { 1 }];
    let padding = Padding::Explicit {
        rows: margin,
        columns: margin,
    };
    Window::new(4).stride(2).padding(padding)
}

/// All weights of the convolutional pair start as in the paper.
const START: Init = Init::Normal(0.02);

// ANCHOR: generator
/// The generator of a DCGAN (Radford, Metz and Chintala, 2015): noise becomes 4 × 4 places with many channels, and
/// three transposed convolutions make them 28 × 28 with one.
pub fn dcgan_generator(latent: usize, width: usize, rng: &mut Rng) -> Sequential {
    let mut model = Sequential::new()
        .push(Linear::new(latent, 4 * 4 * 4 * width, START, rng).without_bias())
        .push(Unflatten([4, 4, 4 * width]))
        .push(norm(4 * width))
        .push(Activate(RELU));
    for (from, to, odd) in [(4, 2, true), (2, 1, false)] {
        let (from, to) = (from * width, to * width);
        model = model
            .push(ConvTranspose2d::new(from, to, by_two(odd), START, rng).without_bias()) // [7, 7, 2w], [14, 14, w]
            .push(norm(to))
            .push(Activate(RELU));
    }
    let last = ConvTranspose2d::new(width, 1, by_two(false), START, rng);
    model.push(last.activation(Activation::Sigmoid)) // [28, 28, 1]
}
// ANCHOR_END: generator

// ANCHOR: discriminator
/// Its discriminator: the way back, with steps of 2 in place of poolings. No batch norm in the first layer, which
/// sees the pictures themselves.
pub fn dcgan_discriminator(width: usize, rng: &mut Rng) -> Sequential {
    let first = Conv2d::new(1, width, by_two(false), START, rng);
    let mut model = Sequential::new().push(first.activation(LEAKY)); // [14, 14, w]
    for (from, odd) in [(1, false), (2, true)] {
        let (from, to) = (from * width, 2 * width);
        model = model
            .push(Conv2d::new(from, to, by_two(odd), START, rng).without_bias()) // [7, 7, 2w], [4, 4, 2w]
            .push(norm(to))
            .push(Activate(LEAKY));
    }
    let inputs = 4 * 4 * 2 * width;
    model.push(Flatten).push(Linear::new(inputs, 1, START, rng))
}
// ANCHOR_END: discriminator

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::{Module, Shape, Tape, Tensor, parameters};

    #[test]
    fn noise_becomes_pictures_and_pictures_one_logit_each() {
        for recipe in [DENSE, SMALL, WIDE] {
            let mut rng = nabla::rng(1);
            let generator = recipe.generator(&mut rng);
            let discriminator = recipe.discriminator(&mut rng);
            let tape = Tape::training(&mut rng);
            let z = tape.constant(Tensor::ones([3, recipe.latent]));
            let pictures = generator.forward(&tape, z);
            assert_eq!(pictures.shape(), Shape::new(&[3, 28, 28, 1]));
            assert!(
                pictures
                    .value()
                    .data()
                    .iter()
                    .all(|p| (0.0..=1.0).contains(p))
            );
            let logits = discriminator.forward(&tape, pictures);
            assert_eq!(logits.shape(), Shape::new(&[3, 1]));
            let described = generator.describe(Shape::new(&[recipe.latent]), &mut Vec::new());
            assert_eq!(described, Shape::new(&IMAGE));
        }
    }

    /// Layer by layer, for 16 channels; batch norm has four numbers a channel.
    #[test]
    fn parameters_by_hand() {
        let mut rng = nabla::rng(1);
        let from_noise = 32 * 16 * 64;
        let up = 16 * 64 * 32 + 16 * 32 * 16 + 16 * 16 + 1;
        let norms = 4 * (64 + 32 + 16);
        assert_eq!(
            parameters(&SMALL.generator(&mut rng)),
            from_noise + up + norms
        );
        let down = (16 * 16 + 16) + 16 * 16 * 32 + 16 * 32 * 32 + (16 * 32 + 1);
        let norms = 4 * (32 + 32);
        assert_eq!(parameters(&SMALL.discriminator(&mut rng)), down + norms);
    }
}
