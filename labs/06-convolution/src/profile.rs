//! Where the time of a training step goes.

use crate::network::{CLASSES, IMAGE};
use nabla::optim::{Momentum, Optimizer};
use nabla::{
    Activation, Conv2d, Flatten, Init, Linear, MaxPool2d, Module, Rng, Sequential, Tape, Window,
};
use std::time::{Duration, Instant};

/// A layer, what it costs on paper, and what it took.
pub struct Cost {
    /// What the tables call it.
    pub name: &'static str,
    /// Multiplications that one image needs on the way forward.
    pub products: usize,
    /// Numbers it learns.
    pub parameters: usize,
    /// The shortest way forward that was measured, for the batch.
    pub forward: Duration,
    /// The shortest way backward.
    pub backward: Duration,
}

/// Layers of cnn2 by name, each with the multiplications an image needs: numbers that come out, times the numbers each is made of.
fn layers(rng: &mut Rng) -> Vec<(&'static str, usize, Sequential)> {
    let (relu, one) = (Activation::Relu, Sequential::new);
    let conv = |inputs, outputs, rng: &mut Rng| {
        one().push(Conv2d::new(inputs, outputs, Window::new(3), Init::He, rng).activation(relu))
    };
    let pool = MaxPool2d::new(Window::new(2).stride(2));
    let hidden = Linear::new(12 * 12 * 64, 128, Init::He, rng).activation(relu);
    vec![
        ("conv 32", 26 * 26 * 32 * 9, conv(1, 32, rng)),
        ("conv 64", 24 * 24 * 64 * 9 * 32, conv(32, 64, rng)),
        ("pool", 0, one().push(pool).push(Flatten)),
        ("dense 128", 12 * 12 * 64 * 128, one().push(hidden)),
        (
            "dense 10",
            128 * CLASSES,
            one().push(Linear::new(128, CLASSES, Init::Xavier, rng)),
        ),
    ]
}

/// The layers of cnn2, each on a tape of its own, with a batch of `batch` images of noise: the shortest of `times` runs. What comes
/// out of one layer goes into the next. The last line is the optimiser's step for all of them.
pub fn profile(batch: usize, times: usize, seed: u64) -> Vec<Cost> {
    let mut rng = nabla::rng(seed);
    let [height, width, channels] = IMAGE;
    let mut x = Init::Uniform(1.0).tensor([batch, height, width, channels], 1, 1, &mut rng);
    let mut costs = Vec::new();
    let mut descent = Duration::ZERO;
    let mut is_picture = true;
    for (name, products, mut layer) in layers(&mut rng) {
        let (mut forward, mut backward, mut step) = (Duration::MAX, Duration::MAX, Duration::MAX);
        let mut optimizer = Momentum::new(0.0, 0.9);
        let mut after = None;
        for _ in 0..times {
            let tape = Tape::new();
            // Nobody asks for the gradient of the photograph.
            let input = match is_picture {
                true => tape.constant(x.clone()),
                false => tape.variable(x.clone()),
            };
            let start = Instant::now();
            let y = layer.forward(&tape, input);
            forward = forward.min(start.elapsed());
            after = Some(y.value());
            let loss = y.sum();
            let start = Instant::now();
            let grads = loss.backward();
            backward = backward.min(start.elapsed());
            drop(tape);
            let start = Instant::now();
            optimizer.step(&mut layer, &grads);
            step = step.min(start.elapsed());
        }
        x = after.unwrap_or(x);
        is_picture = false;
        descent += step;
        costs.push(Cost {
            name,
            products,
            parameters: nabla::parameters(&layer),
            forward,
            backward,
        });
    }
    costs.push(Cost {
        name: "optimiser",
        products: 0,
        parameters: 0,
        forward: Duration::ZERO,
        backward: descent,
    });
    costs
}
