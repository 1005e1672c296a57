//! Something rare: a faint front in a noisy map, a pixel wide.

use crate::segment::{Confusion, Pixels};
use nabla::{Activate, Activation, Conv2d, Init, Padding, Rng, Sequential, Tape, Tensor, Window};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use trainer::{Recipe, Rule};

/// Rows and columns of a map.
pub const SIDE: usize = 32;

/// `count` maps: noise everywhere, and in each a front that bends a little, `strength` above what is around it. Class 1 is
/// the front.
pub fn maps(count: usize, strength: f32, seed: u64) -> Pixels {
    let mut rng = nabla::rng(seed);
    let (mut pixels, mut classes) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let front = front(&mut rng);
        let noise = |&is_front: &u8| {
            let noise: f32 = StandardNormal.sample(&mut rng);
            0.4 + 0.2 * noise + strength * f32::from(is_front)
        };
        pixels.extend(front.iter().map(noise));
        classes.extend(front);
    }
    Pixels {
        pictures: Tensor::from_vec(pixels, [count, SIDE, SIDE, 1]),
        classes,
    }
}

/// About twenty pixels in a bent row.
fn front(rng: &mut Rng) -> Vec<u8> {
    let mut marked = vec![0; SIDE * SIDE];
    let mut within = |low: f32, high: f32| rng.random_range(low..high);
    let (mut x, mut y) = (within(8.0, 24.0), within(8.0, 24.0));
    let (mut angle, bend) = (within(0.0, std::f32::consts::TAU), within(-0.12, 0.12));
    for _ in 0..20 {
        if (0.0..SIDE as f32).contains(&x) && (0.0..SIDE as f32).contains(&y) {
            marked[y as usize * SIDE + x as usize] = 1;
        }
        (x, y) = (x + angle.cos(), y + angle.sin());
        angle += bend;
    }
    marked
}

/// Four small convolutions: each pixel is judged by the 9 × 9 around it.
pub fn network(rng: &mut Rng) -> Sequential {
    let window = Window::new(3).padding(Padding::Same);
    let mut net = Sequential::new();
    for (inputs, outputs) in [(1, 8), (8, 8), (8, 8)] {
        let conv = Conv2d::new(inputs, outputs, window, Init::He, rng);
        net = net.push(conv).push(Activate(Activation::Relu));
    }
    net.push(Conv2d::new(8, 2, window, Init::Xavier, rng))
}

/// 20 maps a step, Adam with a rate that falls along half a cosine.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(0.005).cosine(), 20, epochs).seed(seed)
}

/// The probability of a front at each pixel, `[N * 32 * 32]`.
pub fn probabilities(model: &Sequential, maps: &Pixels) -> Vec<f32> {
    let logits = trainer::outputs(model, &maps.pictures);
    let logits = logits.reshape([maps.classes.len(), 2]);
    let p = Tape::new().constant(logits).softmax().value();
    p.data().iter().skip(1).step_by(2).copied().collect()
}

/// What is said where a probability above `threshold` is called a front.
pub fn called(p: &[f32], truth: &[u8], threshold: f32) -> Confusion {
    let answers: Vec<u32> = p.iter().map(|&p| u32::from(p > threshold)).collect();
    Confusion::of(&answers, truth, 2)
}

/// Of these thresholds the one with the largest overlap.
pub fn best_threshold(p: &[f32], truth: &[u8]) -> f32 {
    let iou = |t: f32| called(p, truth, t).iou(1).unwrap_or(0.0);
    let all = (1..50).map(|i| i as f32 / 50.0);
    let best = all.max_by(|&a, &b| iou(a).total_cmp(&iou(b)));
    best.unwrap_or(0.5)
}
