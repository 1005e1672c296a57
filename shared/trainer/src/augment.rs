//! Pictures changed at random before they are shown: a network that never sees the same picture twice cannot learn it by
//! heart.

use crate::Examples;
use nabla::{Rng, Tensor};
use rand::RngExt;
use std::fmt;

/// How a picture is changed: what it shows stays the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Augment {
    /// A margin of zeros on each side, out of which a piece of the old size is cut at random.
    pub padding: usize,
    /// Whether left and right change places, half of the time. (A cat stays a cat; a 3 is no digit any more.)
    pub flips: bool,
}

// ANCHOR: augment
impl Augment {
    /// Changes each picture of a batch, `[N, H, W, C]`, in its own way.
    ///
    /// # Panics
    /// If these are no pictures.
    pub fn apply(self, images: &Tensor, rng: &mut Rng) -> Tensor {
        seen(images, |_| View {
            to: [(); 2].map(|()| {
                let most = 2 * self.padding as u32;
                rng.random_range(0..=most) as isize - self.padding as isize
            }),
            flipped: self.flips && rng.random(),
        })
    }
    // ANCHOR_END: augment

    /// The pictures as they are, and from one pixel farther up, down, left and right; each time flipped too, if this flips.
    /// One network that reads all of them and takes the mean errs less than one that looks once.
    ///
    /// # Panics
    /// If these are no pictures.
    pub fn views(self, images: &Tensor) -> Vec<Tensor> {
        let ways: &[bool] = if self.flips { &[false, true] } else { &[false] };
        let places = [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1]];
        let views = places
            .iter()
            .flat_map(|&to| ways.iter().map(move |&flipped| View { to, flipped }));
        views.map(|view| seen(images, |_| view)).collect()
    }
}

/// From where a picture is seen: so many pixels farther down and to the right, and whether in a mirror.
#[derive(Clone, Copy)]
struct View {
    to: [isize; 2],
    flipped: bool,
}

// ANCHOR: seen
/// Each picture from its own place. Beyond its edge there are zeros.
fn seen(images: &Tensor, mut view: impl FnMut(usize) -> View) -> Tensor {
    let &[count, height, width, channels] = images.dims() else {
        panic!("augment: pictures are [N, H, W, C], not {}", images.shape());
    };
    let mut changed = vec![0.0; images.len()];
    let size = height * width * channels;
    for i in 0..count {
        let View {
            to: [down, right],
            flipped,
        } = view(i);
        let (from, to) = (&images.data()[i * size..][..size], &mut changed[i * size..]);
        for row in 0..height {
            for column in 0..width {
                let across = if flipped { width - 1 - column } else { column };
                let (y, x) = (
                    row.wrapping_add_signed(down),
                    across.wrapping_add_signed(right),
                );
                if y < height && x < width {
                    let pixel = &from[(y * width + x) * channels..][..channels];
                    to[(row * width + column) * channels..][..channels].copy_from_slice(pixel);
                }
            }
        }
    }
    Tensor::from_vec(changed, images.shape())
}
// ANCHOR_END: seen

/// `cut from a margin of 4, flipped`.
impl fmt::Display for Augment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flipped = if self.flips { ", flipped" } else { "" };
        write!(f, "cut from a margin of {}{flipped}", self.padding)
    }
}

/// What brings each channel to mean 0 and deviation 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Channels {
    /// The mean of each.
    pub means: Vec<f32>,
    /// The standard deviation of each.
    pub deviations: Vec<f32>,
}

impl Channels {
    /// Of the channels, on the last axis, of these examples.
    pub fn of(examples: &Examples) -> Self {
        let channels = examples.images.shape().last();
        let pixels = examples.images.data().chunks_exact(channels);
        let count = pixels.len() as f64;
        let mut sums = vec![[0.0_f64; 2]; channels];
        for pixel in pixels {
            for (sum, &x) in sums.iter_mut().zip(pixel) {
                sum[0] += f64::from(x);
                sum[1] += f64::from(x).powi(2);
            }
        }
        let mean = |&[sum, _]: &[f64; 2]| sum / count;
        let deviation = |sums: &[f64; 2]| (sums[1] / count - mean(sums).powi(2)).max(0.0).sqrt();
        Channels {
            means: sums.iter().map(|sums| mean(sums) as f32).collect(),
            deviations: sums.iter().map(|sums| deviation(sums) as f32).collect(),
        }
    }

    /// Shifts and scales the channels of examples. One that never changes is only shifted.
    pub fn apply(&self, examples: &mut Examples) {
        self.change(examples.images.data_mut(), |x, mean, deviation| {
            (x - mean) / deviation
        });
    }

    /// Shifts and scales pixels back.
    pub fn undo(&self, pixels: &mut [f32]) {
        self.change(pixels, |x, mean, deviation| x * deviation + mean);
    }

    fn change(&self, pixels: &mut [f32], of: impl Fn(f32, f32, f32) -> f32) {
        for pixel in pixels.chunks_exact_mut(self.means.len()) {
            for ((x, &mean), &deviation) in pixel.iter_mut().zip(&self.means).zip(&self.deviations)
            {
                *x = of(*x, mean, if deviation > 0.0 { deviation } else { 1.0 });
            }
        }
    }
}
