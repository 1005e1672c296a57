//! Depthwise convolution: each channel has a kernel of its own and makes one output (Chollet, *Xception*,
//! 2017; MobileNet). A matrix product of one column would leave the vectors empty; here they lie along the
//! channels:
//!
//! ```text
//! y[i, j, c] = Σ_ab x[i·s + a·d, j·s + b·d, c] · w[a, b, c]
//!
//! dx and dw: each product sends ds·w back to its x, and ds·x to its w
//! ```

use super::{Convolution, Gradients};
use crate::kernels::math::multiply_add;

/// Channels at a time: a vector, on machines that have such long ones.
const LANES: usize = 16;

/// y = x ∗ w, and `finish` for each strip of the result.
#[track_caller]
pub fn forward(
    conv: &Convolution,
    x: &[f32],
    weight: &[f32],
    y: &mut [f32],
    finish: impl Fn(&mut [f32]) + Sync,
) {
    let margins = conv.around_x();
    let space = |rows| margins.space(conv.rows_under(0..rows).len());
    conv.for_each_strip(1, 1, space, y, |image, rows, y, space| {
        let x = &x[image * conv.x_image()..][..conv.x_image()];
        let x = margins.add(x, conv.rows_under(rows), space);
        for (place, y) in y.chunks_exact_mut(conv.channels).enumerate() {
            let under = &x[conv.first_under(place)..];
            let whole = y.len() - y.len() % LANES;
            for first in (0..whole).step_by(LANES) {
                conv.sum::<LANES>(first, under, weight, y);
            }
            for first in whole..y.len() {
                conv.sum::<1>(first, under, weight, y);
            }
        }
        finish(y);
    });
}

/// The gradients that are wanted, an image at a time.
#[track_caller]
pub fn gradients<'a>(
    conv: &Convolution,
    x: &[f32],
    weight: &[f32],
    ds: impl Fn(usize) -> &'a [f32] + Sync,
    out: Gradients,
) {
    let wants_dx = out.dx.is_some();
    let wants_dw = out.dw.as_ref().is_some_and(|dw| !dw.is_empty());
    let margins = conv.around_x();
    let space = margins.space(margins.rows());
    let [x_space, dx_space] = [wants_dw, wants_dx].map(|wants| if wants { space } else { 0 });
    conv.for_each_image(ds, out, x_space + dx_space, |image, ds, own| {
        let (x_space, dx_space) = own.space.split_at_mut(x_space);
        if wants_dw {
            let x = &x[image * conv.x_image()..][..conv.x_image()];
            let x = margins.add(x, 0..margins.rows(), x_space);
            conv.for_each_product(ds, |ds, at, tap| add(own.sum, tap, ds, &x[at..]));
        }
        if let Some(dx) = own.dx {
            let mut dx = margins.open(dx, dx_space);
            let sums = dx.all();
            conv.for_each_product(ds, |ds, at, tap| add(sums, at, ds, &weight[tap..]));
            dx.close();
        }
    });
}

/// sums[at + c] += a[c] · b[c] for each channel.
fn add(sums: &mut [f32], at: usize, a: &[f32], b: &[f32]) {
    for ((sum, a), b) in sums[at..].iter_mut().zip(a).zip(b) {
        *sum = multiply_add(*a, *b, *sum);
    }
}

impl Convolution {
    /// Where the window begins at its `place`-th place, on x with its margins.
    fn first_under(&self, place: usize) -> usize {
        let (i, j) = (place / self.places[1], place % self.places[1]);
        i * self.stride[0] * self.around_x().row() + j * self.stride[1] * self.channels
    }

    /// How far tap `(a, b)` lies from there.
    fn tap(&self, a: usize, b: usize) -> usize {
        a * self.dilation[0] * self.around_x().row() + b * self.dilation[1] * self.channels
    }

    /// `W` channels of one place, from `first` on.
    #[inline(always)]
    fn sum<const W: usize>(&self, first: usize, under: &[f32], weight: &[f32], y: &mut [f32]) {
        let mut sums = [0.0; W];
        for a in 0..self.size[0] {
            for b in 0..self.size[1] {
                let x = &under[self.tap(a, b) + first..][..W];
                let w = &weight[(a * self.size[1] + b) * self.channels + first..][..W];
                for c in 0..W {
                    sums[c] = multiply_add(x[c], w[c], sums[c]);
                }
            }
        }
        y[first..][..W].copy_from_slice(&sums);
    }

    /// Calls `f(ds of a place, where the number of x lies, where the one of w)` for all places and taps of
    /// an image, for the first channel: the others lie beside.
    fn for_each_product(&self, ds: &[f32], mut f: impl FnMut(&[f32], usize, usize)) {
        for (place, ds) in ds.chunks_exact(self.channels).enumerate() {
            let first = self.first_under(place);
            for a in 0..self.size[0] {
                for b in 0..self.size[1] {
                    let tap = (a * self.size[1] + b) * self.channels;
                    f(ds, first + self.tap(a, b), tap);
                }
            }
        }
    }
}
