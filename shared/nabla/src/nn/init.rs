//! How weights start.

use crate::{Rng, Shape, Tensor};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// A rule for a layer's first weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Init {
    /// All zero. Every unit of a layer then stays equal to its neighbours: for biases only.
    Zeros,
    /// Evenly between −a and a.
    Uniform(f32),
    /// A normal distribution with this standard deviation.
    Normal(f32),
    /// A normal distribution with this standard deviation, drawn again beyond two of them.
    TruncatedNormal(f32),
    /// Evenly within ±√(6/(in + out)): keeps the variance of signals and gradients near linear
    /// activations (Glorot and Bengio, 2010).
    Xavier,
    /// Normal with variance 2/in: makes up for the half that a ReLU throws away (He et al., 2015).
    He,
}

impl Init {
    /// A tensor of this shape; `inputs` and `outputs` are how many numbers each unit sees and feeds.
    pub fn tensor(
        self,
        shape: impl Into<Shape>,
        inputs: usize,
        outputs: usize,
        rng: &mut Rng,
    ) -> Tensor {
        let shape = shape.into();
        let numbers = (0..shape.size())
            .map(|_| self.draw(inputs, outputs, rng))
            .collect();
        Tensor::from_vec(numbers, shape)
    }

    fn draw(self, inputs: usize, outputs: usize, rng: &mut Rng) -> f32 {
        match self {
            Init::Zeros => 0.0,
            Init::Uniform(a) => a * rng.random_range(-1.0..1.0_f32),
            Init::Normal(deviation) => deviation * normal(rng),
            Init::TruncatedNormal(deviation) => loop {
                let x = normal(rng);
                if x.abs() <= 2.0 {
                    return deviation * x;
                }
            },
            Init::Xavier => {
                Init::Uniform((6.0 / (inputs + outputs) as f32).sqrt()).draw(inputs, outputs, rng)
            }
            Init::He => Init::Normal((2.0 / inputs as f32).sqrt()).draw(inputs, outputs, rng),
        }
    }
}

fn normal(rng: &mut Rng) -> f32 {
    StandardNormal.sample(rng)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(init: Init) -> (f32, f32, f32) {
        let t = init.tensor([400, 200], 400, 200, &mut crate::rng(3));
        let n = t.len() as f32;
        let mean = t.data().iter().sum::<f32>() / n;
        let deviation = (t.data().iter().map(|x| (x - mean).powi(2)).sum::<f32>() / n).sqrt();
        (
            mean,
            deviation,
            t.data().iter().fold(0.0, |max, x| max.max(x.abs())),
        )
    }

    #[test]
    fn spread_follows_the_formulas() {
        // A uniform distribution within ±a deviates by a/√3; a normal cut at two deviations, by
        // 0.8796 of its own (closed form: √(1 − 4φ(2)/(2Φ(2) − 1))).
        for (init, deviation) in [
            (Init::Zeros, 0.0),
            (Init::Uniform(0.3), 0.3 / 3_f32.sqrt()),
            (Init::Normal(0.5), 0.5),
            (Init::TruncatedNormal(0.1), 0.087_96),
            (Init::Xavier, 0.1 / 3_f32.sqrt()),
            (Init::He, (2.0_f32 / 400.0).sqrt()),
        ] {
            let (mean, measured, largest) = moments(init);
            assert!(mean.abs() < 0.01, "{init:?}: mean {mean}");
            assert!(
                (measured - deviation).abs() <= 0.01 * deviation,
                "{init:?}: {measured}"
            );
            match init {
                Init::Uniform(a) => assert!(largest <= a),
                Init::TruncatedNormal(d) => assert!(largest <= 2.0 * d),
                Init::Xavier => assert!(largest <= 0.1),
                _ => {}
            }
        }
    }
}
