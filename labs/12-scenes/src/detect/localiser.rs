//! One digit, four numbers.

use super::edges;
use super::losses::{self, Overlap};
use crate::scene::{self, SIDE, Scene};
use nabla::{
    Activation, Conv2d, Flatten, Init, Linear, Module, Padding, Rng, Sequential, Tensor, Var,
    Window,
};
use trainer::{Recipe, Rule, Training, outputs};

/// What found boxes cost, `[N, 1]`, beside the wanted ones.
pub type BoxLoss = for<'t> fn(Var<'t>, &Tensor) -> Var<'t>;

/// Three of them: by each of the four numbers, or by what a box has in common with the right one.
pub const LOSSES: [(&str, BoxLoss); 3] = [
    ("smooth L1", |found, wanted| {
        losses::smooth_l1(found, wanted, BETA)
    }),
    ("1 − IoU", |found, wanted| {
        losses::overlap(found, wanted, Overlap::Plain)
    }),
    ("1 − GIoU", |found, wanted| {
        losses::overlap(found, wanted, Overlap::Generalised)
    }),
];

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

/// Shows pictures and their boxes once; `after` gets the loss of each step. Returns their mean.
pub fn epoch(
    training: &mut Training<Sequential>,
    (pictures, boxes): (&Tensor, &Tensor),
    loss: BoxLoss,
    mut after: impl FnMut(f32),
) -> f32 {
    training.epoch(
        |places, _| (pictures.gather_rows(places), boxes.gather_rows(places)),
        |model, tape, (pictures, boxes)| {
            loss(model.forward(tape, tape.constant(pictures)), &boxes).mean()
        },
        |_, loss| after(loss),
    )
}

/// The boxes that it sees, `[left, top, right, bottom]` in pixels.
pub fn boxes(model: &Sequential, scenes: &[Scene]) -> Vec<[f64; 4]> {
    let found = outputs(model, &scene::pixels(scenes));
    found.data().chunks_exact(4).map(edges).collect()
}
