//! Pictures as words: a vision transformer, and a convolutional network of its size.

use crate::block::{Block, scores};
use datasets::Images;
use nabla::{
    Activation, Conv2d, Device, Flatten, Heads, Init, LayerNorm, Linear, MaxPool2d, Module,
};
use nabla::{Padding, Param, Rng, Sequential, Tape, Tensor, Var, Window};
use trainer::{Examples, Recipe, Rule, Training};

/// Pixels along a picture.
pub const SIDE: usize = 8;
/// Pixels along a patch.
pub const PATCH: usize = 2;
/// Patches in a picture.
pub const PATCHES: usize = (SIDE / PATCH) * (SIDE / PATCH);
const WIDTH: usize = 32;
const HEADS: usize = 4;

/// How all of them learn.
pub const RECIPE: Recipe = Recipe::new(Rule::adamw(4e-3, 0.01).one_cycle(0.2), 32, 7);

// ANCHOR: model
/// Reads a picture as a row of patches, as Dosovitskiy and others (2020).
pub struct VisionTransformer {
    enter: Linear,
    class: Param,
    places: Option<Param>,
    blocks: [Block; 2],
    norm: LayerNorm,
    answer: Linear,
}

nabla::parts!(VisionTransformer {
    enter,
    class,
    places,
    blocks,
    norm,
    answer
});

impl VisionTransformer {
    /// Fresh weights; with places or without.
    pub fn new(with_places: bool, rng: &mut Rng) -> Self {
        let mut drawn = |name, rows| {
            let init = Init::Normal(0.1);
            Param::new(name, init.tensor([rows, WIDTH], rows, WIDTH, rng))
        };
        let class = drawn("class", 1);
        let places = with_places.then(|| drawn("places", 1 + PATCHES));
        VisionTransformer {
            enter: Linear::new(PATCH * PATCH, WIDTH, Init::Xavier, rng),
            class,
            places,
            blocks: [(); 2].map(|()| Block::drawn(WIDTH, 0.12, rng)),
            norm: LayerNorm::new(WIDTH),
            answer: Linear::new(WIDTH, 10, Init::Xavier, rng),
        }
    }

    /// Pictures `[N, SIDE, SIDE, 1]` become tokens `[N, 1 + PATCHES, WIDTH]`, the first of which belongs to no patch.
    fn tokens<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (n, across) = (x.shape().dims()[0], SIDE / PATCH);
        let rows = x.reshape([n, across, PATCH, across, PATCH]).swap_axes(2, 3);
        let patches = rows.reshape([n, PATCHES, PATCH * PATCH]);
        let class = tape.param(&self.class).broadcast_to([n, 1, WIDTH]);
        let x = Var::concat(&[class, self.enter.forward(tape, patches)], 1);
        match &self.places {
            Some(places) => x + tape.param(places),
            None => x,
        }
    }
}

impl Module for VisionTransformer {
    /// `[N, SIDE, SIDE, 1]` becomes logits `[N, 10]`: what the class token makes of all it saw.
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let mut x = self.tokens(tape, x);
        for block in &self.blocks {
            x = block.forward(tape, x, Heads::new(HEADS));
        }
        let class = self.norm.forward(tape, x.select(1, 0));
        self.answer.forward(tape, class)
    }
}
// ANCHOR_END: model

impl VisionTransformer {
    // ANCHOR: looks
    /// How much the class token looks at each patch in the last block, the mean of its heads: `[N, PATCHES]`. What is
    /// missing to 1 it looks at itself.
    pub fn looks(&self, pictures: &Tensor) -> Tensor {
        let tape = Tape::new();
        let [first, last] = &self.blocks;
        let x = self.tokens(&tape, tape.constant(pictures.clone()));
        let x = first.forward(&tape, x, Heads::new(HEADS));
        let [queries, keys, _] = last.asked(&tape, x);
        let class = queries.slice(1, 0..1);
        let weights = scores(class, keys, HEADS).softmax().mean_axis(1);
        let weights = weights.reshape([pictures.dims()[0], 1 + PATCHES]);
        weights.slice(1, 1..1 + PATCHES).value()
    }
    // ANCHOR_END: looks
}

// ANCHOR: cnn
/// As many weights, within two of a hundred, in two convolutions and two dense layers.
pub fn convolutional(rng: &mut Rng) -> Sequential {
    let relu = Activation::Relu;
    let same = Window::new(3).padding(Padding::Same);
    Sequential::new()
        .push(Conv2d::new(1, 16, same, Init::He, rng).activation(relu)) // [8, 8, 16]
        .push(MaxPool2d::new(Window::new(2).stride(2))) // [4, 4, 16]
        .push(Conv2d::new(16, 32, same, Init::He, rng).activation(relu)) // [4, 4, 32]
        .push(Flatten)
        .push(Linear::new(512, 40, Init::He, rng).activation(relu))
        .push(Linear::new(40, 10, Init::Xavier, rng))
}
// ANCHOR_END: cnn

/// Networks that learned from these digits, one for each seed; `after` sees the loss of each epoch.
pub fn learned<M: Module>(
    fresh: impl Fn(&mut Rng) -> M,
    digits: &Examples,
    (epochs, seeds): (usize, &[u64]),
    after: &mut dyn FnMut(f32),
) -> Vec<M> {
    let one = |&seed: &u64| {
        let recipe = RECIPE.epochs(epochs).seed(seed);
        let model = fresh(&mut nabla::rng(seed));
        let mut training = Training::new(model, &recipe, digits.len(), &Device::Cpu);
        (0..epochs).for_each(|_| after(training.classify(digits, |_| {})));
        training.model
    };
    seeds.iter().map(one).collect()
}

/// As the networks want them: `[N, SIDE, SIDE, 1]`.
pub fn pictures(images: Images) -> Examples {
    let examples = Examples::from(images);
    let images = examples.images.reshape([examples.len(), SIDE, SIDE, 1]);
    Examples { images, ..examples }
}

/// For each pixel the pixel that comes in its place, when patch after patch is filled with those of `order`. `cut` is the
/// exercise `patches`: it is given a picture of numbered pixels.
pub fn moved(cut: impl Fn(&[Vec<f64>], usize) -> Vec<Vec<f64>>, order: &[usize]) -> Vec<usize> {
    let numbers: Vec<f64> = (0..SIDE * SIDE).map(|i| i as f64).collect();
    let picture: Vec<Vec<f64>> = numbers.chunks(SIDE).map(Vec::from).collect();
    let patches = cut(&picture, PATCH);
    let mut from = vec![0; SIDE * SIDE];
    for (to, &taken) in patches.iter().zip(order) {
        for (to, taken) in to.iter().zip(&patches[taken]) {
            from[*to as usize] = *taken as usize;
        }
    }
    from
}

/// The same pictures with their pixels taken from elsewhere.
pub fn with_pixels(digits: &Examples, from: &[usize]) -> Examples {
    let rows = digits.images.data().chunks_exact(SIDE * SIDE);
    let pixels = rows.flat_map(|row| from.iter().map(|&pixel| row[pixel]));
    Examples {
        images: Tensor::from_vec(pixels.collect(), digits.images.dims()),
        ..digits.clone()
    }
}
