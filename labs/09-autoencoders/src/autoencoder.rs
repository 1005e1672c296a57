//! An encoder, a decoder, and the narrow place between them.

use nabla::{
    Activation, Device, Init, Linear, Module, Param, Parameters, Rng, Row, Sequential, Shape, Tape,
    Tensor, Var,
};

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
        let mut widths = vec![self.inputs];
        widths.extend(self.hidden);
        widths.push(self.latent);
        let encoder = half(&widths, self.code);
        widths.reverse();
        let decoder = half(&widths, self.output);
        Autoencoder { encoder, decoder }
    }
    // ANCHOR_END: build

    /// The widths in a row: `784-512-32-512-784`.
    pub fn in_words(&self) -> String {
        let mut widths = vec![self.inputs];
        widths.extend(self.hidden);
        widths.push(self.latent);
        widths.extend(self.hidden.iter().rev());
        widths.push(self.inputs);
        let words: Vec<String> = widths.iter().map(ToString::to_string).collect();
        words.join("-")
    }
}

/// How many pictures at a time are only looked at, not learned from.
const LOOK_AT: usize = 1_000;

impl Autoencoder {
    /// The codes of these pictures, `[N, latent]`.
    pub fn encode(&self, pictures: &Tensor) -> Tensor {
        through(&self.encoder, pictures, &Device::Cpu)
    }

    /// The pictures of these codes, `[N, D]`.
    pub fn decode(&self, codes: &Tensor) -> Tensor {
        through(&self.decoder, codes, &Device::Cpu)
    }

    /// What becomes of these pictures, `[N, D]`.
    pub fn reconstruct(&self, pictures: &Tensor) -> Tensor {
        through(self, pictures, &Device::Cpu)
    }
}

/// What a model makes of the rows of `x`, a thousand at a time, computed on `device`, where the model has to be.
pub fn through(model: &dyn Module, x: &Tensor, device: &Device) -> Tensor {
    let count = x.dims()[0];
    let mut all = Vec::new();
    for start in (0..count).step_by(LOOK_AT) {
        let tape = Tape::new();
        let some = x.rows(start..count.min(start + LOOK_AT)).to(device);
        let y = model.forward(&tape, tape.constant(some)).value();
        all.extend_from_slice(y.data());
    }
    let columns = all.len() / count.max(1);
    Tensor::from_vec(all, [count, columns])
}

/// A weight of a model by the name it has in a file, `"decoder.0.weight"`.
///
/// # Panics
/// If there is none of this name.
pub fn weight(model: &dyn Parameters, name: &str) -> Tensor {
    let mut found = None;
    model.visit_named("", &mut |this: &str, param: &Param| {
        if this == name {
            found = Some(param.value().clone());
        }
    });
    found.unwrap_or_else(|| panic!("the model has no parameter called {name}"))
}
