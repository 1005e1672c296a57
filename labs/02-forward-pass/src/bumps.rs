//! Any curve, from enough neurons: lab 1's bumps, set side by side like the bars of a histogram.

use crate::network::sigmoid;

/// A curve to copy, on 0 ..= 1: a slow wave with a fast one on top.
pub fn target(x: f64) -> f64 {
    use std::f64::consts::TAU;
    0.5 + 0.3 * (TAU * x).sin() + 0.15 * (3.0 * TAU * x).sin()
}

// ANCHOR: bumps
/// `n` bumps side by side on 0 ..= 1 and one more at each end, each as high as `f` in
/// its middle: a network with one input, `2(n + 2)` sigmoid neurons in the hidden
/// layer, and one output that only adds.
pub fn copy_with_bumps(f: impl Fn(f64) -> f64, n: usize, x: f64) -> f64 {
    let width = 1.0 / n as f64;
    let steepness = 20.0 / width;
    let step = |edge: f64| sigmoid(steepness * (x - edge));
    (-1..=n as i32)
        .map(|i| {
            let left = f64::from(i) * width;
            f(left + width / 2.0) * (step(left) - step(left + width))
        })
        .sum()
}
// ANCHOR_END: bumps

/// The largest distance between the curve and its copy on 0 ..= 1.
pub fn worst_error(n: usize) -> f64 {
    let places = (0..=1000).map(|i| f64::from(i) / 1000.0);
    places
        .map(|x| (target(x) - copy_with_bumps(target, n, x)).abs())
        .fold(0.0, f64::max)
}
