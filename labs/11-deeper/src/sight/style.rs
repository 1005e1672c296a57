//! One picture in the style of another (Gatys, Ecker and Bethge, 2016).

use super::canvas;
use super::maps::nested;
use super::network::{CONVOLUTIONS, activations, seen};
use nabla::{Param, Sequential, Tape, Tensor, Var};
use trainer::{Learner, Rule};

/// The exercise's function: `[positions][channels]` to `[C][C]`.
pub type Gram = fn(&[Vec<f64>]) -> Vec<Vec<f64>>;

/// How much each wish weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// To have the style's Gram matrices.
    pub style: f32,
    /// To have the content's second layer.
    pub content: f32,
    /// To be smooth.
    pub variation: f32,
}

impl Weights {
    /// Those that the lesson's pictures are made with.
    pub const USUAL: Weights = Weights {
        style: 10.0,
        content: 0.2,
        variation: 3.0,
    };
}

/// The layer whose activations are the content.
const CONTENT: usize = 1;

// ANCHOR: losses
/// The Gram matrix of `[1, H, W, C]` on the tape: the mean over all positions of the product of two channels, `[C, C]`.
pub fn gram_of<'t>(maps: Var<'t>) -> Var<'t> {
    let (positions, channels) = maps.shape().as_rows();
    let flat = maps.reshape([positions, channels]);
    flat.t().matmul(flat) * (1.0 / positions as f32)
}

/// How far `made` is from `wanted`, in shares of `wanted`: 0 if they are equal, 1 if `made` is 0.
fn share<'t>(made: Var<'t>, wanted: &Tensor) -> Var<'t> {
    let power: f32 = wanted.data().iter().map(|x| x * x).sum();
    made.mse(wanted) * (wanted.len() as f32 / power.max(1e-12))
}

/// Mean squared difference of neighbouring pixels, down and across.
pub fn total_variation(x: Var<'_>) -> Var<'_> {
    let &[_, height, width, _] = x.shape().dims() else {
        panic!("total_variation: takes images, this is {}", x.shape());
    };
    let down = x.slice(1, 1..height) - x.slice(1, 0..height - 1);
    let across = x.slice(2, 1..width) - x.slice(2, 0..width - 1);
    down.square().mean() + across.square().mean()
}
// ANCHOR_END: losses

/// What was aimed at, and how near the picture came.
pub struct Styled {
    /// `[1, H, W, 3]`.
    pub picture: Tensor,
    /// The style loss before the first step and after the last: the mean over layers of the Gram matrices' squared
    /// error, in shares.
    pub style: [f32; 2],
    /// The content loss at the end, in shares.
    pub content: f32,
}

/// `content` in the style of `style`; both `[1, H, W, 3]`, of any size. A grey style has no colours to give: then only the
/// brightness is painted, and the content keeps its colours. `after` is called after each step.
pub fn transfer(
    net: &Sequential,
    (content, style): (&Tensor, &Tensor),
    (weights, steps): (Weights, usize),
    gram: Gram,
    mut after: impl FnMut(),
) -> Styled {
    let grey = canvas::is_grey(style);
    let (start, model) = match grey {
        true => {
            let bright = canvas::brightness(content);
            let model = canvas::spread_like(&canvas::brightness(style), &bright);
            (bright, model)
        }
        false => (content.clone(), style.clone()),
    };
    let grams = layers(net, &model).map(|maps| gram_by(gram, &maps));
    let [_, wanted, _] = layers(net, &start);
    // ANCHOR: transfer
    let mut picture = Param::new("picture", start);
    let mut learner = Learner::new(Rule::adam(0.03), steps);
    let (mut first, mut last, mut kept) = (None, 0.0, 0.0);
    for _ in 0..steps {
        learner.learn(&mut picture, Tape::new(), |picture, tape| {
            tape.hold(net);
            let x = tape.param(picture);
            let made = activations(net, tape, seen(in_colour(x)));
            let made = CONVOLUTIONS.map(|layer| made[layer]);
            let [a, b, c] = [0, 1, 2].map(|i| share(gram_of(made[i]), &grams[i]));
            let (style, content) = ((a + b + c) * (1.0 / 3.0), share(made[CONTENT], &wanted));
            (last, kept) = (style.item(), content.item());
            first.get_or_insert(last);
            style * weights.style
                + content * weights.content
                + total_variation(x) * weights.variation
        });
        canvas::clamp(picture.value_mut());
        after();
    }
    // ANCHOR_END: transfer
    let picture = match grey {
        true => canvas::with_brightness(content, picture.value()),
        false => picture.value().clone(),
    };
    Styled {
        picture,
        style: [first.unwrap_or(last), last],
        content: kept,
    }
}

/// Three equal channels, where there is one.
fn in_colour(x: Var<'_>) -> Var<'_> {
    match x.shape().last() {
        1 => Var::concat(&[x, x, x], 3),
        _ => x,
    }
}

/// The activations of the three convolutions.
fn layers(net: &Sequential, picture: &Tensor) -> [Tensor; 3] {
    let tape = Tape::new();
    tape.hold(net);
    let made = activations(net, &tape, seen(in_colour(tape.constant(picture.clone()))));
    CONVOLUTIONS.map(|layer| made[layer].value())
}

/// The Gram matrix by the exercise's function.
fn gram_by(gram: Gram, maps: &Tensor) -> Tensor {
    let numbers = gram(&nested(maps).concat()).concat();
    let channels = maps.shape().last();
    let numbers = numbers.iter().map(|&x| x as f32).collect();
    Tensor::from_vec(numbers, [channels, channels])
}
