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
//!
//! With dilation d tap a lies a·d further, so the taps of phase p are those with a·d ≡ p (mod s). Let g be
//! the greatest common divisor of s and d. There are none unless g divides p; from one to the next
//! are s/g taps, which lead d/g places back.
//!
//! Groups of channels are convolutions of their own, between whose numbers lie those of the others.

use super::margins::Margins;
use super::view::{Grid, Panels, View, add_transposed, correlate, pack_taps, panels_len};
use super::{Convolution, Gradients};
use crate::Tensor;
use crate::kernels::microkernel::Kernels;
use std::ops::Range;

/// y = x ∗ w, and `finish` for each strip of the result.
#[track_caller]
pub fn forward(
    conv: &Convolution,
    kernels: &Kernels,
    x: &[f32],
    weight: &[f32],
    y: &mut [f32],
    finish: impl Fn(&mut [f32]) + Sync,
) {
    let depth = conv.taps() * conv.seen();
    let len = panels_len(kernels, depth, conv.made());
    let mut packed = Tensor::scratch([conv.groups, len]);
    for (first, packed) in conv.firsts().zip(packed.data_mut().chunks_exact_mut(len)) {
        let (weight, sizes) = (&weight[first.output..], [conv.seen(), conv.made()]);
        let taps = 0..conv.taps();
        pack_taps(kernels, weight, sizes, conv.outputs, false, taps, packed);
    }
    let margins = conv.around_x();
    let space = |rows| margins.space(conv.rows_under(0..rows).len());
    conv.for_each_strip(1, 1, space, y, |image, rows, y, space| {
        let x = &x[image * conv.x_image()..][..conv.x_image()];
        let x = margins.add(x, conv.rows_under(rows.clone()), space);
        let (from, to) = (conv.view(rows.len()), conv.grid(rows.len()));
        for (first, packed) in conv.firsts().zip(packed.data().chunks_exact(len)) {
            let weight = Panels {
                data: packed,
                depth,
                columns: conv.made(),
            };
            let (x, y) = (&x[first.channel..], &mut y[first.output..]);
            correlate(kernels, x, from, weight, y, to);
        }
        finish(y);
    });
}

/// The gradients that are wanted, an image at a time: what an image needs stays in the cache.
#[track_caller]
pub fn gradients<'a>(
    conv: &Convolution,
    kernels: &Kernels,
    x: &[f32],
    weight: &[f32],
    ds: impl Fn(usize) -> &'a [f32] + Sync,
    out: Gradients,
) {
    let wants_dw = out.dw.as_ref().is_some_and(|dw| !dw.is_empty());
    let back = Back::new(conv, kernels, weight, out.dx.is_some());
    let (around_x, around_ds) = (conv.around_x(), conv.around_ds());
    let x_space = around_x.space(around_x.rows());
    let ds_space = around_ds.space(around_ds.rows());
    conv.for_each_image(ds, out, x_space + ds_space, |image, ds, own| {
        let (x_space, ds_space) = own.space.split_at_mut(x_space);
        if wants_dw {
            let x = &x[image * conv.x_image()..][..conv.x_image()];
            let x = around_x.add(x, 0..around_x.rows(), x_space);
            let view = conv.view(conv.places[0]);
            for first in conv.firsts() {
                let (x, ds) = (&x[first.channel..], &ds[first.output..]);
                let (dw, columns) = (&mut own.sum[first.output..], [conv.made(), conv.outputs]);
                add_transposed(kernels, x, view, ds, columns, dw);
            }
        }
        if let Some(dx) = own.dx {
            let ds = around_ds.add(ds, 0..around_ds.rows(), ds_space);
            back.image(ds, dx);
        }
    });
}

/// Where a group begins.
#[derive(Clone, Copy)]
struct First {
    channel: usize,
    output: usize,
}

impl Convolution {
    /// Where each group begins among a pixel's channels and outputs.
    fn firsts(&self) -> impl Iterator<Item = First> + use<> {
        let (seen, made) = (self.seen(), self.made());
        (0..self.groups).map(move |group| First {
            channel: group * seen,
            output: group * made,
        })
    }

    /// From the first number under the window to behind the last.
    fn reach(&self, axis: usize) -> usize {
        (self.size[axis] - 1) * self.dilation[axis] + 1
    }

    /// x with the margins that the window reaches into.
    pub fn around_x(&self) -> Margins {
        Margins {
            size: self.image,
            channels: self.channels,
            margins: self.margins,
        }
    }

    /// The rows of the image with its margins that the window sees in these rows of its places.
    pub fn rows_under(&self, places: Range<usize>) -> Range<usize> {
        let first = places.start * self.stride[0];
        first..first + (places.len() - 1) * self.stride[0] + self.reach(0)
    }

    /// What the window sees of a group in `rows` rows of its places, on an image with its margins.
    fn view(&self, rows: usize) -> View {
        let row = self.around_x().row();
        let places = Grid {
            rows,
            columns: self.places[1],
            down: self.stride[0] * row,
            right: self.stride[1] * self.channels,
        };
        let apart = [self.dilation[0] * row, self.dilation[1] * self.channels];
        View::new(places, self.size, apart, [self.seen(), self.channels])
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
    pub fn around_ds(&self) -> Margins {
        Margins {
            size: self.places,
            channels: self.outputs,
            margins: [0, 1].map(|axis| {
                let before = self.margins[axis][0] / self.stride[axis];
                let back = (self.reach(axis) - 1) / self.stride[axis];
                let last = (self.image[axis] + self.margins[axis][0]).saturating_sub(1)
                    / self.stride[axis];
                [
                    back.saturating_sub(before),
                    (last + 1).saturating_sub(self.places[axis]),
                ]
            }),
        }
    }

    /// The phase along an axis whose first number is `first`.
    fn phase(&self, axis: usize, first: usize) -> Phase {
        let (stride, before) = (self.stride[axis], self.margins[axis][0]);
        let (size, dilation) = (self.size[axis], self.dilation[axis]);
        let common = greatest_common_divisor(stride, dilation);
        let (step, apart) = (stride / common, dilation / common);
        let p = (first + before) % stride;
        let first_tap = (0..step.min(size)).find(|a| a * dilation % stride == p);
        let taps = first_tap.map_or(0, |a| (size - a).div_ceil(step));
        let last_tap = first_tap.unwrap_or(0) + taps.saturating_sub(1) * step;
        let place = (first + before) / stride + self.around_ds().margins[axis][0];
        Phase {
            taps,
            first_tap: first_tap.unwrap_or(0),
            step,
            apart,
            first,
            count: self.image[axis].saturating_sub(first).div_ceil(stride),
            start: place - last_tap * dilation / stride,
        }
    }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

/// The numbers of x, along one axis, that meet the same taps.
#[derive(Clone, Copy)]
struct Phase {
    /// How many taps, the first of them, and from one to the next.
    taps: usize,
    first_tap: usize,
    step: usize,
    /// How many places on ds lie between a tap and the next.
    apart: usize,
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
    /// The weight of all phases, one after the other, of each group.
    packed: Tensor,
}

impl<'a> Back<'a> {
    #[track_caller]
    fn new(conv: &'a Convolution, kernels: &'a Kernels, weight: &[f32], wanted: bool) -> Self {
        let depth = if wanted { conv.taps() * conv.made() } else { 0 };
        let packed = Tensor::scratch([conv.groups, panels_len(kernels, depth, conv.seen())]);
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

    /// Those that have numbers: a stride may be longer than the image.
    fn phases(conv: &Convolution) -> impl Iterator<Item = [Phase; 2]> {
        let [down, right] = [0, 1].map(|axis| conv.stride[axis].min(conv.image[axis]));
        (0..down * right).map(move |i| [conv.phase(0, i / right), conv.phase(1, i % right)])
    }

    /// How many floats the weight of a phase takes.
    fn packed_len(&self, [rows, columns]: [Phase; 2]) -> usize {
        let depth = rows.taps * columns.taps * self.conv.made();
        panels_len(self.kernels, depth, self.conv.seen())
    }

    fn pack(&mut self, weight: &[f32]) {
        let (conv, kernels) = (self.conv, self.kernels);
        let sizes = [conv.seen(), conv.made()];
        let mut start = 0;
        for first in conv.firsts() {
            for phase in Back::phases(conv) {
                let len = self.packed_len(phase);
                let packed = &mut self.packed.data_mut()[start..][..len];
                let [rows, columns] = phase;
                // Backwards: ds lies the further up, the further down the tap is.
                let taps = (0..rows.taps * columns.taps).rev().map(|i| {
                    let a = rows.first_tap + i / columns.taps * rows.step;
                    let b = columns.first_tap + i % columns.taps * columns.step;
                    a * conv.size[1] + b
                });
                let weight = &weight[first.output..];
                pack_taps(kernels, weight, sizes, conv.outputs, true, taps, packed);
                start += len;
            }
        }
    }

    /// Writes one image of dx; `ds` has its margins.
    fn image(&self, ds: &[f32], dx: &mut [f32]) {
        let conv = self.conv;
        if Back::phases(conv).any(|[rows, columns]| rows.taps * columns.taps == 0) {
            dx.fill(0.0); // Some numbers are under no tap.
        }
        let mut start = 0;
        for group in conv.firsts() {
            let (ds, dx) = (&ds[group.output..], &mut dx[group.channel..]);
            for phase in Back::phases(conv) {
                let len = self.packed_len(phase);
                self.phase(phase, &self.packed.data()[start..][..len], ds, dx);
                start += len;
            }
        }
    }

    /// Writes the numbers of a phase, of the group that begins where `ds` and `dx` do.
    fn phase(&self, [rows, columns]: [Phase; 2], packed: &[f32], ds: &[f32], dx: &mut [f32]) {
        let (conv, row) = (self.conv, self.conv.around_ds().row());
        let weight = Panels {
            data: packed,
            depth: rows.taps * columns.taps * conv.made(),
            columns: conv.seen(),
        };
        if rows.count * columns.count * weight.depth == 0 {
            return;
        }
        let places = Grid {
            rows: rows.count,
            columns: columns.count,
            down: row,
            right: conv.outputs,
        };
        let (taps, apart) = (
            [rows.taps, columns.taps],
            [rows.apart * row, columns.apart * conv.outputs],
        );
        let view = View::new(places, taps, apart, [conv.made(), conv.outputs]);
        let to = Grid {
            down: conv.stride[0] * conv.image[1] * conv.channels,
            right: conv.stride[1] * conv.channels,
            ..places
        };
        let from = rows.start * row + columns.start * conv.outputs;
        let first = (rows.first * conv.image[1] + columns.first) * conv.channels;
        let (ds, dx) = (&ds[from..], &mut dx[first..]);
        correlate(self.kernels, ds, view, weight, dx, to);
    }
}
