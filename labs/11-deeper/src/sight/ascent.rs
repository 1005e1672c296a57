//! Gradient ascent on pixels: the network stays as it is, and the picture learns.

use super::canvas::{blurred, paired, resized, rolled, size};
use super::network::{CONVOLUTIONS, activations, grain};
use nabla::{Rng, Sequential, Tape, Tensor, Var};
use rand::RngExt;

/// What the picture is to please: unit `unit` of convolution `depth` (0 to 2) everywhere, or all units of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Which convolution, from 0.
    pub depth: usize,
    /// One of its channels; none for all of them.
    pub unit: Option<usize>,
}

impl Wish {
    /// All units of a convolution.
    pub const fn layer(depth: usize) -> Self {
        Wish { depth, unit: None }
    }

    /// One of them.
    pub const fn unit(depth: usize, unit: usize) -> Self {
        Wish {
            depth,
            unit: Some(unit),
        }
    }

    /// How much of it a picture has: the mean activity of the unit, or half the mean square of the layer's.
    fn of<'t>(self, net: &Sequential, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let maps = activations(net, tape, grain(x))[CONVOLUTIONS[self.depth]];
        match self.unit {
            Some(unit) => maps.slice(3, unit..unit + 1).mean(),
            None => maps.square().mean() * 0.5,
        }
    }

    /// The same as a number, for a picture `[1, H, W, 3]`.
    pub fn granted(self, net: &Sequential, picture: &Tensor) -> f32 {
        let tape = Tape::new();
        tape.hold(net);
        self.of(net, &tape, tape.constant(picture.clone())).item()
    }
}

/// How the picture climbs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Climb {
    /// Steps, and what a step changes a pixel by, on average.
    pub steps: usize,
    /// See `steps`.
    pub rate: f32,
    /// Before each step the picture is moved by up to so many pixels, and back after it.
    pub jitter: i32,
    /// After each step each pixel takes this share of its neighbours.
    pub blur: f32,
    /// Is what changes slowly over the picture taken off the gradient, so that no colour floods it?
    pub level: bool,
}

impl Climb {
    /// Without any care.
    pub const fn raw(steps: usize, rate: f32) -> Self {
        Climb {
            steps,
            rate,
            jitter: 0,
            blur: 0.0,
            level: false,
        }
    }

    /// With this jitter and this blur, and a levelled gradient.
    pub const fn careful(self, jitter: i32, blur: f32) -> Self {
        Climb {
            jitter,
            blur,
            level: true,
            ..self
        }
    }

    /// The same in so many steps.
    pub const fn steps(self, steps: usize) -> Self {
        Climb { steps, ..self }
    }
}

// ANCHOR: ascend
/// Changes `picture`, `[1, H, W, 3]`, so that it has more of `wish`.
pub fn ascend(
    net: &Sequential,
    mut picture: Tensor,
    wish: Wish,
    climb: Climb,
    rng: &mut Rng,
) -> Tensor {
    for _ in 0..climb.steps {
        let [down, right] = [0; 2].map(|_: i32| rng.random_range(-climb.jitter..=climb.jitter));
        picture = rolled(&picture, down, right);
        let tape = Tape::new();
        tape.hold(net);
        let x = tape.variable(picture.clone());
        let mut slope = wish.of(net, &tape, x).backward().of(x).clone();
        if climb.level {
            slope = levelled(&slope);
        }
        // The size of a gradient differs a thousandfold between pictures: only its direction counts.
        let typical = slope.data().iter().map(|g| g.abs()).sum::<f32>() / slope.len() as f32;
        let step = |x: f32, g: f32| (x + climb.rate * g / typical.max(1e-12)).clamp(0.0, 1.0);
        picture = rolled(&paired(&picture, &slope, step), -down, -right);
        if climb.blur > 0.0 {
            picture = blurred(&picture, climb.blur);
        }
    }
    picture
}
// ANCHOR_END: ascend

/// Without what changes slowly: without the gradient four times smaller, and large again.
fn levelled(slope: &Tensor) -> Tensor {
    let [height, width, _] = size(slope);
    let slow = resized(slope, (height / 4).max(1), (width / 4).max(1));
    paired(slope, &resized(&slow, height, width), |g, slow| g - slow)
}

// ANCHOR: dream
/// The same in `octaves` sizes, from small to large, each 1.4 times the last (Mordvintsev and others, 2015). What was added
/// to the small picture is enlarged and added to the next.
pub fn dream(
    net: &Sequential,
    picture: &Tensor,
    wish: Wish,
    (climb, octaves): (Climb, i32),
    rng: &mut Rng,
) -> Tensor {
    let [height, width, _] = size(picture);
    let mut detail = Tensor::zeros(picture.shape());
    for octave in (0..octaves).rev() {
        let smaller = |side: usize| ((side as f64 / 1.4_f64.powi(octave)).round() as usize).max(16);
        let (rows, columns) = (smaller(height), smaller(width));
        let base = resized(picture, rows, columns);
        let added = resized(&detail, rows, columns);
        let start = paired(&base, &added, |x, d| (x + d).clamp(0.0, 1.0));
        let dreamt = ascend(net, start, wish, climb, rng);
        detail = paired(&dreamt, &base, |x, before| x - before);
    }
    paired(picture, &detail, |x, d| x + d)
}
// ANCHOR_END: dream
