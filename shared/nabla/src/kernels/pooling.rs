//! Pooling over images `[N, H, W, C]`, forward and backward.
//!
//! The channels of a pixel lie side by side, and pooling treats them alike: every inner loop below
//! runs over channels, which the compiler turns into vector instructions. Nothing is kept for the
//! backward pass of a maximum: comparing the image with the result finds the winner again, for the
//! price of reading the image once more.

use super::threads::{for_each_chunk, for_each_part, rows_in_chunk};
use crate::Window;
use std::ops::Range;

/// What is made of the numbers in a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pooling {
    /// The largest.
    Max,
    /// The smallest.
    Min,
    /// Their mean.
    Mean,
}

/// All sizes of one pooling.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// `[H, W]`
    pub image: [usize; 2],
    /// `[H′, W′]`
    pub output: [usize; 2],
    pub channels: usize,
    pub window: Window,
    /// `[[above, below], [left, right]]`
    pub margins: [[usize; 2]; 2],
}

impl Sizes {
    /// Of a window on an image `[H, W]`.
    ///
    /// # Panics
    /// If the window does not fit.
    #[track_caller]
    pub fn new(window: Window, image: [usize; 2], channels: usize) -> Self {
        Sizes {
            image,
            output: window.output(image),
            channels,
            window,
            margins: window.margins(image),
        }
    }

    /// The part of the image under the window at place `o`, along one axis.
    pub fn under(&self, axis: usize, o: usize) -> Range<usize> {
        let start = o * self.window.stride[axis];
        let end = start + self.window.size[axis];
        let inside = |i: usize| {
            i.saturating_sub(self.margins[axis][0])
                .min(self.image[axis])
        };
        inside(start)..inside(end)
    }

    /// Does every place of the window see a number of the image? The first and the last see the least.
    pub fn all_see(&self) -> bool {
        let sees = |axis, o| !self.under(axis, o).is_empty();
        [0, 1]
            .iter()
            .all(|&axis| sees(axis, 0) && sees(axis, self.output[axis] - 1))
    }

    /// Is every number of the image under exactly one window? Then no sum has to be taken on the
    /// way back.
    fn tile(&self) -> bool {
        self.margins == [[0; 2]; 2]
            && self.window.size == self.window.stride
            && [0, 1]
                .iter()
                .all(|&axis| self.output[axis] * self.window.size[axis] == self.image[axis])
    }

    /// Is the image cut into squares of 2 × 2?
    fn quarters(&self) -> bool {
        self.window.size == [2, 2] && self.tile()
    }

    /// Numbers in an image.
    fn input(&self) -> usize {
        self.image[0] * self.image[1] * self.channels
    }

    /// The rows and columns under the window at its `o`-th place.
    fn window_at(&self, o: usize) -> (Range<usize>, Range<usize>) {
        let (i, j) = (o / self.output[1], o % self.output[1]);
        (self.under(0, i), self.under(1, j))
    }

    fn pixel<'a>(&self, image: &'a [f32], a: usize, b: usize) -> &'a [f32] {
        &image[(a * self.image[1] + b) * self.channels..][..self.channels]
    }

    fn pixel_mut<'a>(&self, image: &'a mut [f32], a: usize, b: usize) -> &'a mut [f32] {
        &mut image[(a * self.image[1] + b) * self.channels..][..self.channels]
    }
}

/// The pooled images.
///
/// # Panics
/// If the lengths do not fit the sizes.
pub fn forward(pooling: Pooling, sizes: &Sizes, x: &[f32], y: &mut [f32]) {
    // A NaN stays a NaN, whichever of the two it is.
    match pooling {
        Pooling::Max => {
            let larger = |y: f32, x: f32| if x > y || x.is_nan() { x } else { y };
            pool(sizes, x, y, f32::NEG_INFINITY, larger, |_| 1.0);
        }
        Pooling::Min => {
            let smaller = |y: f32, x: f32| if x < y || x.is_nan() { x } else { y };
            pool(sizes, x, y, f32::INFINITY, smaller, |_| 1.0);
        }
        Pooling::Mean => pool(sizes, x, y, 0.0, |y, x| y + x, |seen| 1.0 / seen as f32),
    }
}

/// `join` all numbers of a window, beginning with `start`; times `factor` of how many there were.
fn pool(
    sizes: &Sizes,
    x: &[f32],
    y: &mut [f32],
    start: f32,
    join: impl Fn(f32, f32) -> f32 + Sync,
    factor: impl Fn(usize) -> f32 + Sync,
) {
    let row = sizes.output[1] * sizes.channels;
    if row == 0 || y.is_empty() {
        return;
    }
    // What is under a window may be less than its size says.
    let reads = sizes.window.size[0].min(sizes.image[0]) * sizes.image[1] * sizes.channels;
    let rows_a_chunk = rows_in_chunk(reads);
    for_each_chunk([y], rows_a_chunk * row, |first, [y]| {
        for (r, y) in (first / row..).zip(y.chunks_exact_mut(row)) {
            let image = &x[r / sizes.output[0] * sizes.input()..][..sizes.input()];
            let i = r % sizes.output[0];
            if sizes.quarters() {
                pool_quarters(sizes, image, i, y, &join, factor(4));
            } else {
                pool_row(sizes, image, i, y, start, &join, &factor);
            }
        }
    });
}

/// Row `i` of an image's output.
fn pool_row(
    sizes: &Sizes,
    image: &[f32],
    i: usize,
    y: &mut [f32],
    start: f32,
    join: impl Fn(f32, f32) -> f32,
    factor: impl Fn(usize) -> f32,
) {
    let rows = sizes.under(0, i);
    for (j, y) in y.chunks_exact_mut(sizes.channels).enumerate() {
        let columns = sizes.under(1, j);
        y.fill(start);
        for (a, b) in places(&rows, &columns) {
            for (y, x) in y.iter_mut().zip(sizes.pixel(image, a, b)) {
                *y = join(*y, *x);
            }
        }
        let factor = factor(rows.len() * columns.len());
        if factor != 1.0 {
            y.iter_mut().for_each(|y| *y *= factor);
        }
    }
}

/// The same for the usual window, 2 × 2 with steps of 2: all four numbers at once.
fn pool_quarters(
    sizes: &Sizes,
    image: &[f32],
    i: usize,
    y: &mut [f32],
    join: impl Fn(f32, f32) -> f32,
    factor: f32,
) {
    let (channels, width) = (sizes.channels, sizes.image[1]);
    let (above, below) =
        image[2 * i * width * channels..][..2 * width * channels].split_at(width * channels);
    let pairs = above
        .chunks_exact(2 * channels)
        .zip(below.chunks_exact(2 * channels));
    for (y, (above, below)) in y.chunks_exact_mut(channels).zip(pairs) {
        let ((a, b), (c, d)) = (above.split_at(channels), below.split_at(channels));
        for ((((y, a), b), c), d) in y.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *y = join(join(join(*a, *b), *c), *d) * factor;
        }
    }
}

/// All places in these rows and columns, row by row: the order in which the first of equals is first.
fn places(rows: &Range<usize>, columns: &Range<usize>) -> impl Iterator<Item = (usize, usize)> {
    let columns = columns.clone();
    rows.clone()
        .flat_map(move |a| columns.clone().map(move |b| (a, b)))
}

/// The gradient of the images. `dy` is used up.
///
/// # Panics
/// If the lengths do not fit the sizes.
pub fn backward(
    pooling: Pooling,
    sizes: &Sizes,
    x: &[f32],
    y: &[f32],
    dy: &mut [f32],
    dx: &mut [f32],
) {
    let (input, output) = (
        sizes.input(),
        sizes.output[0] * sizes.output[1] * sizes.channels,
    );
    if input == 0 || output == 0 {
        dx.fill(0.0);
        return;
    }
    let images = dx.len() / input;
    assert!(dx.len() == images * input && x.len() == dx.len());
    assert!(dy.len() == images * output && y.len() == dy.len());
    for_each_part([dx, dy], [input, output], |n, [dx, dy]| {
        if !sizes.tile() {
            dx.fill(0.0);
        }
        match pooling {
            Pooling::Mean => spread(sizes, dy, dx),
            _ => {
                let (x, y) = (&x[n * input..][..input], &y[n * output..][..output]);
                if sizes.quarters() {
                    to_the_first_quarter(sizes, x, y, dy, dx);
                } else {
                    to_the_first(sizes, x, y, dy, dx);
                }
            }
        }
    });
}

/// One image: each number of a window gets the same share.
fn spread(sizes: &Sizes, dy: &[f32], dx: &mut [f32]) {
    let tile = sizes.tile();
    for (o, dy) in dy.chunks_exact(sizes.channels).enumerate() {
        let (rows, columns) = sizes.window_at(o);
        let share = 1.0 / (rows.len() * columns.len()) as f32;
        for (a, b) in places(&rows, &columns) {
            let dx = sizes.pixel_mut(dx, a, b);
            for (dx, dy) in dx.iter_mut().zip(dy) {
                *dx = if tile { dy * share } else { *dx + dy * share };
            }
        }
    }
}

/// One image: the first number of a window that equals its result takes all of `dy`, and leaves 0
/// for those after it.
fn to_the_first(sizes: &Sizes, x: &[f32], y: &[f32], dy: &mut [f32], dx: &mut [f32]) {
    let tile = sizes.tile();
    let channels = sizes.channels;
    for (o, (y, dy)) in y
        .chunks_exact(channels)
        .zip(dy.chunks_exact_mut(channels))
        .enumerate()
    {
        let (rows, columns) = sizes.window_at(o);
        for (a, b) in places(&rows, &columns) {
            let x = sizes.pixel(x, a, b);
            let dx = sizes.pixel_mut(dx, a, b);
            for (((dx, x), y), dy) in dx.iter_mut().zip(x).zip(y).zip(dy.iter_mut()) {
                let wins = x == y || x.is_nan();
                let g = if wins { *dy } else { 0.0 };
                *dy = if wins { 0.0 } else { *dy };
                *dx = if tile { g } else { *dx + g };
            }
        }
    }
}

/// [`to_the_first`] for squares of 2 × 2: what is left of `dy` stays in a register.
fn to_the_first_quarter(sizes: &Sizes, x: &[f32], y: &[f32], dy: &[f32], dx: &mut [f32]) {
    let (channels, row) = (sizes.channels, sizes.image[1] * sizes.channels);
    let ys = y.chunks_exact(row / 2).zip(dy.chunks_exact(row / 2));
    let rows = x.chunks_exact(2 * row).zip(dx.chunks_exact_mut(2 * row));
    for ((x, dx), (y, dy)) in rows.zip(ys) {
        let (x, x_below) = x.split_at(row);
        let (dx, dx_below) = dx.split_at_mut(row);
        let xs = x
            .chunks_exact(2 * channels)
            .zip(x_below.chunks_exact(2 * channels));
        let dxs = dx
            .chunks_exact_mut(2 * channels)
            .zip(dx_below.chunks_exact_mut(2 * channels));
        let ys = y.chunks_exact(channels).zip(dy.chunks_exact(channels));
        for (((x, x_below), (dx, dx_below)), (y, dy)) in xs.zip(dxs).zip(ys) {
            let ((a, b), (c, d)) = (x.split_at(channels), x_below.split_at(channels));
            let ((da, db), (dc, dd)) = (dx.split_at_mut(channels), dx_below.split_at_mut(channels));
            let (x, mut dx) = ([a, b, c, d], [da, db, dc, dd]);
            let whole = channels - channels % LANES;
            for first in (0..whole).step_by(LANES) {
                quarter::<LANES>(first, x, y, dy, &mut dx);
            }
            for first in whole..channels {
                quarter::<1>(first, x, y, dy, &mut dx);
            }
        }
    }
}

/// Channels at a time: a vector, on machines that have such long ones.
const LANES: usize = 16;

/// `W` channels of one square. By value: the compiler then knows that no result overlaps an input.
#[inline(always)]
fn quarter<const W: usize>(
    first: usize,
    x: [&[f32]; 4],
    y: &[f32],
    dy: &[f32],
    dx: &mut [&mut [f32]; 4],
) {
    let strip = |numbers: &[f32]| -> [f32; W] {
        let strip = numbers[first..].first_chunk();
        *strip.expect("a strip lies inside its pixel")
    };
    let (y, mut left) = (strip(y), strip(dy));
    for (x, dx) in x.into_iter().zip(dx) {
        let x = strip(x);
        let mut share = [0.0; W];
        for i in 0..W {
            let wins = (x[i] == y[i]) | x[i].is_nan();
            share[i] = if wins { left[i] } else { 0.0 };
            left[i] = if wins { 0.0 } else { left[i] };
        }
        dx[first..][..W].copy_from_slice(&share);
    }
}
