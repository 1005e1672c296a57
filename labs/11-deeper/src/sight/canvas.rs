//! What is done to pixels on the way: pictures are `[1, H, W, C]`, 0 to 1.

use datasets::Picture;
use labkit::statistics::{mean, standard_deviation};
use nabla::{Rng, Tensor};
use ndarray::{Array3, Array4};
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
    let pixels = pixels.expect("three channels");
    Picture { pixels }
}

/// Height, width and channels.
pub fn size(canvas: &Tensor) -> [usize; 3] {
    let &[_, height, width, channels] = canvas.dims() else {
        panic!("a picture is [1, H, W, C], this is {}", canvas.shape());
    };
    [height, width, channels]
}

/// A picture of this height, this width and so many channels, number by number.
fn drawn([h, w, c]: [usize; 3], number: impl Fn(usize, usize, usize) -> f32) -> Tensor {
    let of = |(_, y, x, c)| number(y, x, c);
    Tensor::from(Array4::from_shape_fn((1, h, w, c), of))
}

/// The numbers of a picture, by row, column and channel.
fn numbers(canvas: &Tensor) -> impl Fn(usize, usize, usize) -> f32 {
    let [_, width, channels] = size(canvas);
    let numbers = canvas.data();
    move |y, x, c| numbers[(y * width + x) * channels + c]
}

/// What `f` makes of each number of one picture and its counterpart in the other.
pub fn paired(one: &Tensor, other: &Tensor, f: impl Fn(f32, f32) -> f32) -> Tensor {
    let pairs = one.data().iter().zip(other.data());
    Tensor::from_vec(pairs.map(|(&a, &b)| f(a, b)).collect(), one.shape())
}

/// The picture in another size, between pixels along straight lines; where it becomes smaller, means of what a pixel
/// covers.
pub fn resized(canvas: &Tensor, height: usize, width: usize) -> Tensor {
    let [rows, columns, channels] = size(canvas);
    let (down, across) = (weights(rows, height), weights(columns, width));
    let at = numbers(canvas);
    drawn([height, width, channels], |y, x, c| {
        let mut sum = 0.0;
        for &(row, a) in &down[y] {
            for &(column, b) in &across[x] {
                sum += a * b * at(row, column, c);
            }
        }
        sum
    })
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
    let at = numbers(canvas);
    let before =
        |to: usize, by: i32, side: usize| (to as i32 - by).rem_euclid(side as i32) as usize;
    drawn([height, width, channels], |y, x, c| {
        at(before(y, down, height), before(x, right, width), c)
    })
}

/// Each pixel with a share of the mean of its four neighbours; at the border it counts for those that are missing.
pub fn blurred(canvas: &Tensor, share: f32) -> Tensor {
    let [height, width, channels] = size(canvas);
    let at = numbers(canvas);
    drawn([height, width, channels], |y, x, c| {
        let around = at(y.saturating_sub(1), x, c)
            + at((y + 1).min(height - 1), x, c)
            + at(y, x.saturating_sub(1), c)
            + at(y, (x + 1).min(width - 1), c);
        (1.0 - share) * at(y, x, c) + share * around / 4.0
    })
}

/// Numbers below 0 become 0, above 1 they become 1.
pub fn clamp(canvas: &mut Tensor) {
    let numbers = canvas.data_mut().iter_mut();
    numbers.for_each(|x| *x = x.clamp(0.0, 1.0));
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
    let brighter = paired(bright, &brightness(canvas), |new, old| new - old);
    let [old, more] = [numbers(canvas), numbers(&brighter)];
    drawn(size(canvas), |y, x, c| {
        (old(y, x, c) + more(y, x, 0)).clamp(0.0, 1.0)
    })
}

/// Are red, green and blue the same everywhere?
pub fn is_grey(canvas: &Tensor) -> bool {
    let mut pixels = canvas.data().chunks_exact(3);
    pixels.all(|p| (p[0] - p[1]).abs() < 0.02 && (p[1] - p[2]).abs() < 0.02)
}

/// `canvas` with the mean and the standard deviation of `like`.
pub fn spread_like(canvas: &Tensor, like: &Tensor) -> Tensor {
    let moments = |of: &Tensor| {
        let numbers = of.data().iter().map(|&x| f64::from(x));
        (mean(numbers.clone()), standard_deviation(numbers))
    };
    let ((from, narrow), (to, wide)) = (moments(canvas), moments(like));
    let factor = wide / narrow.max(1e-6);
    let numbers = canvas.data().iter().map(|&x| f64::from(x));
    let made = numbers.map(|x| ((x - from) * factor + to) as f32);
    Tensor::from_vec(made.collect(), canvas.shape())
}
