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
        let &[count, height, width, channels] = images.dims() else {
            panic!("augment: pictures are [N, H, W, C], not {}", images.shape());
        };
        let mut changed = vec![0.0; images.len()];
        let size = height * width * channels;
        for i in 0..count {
            let most = 2 * self.padding as u32;
            let [down, right] = [(); 2].map(|()| rng.random_range(0..=most) as usize);
            let flip = self.flips && rng.random();
            let (from, to) = (&images.data()[i * size..][..size], &mut changed[i * size..]);
            for row in 0..height {
                for column in 0..width {
                    let seen = if flip { width - 1 - column } else { column };
                    // Places in the picture with its margin, then without.
                    let y = (row + down).wrapping_sub(self.padding);
                    let x = (seen + right).wrapping_sub(self.padding);
                    if y < height && x < width {
                        let pixel = &from[(y * width + x) * channels..][..channels];
                        to[(row * width + column) * channels..][..channels].copy_from_slice(pixel);
                    }
                }
            }
        }
        Tensor::from_vec(changed, images.shape())
    }
}
// ANCHOR_END: augment

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
