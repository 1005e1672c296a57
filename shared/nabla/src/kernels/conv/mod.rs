//! Convolution and its gradients, made fast. [`naive::conv2d`](super::naive::conv2d) and its two
//! companions are the specification: the tests compare.
//!
//! - `view.rs`: a window over an NHWC image is a matrix already; nothing need be copied.
//! - `margins.rs`: zeros around an image.
//! - `plain.rs`: the three passes by means of both, for any window.
//! - `depthwise.rs`: a kernel for each channel, for which a matrix product is too much.
//! - `winograd/`: fewer multiplications for the usual windows, 3 × 3 and 5 × 5.
//! - `parts.rs`: who computes what, so that the number of threads changes no bit.

mod depthwise;
mod margins;
mod parts;
mod plain;
mod view;
mod winograd;

use super::microkernel::kernels;
use super::threads::Shared;
use crate::{Shape, Window};
use margins::Margins;

/// The sizes of a convolution.
#[derive(Clone, Copy, Debug)]
pub struct Convolution {
    pub images: usize,
    /// `[H, W]`
    pub image: [usize; 2],
    pub channels: usize,
    /// `[H′, W′]`
    pub places: [usize; 2],
    pub outputs: usize,
    /// Of the channels, and of the outputs.
    pub groups: usize,
    /// `[KH, KW]`
    pub size: [usize; 2],
    pub stride: [usize; 2],
    pub dilation: [usize; 2],
    /// `[[above, below], [left, right]]`
    pub margins: [[usize; 2]; 2],
}

/// Where the gradients go that somebody wants.
#[derive(Default)]
pub struct Gradients<'a> {
    /// `[N, H, W, C]`
    pub dx: Option<&'a mut [f32]>,
    /// `[KH, KW, C/groups, K]`
    pub dw: Option<&'a mut [f32]>,
    /// `[K]`
    pub db: Option<&'a mut [f32]>,
}

impl Convolution {
    /// The convolution of `x` `[N, H, W, C]` to `outputs` channels.
    ///
    /// # Panics
    /// If `x` is no batch of images, the window does not fit into it, the groups do not divide the
    /// channels, or an image with its margins is more than memory can hold. The kernels multiply sizes
    /// without looking: what they multiply is checked here.
    #[track_caller]
    pub fn new(x: Shape, outputs: usize, window: Window) -> Self {
        let &[images, height, width, channels] = x.dims() else {
            panic!("{x} is no batch of images [N, H, W, C]");
        };
        let groups = window.groups;
        assert!(
            channels.is_multiple_of(groups) && outputs.is_multiple_of(groups),
            "{groups} groups do not divide {channels} channels and {outputs} outputs"
        );
        let places = window.output([height, width]);
        let margins = window.margins([height, width]);
        let [rows, columns] = margins.map(|[before, after]| before + after);
        let padded = [height + rows, width + columns];
        // What is further than the padded image is never reached, however far it is.
        let within = |steps: [usize; 2]| [steps[0].min(padded[0]), steps[1].min(padded[1])];
        let conv = Convolution {
            images,
            image: [height, width],
            channels,
            places,
            outputs,
            groups,
            size: window.size,
            stride: within(window.stride),
            dilation: within(window.dilation),
            margins,
        };
        let padded = [conv.around_x(), conv.around_ds()];
        assert!(
            padded.iter().all(Margins::fit_memory),
            "an image of {height} × {width} with margins of {margins:?} and {channels} channels to \
             {outputs} has more numbers than memory can hold; pad or dilate by less"
        );
        conv
    }

    /// The result's shape, `[N, H′, W′, K]`.
    pub fn output(&self) -> Shape {
        let [height, width] = self.places;
        Shape::new(&[self.images, height, width, self.outputs])
    }

    /// y = x ∗ w. Every piece of complete rows `[places, K]` of the result passes through `finish`
    /// while it is still in the cache: the place for a bias and an activation.
    ///
    /// # Panics
    /// If a slice has the wrong length.
    #[track_caller]
    pub fn forward(
        &self,
        x: &[f32],
        weight: &[f32],
        y: &mut [f32],
        finish: impl Fn(&mut [f32]) + Sync,
    ) {
        assert!(x.len() == self.x_len() && y.len() == self.y_len());
        assert!(weight.len() == self.weight_len());
        if self.images == 0 {
            return;
        }
        if self.is_depthwise() {
            depthwise::forward(self, x, weight, y, finish);
        } else if winograd::suits(self) {
            winograd::forward(self, kernels(), x, weight, y, finish);
        } else {
            plain::forward(self, kernels(), x, weight, y, finish);
        }
    }

    /// The gradients that are asked for. Each image's `dy` first passes through
    /// `upstream(first number, dy)`, which turns it into the gradient of the sums (before the
    /// activation).
    ///
    /// # Panics
    /// If a slice has the wrong length.
    pub fn backward(
        &self,
        x: &[f32],
        weight: &[f32],
        dy: &mut [f32],
        upstream: impl Fn(usize, &mut [f32]) + Sync,
        gradients: Gradients,
    ) {
        assert!(dy.len() == self.y_len());
        let len = self.y_image();
        let dy = Shared(dy.as_mut_ptr());
        let ds = |image: usize| {
            #[allow(unsafe_code, reason = "images do not overlap")]
            // SAFETY: `gradients` asks for each image once, and `dy` holds all of them.
            let dy = unsafe { dy.piece(image * len, len) };
            upstream(image * len, dy);
            &*dy
        };
        self.gradients(x, weight, ds, gradients);
    }

    /// The gradients that are asked for; `ds(i)` is the gradient of the sums of image i. `x` may be
    /// empty if dw is not wanted.
    ///
    /// # Panics
    /// If a slice has the wrong length.
    #[track_caller]
    pub fn gradients<'a>(
        &self,
        x: &[f32],
        weight: &[f32],
        ds: impl Fn(usize) -> &'a [f32] + Sync,
        gradients: Gradients,
    ) {
        let Gradients { dx, dw, db } = &gradients;
        assert!(weight.len() == self.weight_len());
        assert!(dw.is_none() || x.len() == self.x_len());
        assert!(dx.as_ref().is_none_or(|dx| dx.len() == self.x_len()));
        assert!(dw.as_ref().is_none_or(|dw| dw.len() == self.weight_len()));
        assert!(db.as_ref().is_none_or(|db| db.len() == self.outputs));
        if self.images == 0 {
            let sums = [gradients.dw, gradients.db].into_iter().flatten();
            return sums.for_each(|sum| sum.fill(0.0));
        }
        if self.is_depthwise() {
            depthwise::gradients(self, x, weight, ds, gradients);
        } else if winograd::suits(self) {
            winograd::gradients(self, kernels(), x, weight, ds, gradients);
        } else {
            plain::gradients(self, kernels(), x, weight, ds, gradients);
        }
    }

    fn x_image(&self) -> usize {
        self.image[0] * self.image[1] * self.channels
    }

    fn y_image(&self) -> usize {
        self.places[0] * self.places[1] * self.outputs
    }

    fn x_len(&self) -> usize {
        self.images * self.x_image()
    }

    fn y_len(&self) -> usize {
        self.images * self.y_image()
    }

    /// Numbers under the window, of one channel.
    pub fn taps(&self) -> usize {
        self.size[0] * self.size[1]
    }

    /// Channels that an output sees.
    pub fn seen(&self) -> usize {
        self.channels / self.groups
    }

    /// Outputs of a group.
    pub fn made(&self) -> usize {
        self.outputs / self.groups
    }

    fn weight_len(&self) -> usize {
        self.taps() * self.seen() * self.outputs
    }

    /// Has each channel a kernel and an output of its own?
    fn is_depthwise(&self) -> bool {
        self.groups > 1 && self.groups == self.channels && self.groups == self.outputs
    }
}

#[cfg(test)]
mod tests;
