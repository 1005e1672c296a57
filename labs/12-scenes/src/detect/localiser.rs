//! One digit, four numbers.

use super::losses::{self, Overlap};
use crate::scene::{self, SIDE, Scene};
use nabla::{
    Activation, Conv2d, Device, Flatten, Init, Linear, Padding, Rng, Sequential, Tensor, Window,
};
use trainer::{Recipe, Rule, Training, outputs};

/// What a box that is wrong costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BoxLoss {
    /// By each of its four numbers.
    SmoothL1,
    /// By what it has in common with the right one.
    Overlap(Overlap),
}

/// Where smooth L1 turns from a parabola into a line, in scenes.
const BETA: f32 = 0.05;

// ANCHOR: localiser
/// `[N, 64, 64, 1]` to `[N, 4]`: middle and size of a box, in scenes. It starts with a box in the middle, `side` wide and
/// high.
pub fn network(side: f32, rng: &mut Rng) -> Sequential {
    let window = Window::new(3).stride(2).padding(Padding::Same);
    let mut conv =
        |from, to| Conv2d::new(from, to, window, Init::He, rng).activation(Activation::Relu);
    let model = Sequential::new()
        .push(conv(1, 8)) // [32, 32, 8]
        .push(conv(8, 16)) // [16, 16, 16]
        .push(conv(16, 32)) // [8, 8, 32]
        .push(Flatten)
        .push(Linear::new(8 * 8 * 32, 64, Init::He, rng).activation(Activation::Relu));
    let mut last = Linear::new(64, 4, Init::Normal(0.01), rng);
    if let Some(bias) = &mut last.bias {
        *bias.value_mut() = Tensor::from_vec(vec![0.5, 0.5, side, side], [4]);
    }
    model.push(last)
}
// ANCHOR_END: localiser

/// The boxes of scenes with one digit each, `[N, 4]`.
pub fn targets(scenes: &[Scene]) -> Tensor {
    let four = |scene: &Scene| {
        let bounds = scene.objects[0].bounds;
        let (x, y) = bounds.centre();
        [x, y, bounds.width(), bounds.height()].map(|pixels| pixels / SIDE as f32)
    };
    Tensor::from_vec(scenes.iter().flat_map(four).collect(), [scenes.len(), 4])
}

/// Batches of 32, and Adam with a rate of 0.003 that falls along half a cosine.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(0.003).cosine(), 32, epochs).seed(seed)
}

/// Trains on the processor; `after` gets the loss of each step.
pub fn train(
    model: Sequential,
    scenes: &[Scene],
    loss: BoxLoss,
    recipe: &Recipe,
    mut after: impl FnMut(f32),
) -> Sequential {
    let (pictures, boxes) = (scene::pixels(scenes), targets(scenes));
    let mut training = Training::new(model, recipe, scenes.len(), &Device::Cpu);
    for _ in 0..recipe.epochs {
        training.epoch(
            |places, _| (pictures.gather_rows(places), boxes.gather_rows(places)),
            |model, tape, (pictures, boxes)| {
                let found = nabla::Module::forward(model, tape, tape.constant(pictures));
                match loss {
                    BoxLoss::SmoothL1 => losses::smooth_l1(found, &boxes, BETA),
                    BoxLoss::Overlap(kind) => losses::overlap(found, &boxes, kind),
                }
                .mean()
            },
            |_, loss| after(loss),
        );
    }
    training.model
}

/// The boxes that it sees, `[left, top, right, bottom]` in pixels.
pub fn boxes(model: &Sequential, scenes: &[Scene]) -> Vec<[f64; 4]> {
    let found = outputs(model, &scene::pixels(scenes));
    let edges = |four: &[f32]| {
        let [x, y, w, h] = [0, 1, 2, 3].map(|i| f64::from(four[i]) * SIDE as f64);
        [x - 0.5 * w, y - 0.5 * h, x + 0.5 * w, y + 0.5 * h]
    };
    found.data().chunks_exact(4).map(edges).collect()
}
