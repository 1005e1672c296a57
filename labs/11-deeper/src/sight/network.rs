//! The networks that are looked into: one knows digits, the other seven photographs.

use crate::architecture::Architecture;
use crate::blocks::window;
use nabla::{Labels, Rng, Sequential, Tape, Tensor, Var, Window};
use rand::RngExt;
use trainer::{Examples, Recipe, Rule};

/// Which layers of [`seer`] have what its convolutions found, after the ReLU.
pub const CONVOLUTIONS: [usize; 3] = [1, 4, 7];
/// Pixels of a patch's side.
pub const PATCH: usize = 32;
/// A photograph can lie in four ways.
pub const TURNS: usize = 4;

// ANCHOR: seer
/// Three convolutions of 3 × 3 with ReLU, each second pixel dropped between them by means of four, the mean of each map,
/// and one dense layer: VGG in the small. For pictures of any size.
pub fn seer(maps: [usize; 3], classes: usize) -> Architecture {
    let conv = |net: Architecture, maps| net.conv(maps, window(3, 1)).relu();
    let half = |net: Architecture| net.avg_pool(Window::new(2).stride(2));
    let first = conv(Architecture::new(), maps[0]);
    let second = conv(half(first), maps[1]);
    let third = conv(half(second), maps[2]);
    third.global_avg_pool().linear(classes)
}

/// What each layer makes of `x`, in their order; the last are the logits.
pub fn activations<'t>(net: &Sequential, tape: &'t Tape, x: Var<'t>) -> Vec<Var<'t>> {
    let layers = net.iter().scan(x, |x, layer| {
        *x = layer.forward(tape, *x);
        Some(*x)
    });
    layers.collect()
}
// ANCHOR_END: seer

/// A picture of pixels from 0 to 1 as the network sees it, colours and all: numbers around 0.
pub fn seen(pixels: Var<'_>) -> Var<'_> {
    (pixels - 0.45) * 4.0
}

/// The same without the mean of each channel: grain and edges, but no colour of the whole.
pub fn grain(pixels: Var<'_>) -> Var<'_> {
    let mean = pixels.global_avg_pool();
    (pixels - mean.reshape([1, 1, 1, 3])) * 4.0
}

/// The network for photographs, with fresh weights.
pub fn for_photographs(rng: &mut Rng) -> Sequential {
    let built = seer([16, 32, 64], 7 * TURNS).build([PATCH, PATCH, 3], rng);
    built.expect("a patch can be halved twice")
}

/// The network for digits.
pub fn for_digits(rng: &mut Rng) -> Sequential {
    let built = seer([8, 16, 32], 10).build([28, 28, 1], rng);
    built.expect("a digit can be halved twice")
}

/// How both are trained.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(3e-3).cosine(), 32, epochs).seed(seed)
}

/// `count` patches of the embedded photographs: of the left halves, or with `right` of the halves that it has never seen.
/// Class 4·p + t is photograph p after t quarter turns: nobody has to write down a label. The mean of each colour is taken
/// off, and the contrast is the same for all: red alone must not give the coffee away.
pub fn patches(count: usize, right: bool, rng: &mut Rng) -> Examples {
    let photo = |name| datasets::photo(name).expect("it is inside the crate");
    let photos = datasets::photo_names().map(photo);
    let (mut pixels, mut classes) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let photo = rng.random_range(0..photos.len());
        let turn = rng.random_range(0..TURNS);
        let side = photos[photo].height();
        let half = if right { side / 2 } else { 0 };
        let top = rng.random_range(0..=side - PATCH);
        let left = half + rng.random_range(0..=side / 2 - PATCH);
        let mut patch = Vec::with_capacity(PATCH * PATCH * 3);
        for y in 0..PATCH {
            for x in 0..PATCH {
                let (dy, dx) = turned((y, x), turn);
                patch.extend([0, 1, 2].map(|c| photos[photo].pixels[[top + dy, left + dx, c]]));
            }
        }
        pixels.extend(even(&patch));
        classes.push((photo * TURNS + turn) as u8);
    }
    Examples {
        images: Tensor::from_vec(pixels, [count, PATCH, PATCH, 3]),
        labels: Labels::new(&classes, photos.len() * TURNS),
    }
}

/// The patch without the mean of each colour, and with a standard deviation of 1, or a little less if it is nearly flat.
fn even(patch: &[f32]) -> Vec<f32> {
    let count = (PATCH * PATCH) as f32;
    let mean = [0, 1, 2].map(|c| patch.iter().skip(c).step_by(3).sum::<f32>() / count);
    let apart = patch.iter().enumerate().map(|(i, x)| x - mean[i % 3]);
    let apart: Vec<f32> = apart.collect();
    let variance = apart.iter().map(|x| x * x).sum::<f32>() / (3.0 * count);
    let spread = variance.sqrt() + 0.02;
    apart.into_iter().map(|x| x / spread).collect()
}

/// Where the pixel at (y, x) of a patch was before `turn` quarter turns.
fn turned((y, x): (usize, usize), turn: usize) -> (usize, usize) {
    (0..turn).fold((y, x), |(y, x), _| (x, PATCH - 1 - y))
}

/// Of these answers, the shares that have the photograph right, and the quarter turn.
pub fn photo_and_turn(answers: &[u32], labels: &Labels) -> [f64; 2] {
    let part = |of: &dyn Fn(u32) -> u32| {
        let pairs = answers.iter().zip(labels.as_slice());
        pairs.filter(|&(&a, &l)| of(a) == of(l)).count() as f64 / answers.len() as f64
    };
    let turns = TURNS as u32;
    [part(&|class| class / turns), part(&|class| class % turns)]
}
