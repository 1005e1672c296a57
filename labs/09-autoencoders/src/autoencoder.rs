//! An encoder, a decoder, and the narrow place between them.

use nabla::{
    Activation, Init, Linear, Module, Parameters, Rng, Row, Sequential, Shape, Tape, Tensor, Var,
};
use trainer::outputs;

// ANCHOR: autoencoder
/// A network that is asked for its own input.
pub struct Autoencoder {
    /// `[N, D]` to `[N, latent]`.
    pub encoder: Sequential,
    /// `[N, latent]` to `[N, D]`.
    pub decoder: Sequential,
}

nabla::parts!(Autoencoder { encoder, decoder });

impl Module for Autoencoder {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let code = self.encoder.forward(tape, x);
        self.decoder.forward(tape, code)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let code = self.encoder.describe(input, rows);
        self.decoder.describe(code, rows)
    }
}
// ANCHOR_END: autoencoder

/// What an autoencoder is made of: `inputs`, the hidden layers of the encoder, the latent width. The decoder has the same
/// hidden layers in the opposite order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan<'a> {
    /// Numbers of a picture.
    pub inputs: usize,
    /// Units of the encoder's hidden layers.
    pub hidden: &'a [usize],
    /// Numbers in the narrow place.
    pub latent: usize,
    /// After each hidden sum.
    pub activation: Activation,
    /// After the last sum of the encoder.
    pub code: Activation,
    /// After the last sum of the decoder.
    pub output: Activation,
}

impl<'a> Plan<'a> {
    /// ELU within, the code as it comes, a sigmoid at the end, since a pixel lies between 0 and 1.
    pub fn deep(inputs: usize, hidden: &'a [usize], latent: usize) -> Self {
        Plan {
            inputs,
            hidden,
            latent,
            activation: Activation::Elu(1.0),
            code: Activation::Identity,
            output: Activation::Sigmoid,
        }
    }

    /// No hidden layer, no activation: sums of sums.
    pub fn linear(inputs: usize, latent: usize) -> Self {
        Plan {
            activation: Activation::Identity,
            output: Activation::Identity,
            ..Plan::deep(inputs, &[], latent)
        }
    }

    // ANCHOR: build
    /// The network with fresh weights.
    pub fn build(&self, rng: &mut Rng) -> Autoencoder {
        let mut half = |widths: &[usize], last: Activation| {
            let layers = widths.len() - 1;
            (0..layers).fold(Sequential::new(), |model, i| {
                let (init, activation) = match i + 1 == layers {
                    true => (Init::Xavier, last),
                    false => (Init::He, self.activation),
                };
                model.push(Linear::new(widths[i], widths[i + 1], init, rng).activation(activation))
            })
        };
        let mut widths = self.widths();
        let encoder = half(&widths, self.code);
        widths.reverse();
        let decoder = half(&widths, self.output);
        Autoencoder { encoder, decoder }
    }
    // ANCHOR_END: build

    /// From the picture to the code.
    fn widths(&self) -> Vec<usize> {
        [&[self.inputs], self.hidden, &[self.latent]].concat()
    }

    /// The widths in a row: `784-512-32-512-784`.
    pub fn in_words(&self) -> String {
        let there = self.widths();
        let back = there.iter().rev().skip(1);
        let words: Vec<String> = there.iter().chain(back).map(usize::to_string).collect();
        words.join("-")
    }
}

impl Autoencoder {
    /// The codes of these pictures, `[N, latent]`.
    pub fn encode(&self, pictures: &Tensor) -> Tensor {
        outputs(&self.encoder, pictures)
    }

    /// The pictures of these codes, `[N, D]`.
    pub fn decode(&self, codes: &Tensor) -> Tensor {
        outputs(&self.decoder, codes)
    }

    /// What becomes of these pictures, `[N, D]`.
    pub fn reconstruct(&self, pictures: &Tensor) -> Tensor {
        outputs(self, pictures)
    }

    /// What each number of the code draws, if the decoder is a single layer: its weights, `[latent, D]`.
    pub fn drawings(&self) -> Tensor {
        let mut first = None;
        (self.decoder)
            .visit(&mut |param| first = first.take().or_else(|| Some(param.value().clone())));
        first.expect("a decoder has weights")
    }
}
