//! What is done to pixels on the way: pictures are `[1, H, W, C]`, 0 to 1.

use datasets::Picture;
use nabla::{Rng, Tensor};
use ndarray::Array3;
use rand::RngExt;

/// A picture as a batch of one.
pub fn tensor(picture: &Picture) -> Tensor {
    let numbers = picture.pixels.iter().copied().collect();
    Tensor::from_vec(numbers, [1, picture.height(), picture.width(), 3])
}

/// The way back.
///
/// # Panics
/// If it has not three channels.
pub fn picture(canvas: &Tensor) -> Picture {
    let [height, width, _] = size(canvas);
    let pixels = Array3::from_shape_vec((height, width, 3), canvas.data().to_vec());
    Picture {
        pixels: pixels.expect("three channels"),
    }
}

/// Height, width and channels.
pub fn size(canvas: &Tensor) -> [usize; 3] {
    let &[_, height, width, channels] = canvas.dims() else {
        panic!("a picture is [1, H, W, C], this is {}", canvas.shape());
    };
    [height, width, channels]
}

/// The picture in another size, between pixels along straight lines; where it becomes smaller, means of what a pixel
/// covers.
pub fn resized(canvas: &Tensor, height: usize, width: usize) -> Tensor {
    let [rows, columns, channels] = size(canvas);
    let down = weights(rows, height);
    let across = weights(columns, width);
    let mut made = Vec::with_capacity(height * width * channels);
    for taps in &down {
        for others in &across {
            for c in 0..channels {
                let mut sum = 0.0;
                for &(y, a) in taps {
                    for &(x, b) in others {
                        sum += a * b * canvas.data()[(y * columns + x) * channels + c];
                    }
                }
                made.push(sum);
            }
        }
    }
    Tensor::from_vec(made, [1, height, width, channels])
}

/// For each of `to` places along a side of `from` pixels: the pixels it is made of, and their shares. A triangle as wide
/// as a pixel of the coarser side.
fn weights(from: usize, to: usize) -> Vec<Vec<(usize, f32)>> {
    let step = from as f32 / to as f32;
    let reach = step.max(1.0);
    let place = |at: usize| {
        let middle = (at as f32 + 0.5) * step - 0.5;
        let share = |i: usize| (1.0 - (i as f32 - middle).abs() / reach).max(0.0);
        let total: f32 = (0..from).map(share).sum();
        let taps = (0..from).map(|i| (i, share(i) / total));
        taps.filter(|&(_, share)| share > 0.0).collect()
    };
    (0..to).map(place).collect()
}

/// The picture moved down and to the right; what leaves it comes in on the other side.
pub fn rolled(canvas: &Tensor, down: i32, right: i32) -> Tensor {
    let [height, width, channels] = size(canvas);
    let before =
        |at: usize, by: i32, side: usize| (at as i32 - by).rem_euclid(side as i32) as usize;
    let mut made = Vec::with_capacity(canvas.len());
    for y in 0..height {
        for x in 0..width {
            let at = (before(y, down, height) * width + before(x, right, width)) * channels;
            made.extend_from_slice(&canvas.data()[at..at + channels]);
        }
    }
    Tensor::from_vec(made, canvas.shape())
}

/// Each pixel with a share of the mean of its four neighbours; at the border it counts for those that are missing.
pub fn blurred(canvas: &Tensor, share: f32) -> Tensor {
    let [height, width, channels] = size(canvas);
    let old = canvas.data();
    let at = |y: usize, x: usize, c: usize| old[(y * width + x) * channels + c];
    let mut made = Vec::with_capacity(old.len());
    for y in 0..height {
        for x in 0..width {
            for c in 0..channels {
                let around = at(y.saturating_sub(1), x, c)
                    + at((y + 1).min(height - 1), x, c)
                    + at(y, x.saturating_sub(1), c)
                    + at(y, (x + 1).min(width - 1), c);
                made.push((1.0 - share) * at(y, x, c) + share * around / 4.0);
            }
        }
    }
    Tensor::from_vec(made, canvas.shape())
}

/// Numbers below 0 become 0, above 1 they become 1.
pub fn clamp(canvas: &mut Tensor) {
    canvas
        .data_mut()
        .iter_mut()
        .for_each(|x| *x = x.clamp(0.0, 1.0));
}

/// Noise around the middle grey, up to a quarter to each side.
pub fn noise(height: usize, width: usize, rng: &mut Rng) -> Tensor {
    let numbers = (0..height * width * 3).map(|_| 0.25 + 0.5 * rng.random::<f32>());
    Tensor::from_vec(numbers.collect(), [1, height, width, 3])
}

/// How bright each pixel is, `[1, H, W, 1]`, by the weights of the eye (Rec. 601).
pub fn brightness(canvas: &Tensor) -> Tensor {
    let [height, width, _] = size(canvas);
    let pixels = canvas.data().chunks_exact(3);
    let of = |p: &[f32]| 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
    Tensor::from_vec(pixels.map(of).collect(), [1, height, width, 1])
}

/// The picture with another brightness, and its own colours.
pub fn with_brightness(canvas: &Tensor, bright: &Tensor) -> Tensor {
    let old = brightness(canvas);
    let pixels = canvas
        .data()
        .chunks_exact(3)
        .zip(old.data())
        .zip(bright.data());
    let made = pixels.flat_map(|((p, old), new)| [p[0], p[1], p[2]].map(|v| v - old + new));
    let mut made = Tensor::from_vec(made.collect(), canvas.shape());
    clamp(&mut made);
    made
}

/// Are red, green and blue the same everywhere?
pub fn is_grey(canvas: &Tensor) -> bool {
    let mut pixels = canvas.data().chunks_exact(3);
    pixels.all(|p| (p[0] - p[1]).abs() < 0.02 && (p[1] - p[2]).abs() < 0.02)
}

/// `canvas` with the mean and the standard deviation of `like`.
pub fn spread_like(canvas: &Tensor, like: &Tensor) -> Tensor {
    let moments = |of: &Tensor| {
        let numbers = || of.data().iter().map(|&x| f64::from(x));
        let mean = labkit::statistics::mean(numbers());
        (mean, labkit::statistics::standard_deviation(numbers()))
    };
    let ((from, narrow), (to, wide)) = (moments(canvas), moments(like));
    let factor = wide / narrow.max(1e-6);
    let made = canvas
        .data()
        .iter()
        .map(|&x| ((f64::from(x) - from) * factor + to) as f32);
    Tensor::from_vec(made.collect(), canvas.shape())
}
