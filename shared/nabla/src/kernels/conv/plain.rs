//! The three passes of a convolution as products of views.
//!
//! Forward, y = (view of x) · w. For dw = (view of x)ᵀ · ds the same view is read the other way round.
//!
//! For dx, ask what a number of x has fed. With stride 1, x[i] went into the places i − a of every
//! tap a (the margin aside), so dx[i] = Σ_a ds[i − a]·w[a]ᵀ: again a window that slides, now over ds,
//! with the taps in reverse order and the weight of each transposed. With stride s, x[i] meets only
//! the taps a ≡ i (mod s), at the places (i − a)/s. So the numbers of x fall into s × s *phases*, and
//! each is a convolution of ds with stride 1 and its own share of the taps. Nothing is wasted, and
//! the results of a phase lie s apart.

use super::margins::Margins;
use super::view::{Grid, Panels, View, add_transposed, correlate, pack_taps, panels_len};
use super::{Convolution, Gradients};
use crate::Tensor;
use crate::kernels::microkernel::Kernels;
use std::ops::Range;

/// y = x ∗ w, and `finish` for each strip of the result.
pub fn forward(
    conv: &Convolution,
    kernels: &Kernels,
    x: &[f32],
    weight: &[f32],
    y: &mut [f32],
    finish: impl Fn(&mut [f32]) + Sync,
) {
    let depth = conv.taps() * conv.channels;
    let mut packed = Tensor::scratch([panels_len(kernels, depth, conv.outputs)]);
    let (sizes, taps) = ([conv.channels, conv.outputs], 0..conv.taps());
    pack_taps(kernels, weight, sizes, false, taps, packed.data_mut());
    let weight = Panels {
        data: packed.data(),
        depth,
        columns: conv.outputs,
    };
    let margins = conv.around_x();
    let space = |rows| margins.space(conv.rows_under(0..rows).len());
    conv.for_each_strip(1, space, y, |image, rows, y, space| {
        let x = &x[image * conv.x_image()..][..conv.x_image()];
        let x = margins.add(x, conv.rows_under(rows.clone()), space);
        let (from, to) = (conv.view(rows.len()), conv.grid(rows.len()));
        correlate(kernels, x, from, weight, y, to);
        finish(y);
    });
}

/// The gradients that are wanted, an image at a time: what an image needs stays in the cache.
pub fn gradients<'a>(
    conv: &Convolution,
    kernels: &Kernels,
    x: &[f32],
    weight: &[f32],
    ds: impl Fn(usize) -> &'a [f32] + Sync,
    out: Gradients,
) {
    let Gradients { dx, dw, db } = out;
    let dw = dw.unwrap_or_default();
    let wants_dw = !dw.is_empty();
    let back = Back::new(conv, kernels, weight, dx.is_some());
    let (around_x, around_ds) = (conv.around_x(), conv.around_ds());
    let x_space = around_x.space(around_x.rows());
    let ds_space = around_ds.space(around_ds.rows());
    conv.for_each_image(ds, dx, dw, db, x_space + ds_space, |image, ds, own| {
        let (x_space, ds_space) = own.space.split_at_mut(x_space);
        if wants_dw {
            let x = &x[image * conv.x_image()..][..conv.x_image()];
            let x = around_x.add(x, 0..around_x.rows(), x_space);
            let view = conv.view(conv.places[0]);
            add_transposed(kernels, x, view, ds, conv.outputs, own.sum);
        }
        if let Some(dx) = own.dx {
            let ds = around_ds.add(ds, 0..around_ds.rows(), ds_space);
            back.image(ds, dx);
        }
    });
}

impl Convolution {
    /// x with the margins that the window reaches into.
    pub fn around_x(&self) -> Margins {
        Margins {
            size: self.image,
            channels: self.channels,
            margins: self.margins,
        }
    }

    /// The rows of the image with its margins that the window sees in these rows of its places.
    fn rows_under(&self, places: Range<usize>) -> Range<usize> {
        let first = places.start * self.stride[0];
        first..first + (places.len() - 1) * self.stride[0] + self.size[0]
    }

    /// What the window sees in `rows` rows of its places, on an image with its margins.
    fn view(&self, rows: usize) -> View {
        let row = self.around_x().row();
        View {
            places: Grid {
                rows,
                columns: self.places[1],
                down: self.stride[0] * row,
                right: self.stride[1] * self.channels,
            },
            runs: self.size[0],
            run: row,
            depth: self.size[1] * self.channels,
        }
    }

    /// Where the results of `rows` rows of places lie.
    fn grid(&self, rows: usize) -> Grid {
        Grid {
            rows,
            columns: self.places[1],
            down: self.places[1] * self.outputs,
            right: self.outputs,
        }
    }

    /// ds with the margins that the windows of the backward pass reach into.
    fn around_ds(&self) -> Margins {
        Margins {
            size: self.places,
            channels: self.outputs,
            margins: [0, 1].map(|axis| {
                let before = self.margins[axis][0] / self.stride[axis];
                let taps = self.size[axis].div_ceil(self.stride[axis]);
                let last = (self.image[axis] + self.margins[axis][0]).saturating_sub(1)
                    / self.stride[axis];
                [
                    (taps - 1).saturating_sub(before),
                    (last + 1).saturating_sub(self.places[axis]),
                ]
            }),
        }
    }

    /// Phase `p` along an axis.
    fn phase(&self, axis: usize, p: usize) -> Phase {
        let (stride, before) = (self.stride[axis], self.margins[axis][0]);
        let taps = self.size[axis].saturating_sub(p).div_ceil(stride);
        let first = (p + stride - before % stride) % stride;
        Phase {
            p,
            taps,
            first,
            count: self.image[axis].saturating_sub(first).div_ceil(stride),
            start: (first + before) / stride + self.around_ds().margins[axis][0] + 1 - taps.max(1),
        }
    }
}

/// The numbers of x, along one axis, that meet the taps p, p + s, p + 2s, …
#[derive(Clone, Copy)]
struct Phase {
    p: usize,
    /// How many taps.
    taps: usize,
    /// The first of the numbers, and how many they are.
    first: usize,
    count: usize,
    /// The place, on ds with its margins, where the first number's window begins.
    start: usize,
}

/// The pass from ds to dx.
struct Back<'a> {
    conv: &'a Convolution,
    kernels: &'a Kernels,
    /// The weight of all phases, one after the other.
    packed: Tensor,
}

impl<'a> Back<'a> {
    fn new(conv: &'a Convolution, kernels: &'a Kernels, weight: &[f32], wanted: bool) -> Self {
        let depth = if wanted {
            conv.taps() * conv.outputs
        } else {
            0
        };
        let packed = Tensor::scratch([panels_len(kernels, depth, conv.channels)]);
        let mut back = Back {
            conv,
            kernels,
            packed,
        };
        if wanted {
            back.pack(weight);
        }
        back
    }

    fn phases(conv: &Convolution) -> impl Iterator<Item = [Phase; 2]> {
        let [down, right] = conv.stride;
        (0..down * right).map(move |i| [conv.phase(0, i / right), conv.phase(1, i % right)])
    }

    /// How many floats the weight of a phase takes.
    fn packed_len(&self, [rows, columns]: [Phase; 2]) -> usize {
        let depth = rows.taps * columns.taps * self.conv.outputs;
        panels_len(self.kernels, depth, self.conv.channels)
    }

    fn pack(&mut self, weight: &[f32]) {
        let (conv, kernels) = (self.conv, self.kernels);
        let sizes = [conv.channels, conv.outputs];
        let mut start = 0;
        for phase in Back::phases(conv) {
            let len = self.packed_len(phase);
            let packed = &mut self.packed.data_mut()[start..][..len];
            let [rows, columns] = phase;
            // Backwards: ds lies the further up, the further down the tap is.
            let taps = (0..rows.taps * columns.taps).rev().map(|i| {
                let a = rows.p + i / columns.taps * conv.stride[0];
                let b = columns.p + i % columns.taps * conv.stride[1];
                a * conv.size[1] + b
            });
            pack_taps(kernels, weight, sizes, true, taps, packed);
            start += len;
        }
    }

    /// Writes one image of dx; `ds` has its margins.
    fn image(&self, ds: &[f32], dx: &mut [f32]) {
        let conv = self.conv;
        if conv.stride[0] > conv.size[0] || conv.stride[1] > conv.size[1] {
            dx.fill(0.0); // Some numbers are under no tap.
        }
        let row = conv.around_ds().row();
        let mut start = 0;
        for phase in Back::phases(conv) {
            let len = self.packed_len(phase);
            let [rows, columns] = phase;
            let weight = Panels {
                data: &self.packed.data()[start..][..len],
                depth: rows.taps * columns.taps * conv.outputs,
                columns: conv.channels,
            };
            start += len;
            if rows.count * columns.count * weight.depth == 0 {
                continue;
            }
            let view = View {
                places: Grid {
                    rows: rows.count,
                    columns: columns.count,
                    down: row,
                    right: conv.outputs,
                },
                runs: rows.taps,
                run: row,
                depth: columns.taps * conv.outputs,
            };
            let to = Grid {
                down: conv.stride[0] * conv.image[1] * conv.channels,
                right: conv.stride[1] * conv.channels,
                ..view.places
            };
            let from = rows.start * row + columns.start * conv.outputs;
            let first = (rows.first * conv.image[1] + columns.first) * conv.channels;
            correlate(
                self.kernels,
                &ds[from..],
                view,
                weight,
                &mut dx[first..],
                to,
            );
        }
    }
}
