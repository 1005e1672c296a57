//! Pictures as words: a vision transformer, and a convolutional network of its size.

use crate::block::Block;
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
pub const RECIPE: Recipe = Recipe::new(Rule::adamw(4e-3, 0.01).one_cycle(0.2), 32, 12);

// ANCHOR: model
/// Reads a picture as a row of patches, as Dosovitskiy and others (2020).
pub struct VisionTransformer {
    enter: Linear,
    class: Param,
    places: Option<Param>,
    blocks: Vec<Block>,
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
    /// Fresh weights; with places, or without.
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
            blocks: (0..2).map(|_| Block::new(WIDTH, rng)).collect(),
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
    /// How much the class token looks at each patch in the last block, the mean of its heads: `[N, PATCHES]`, and what
    /// is missing to 1 it looks at itself.
    pub fn looks(&self, pictures: &Tensor) -> Tensor {
        let tape = Tape::new();
        let mut x = self.tokens(&tape, tape.constant(pictures.clone()));
        let Some((last, blocks)) = self.blocks.split_last() else {
            return Tensor::zeros([pictures.dims()[0], PATCHES]);
        };
        for block in blocks {
            x = block.forward(&tape, x, Heads::new(HEADS));
        }
        let asked = last.look.forward(&tape, last.norm.forward(&tape, x));
        let size = WIDTH / HEADS;
        let head = |h: usize| {
            let query = asked.slice(1, 0..1).slice(2, h * size..(h + 1) * size);
            let keys = asked.slice(2, WIDTH + h * size..WIDTH + (h + 1) * size);
            ((query * keys).sum_axis(2) / (size as f32).sqrt()).softmax()
        };
        let mean = (1..HEADS).fold(head(0), |sum, h| sum + head(h)) / HEADS as f32;
        mean.slice(1, 1..1 + PATCHES).value()
    }
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

/// Which network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`convolutional`].
    Convolutional,
    /// A [`VisionTransformer`].
    Places,
    /// The same without places.
    NoPlaces,
}

impl Kind {
    /// For tables.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Convolutional => "convolutional",
            Kind::Places => "transformer",
            Kind::NoPlaces => "transformer without places",
        }
    }

    /// Fresh weights.
    pub fn network(self, seed: u64) -> Box<dyn Module> {
        let rng = &mut nabla::rng(seed);
        match self {
            Kind::Convolutional => Box::new(convolutional(rng)),
            Kind::Places => Box::new(VisionTransformer::new(true, rng)),
            Kind::NoPlaces => Box::new(VisionTransformer::new(false, rng)),
        }
    }
}

/// A network that learned from these digits; `step` sees each loss.
pub fn learned<M: Module>(
    model: M,
    digits: &Examples,
    (epochs, seed): (usize, u64),
    mut step: impl FnMut(f32),
) -> M {
    let recipe = RECIPE.epochs(epochs).seed(seed);
    let mut training = Training::new(model, &recipe, digits.len(), &Device::Cpu);
    for _ in 0..epochs {
        training.classify(digits, &mut step);
    }
    training.model
}

/// As the networks want them: `[N, SIDE, SIDE, 1]`.
pub fn pictures(images: &Images) -> Examples {
    let examples = Examples::from(images.clone());
    let images = examples.images.reshape([examples.len(), SIDE, SIDE, 1]);
    Examples { images, ..examples }
}

/// For each pixel the pixel that comes in its place, when patch after patch is filled with those of `order`. `cut` is the
/// exercise `patches`: it is given a picture of numbered pixels.
pub fn moved(cut: impl Fn(&[Vec<f64>], usize) -> Vec<Vec<f64>>, order: &[usize]) -> Vec<usize> {
    let numbered = |row: usize| {
        (0..SIDE)
            .map(|column| (row * SIDE + column) as f64)
            .collect()
    };
    let patches = cut(&(0..SIDE).map(numbered).collect::<Vec<_>>(), PATCH);
    let mut from = vec![0; SIDE * SIDE];
    for (to, &taken) in patches.iter().zip(order) {
        for (to, taken) in to.iter().zip(&patches[taken]) {
            from[*to as usize] = *taken as usize;
        }
    }
    from
}

/// The same pictures with their pixels taken from elsewhere.
pub fn with_pixels(images: &Images, from: &[usize]) -> Images {
    let mut moved = images.clone();
    for (mut to, row) in moved
        .pixels
        .rows_mut()
        .into_iter()
        .zip(images.pixels.rows())
    {
        to.iter_mut()
            .zip(from)
            .for_each(|(to, &pixel)| *to = row[pixel]);
    }
    moved
}
