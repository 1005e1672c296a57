//! The transforms of all tiles in a block, and of the weight.

use super::transforms::{Layout, Transform, transform};
use super::{POINTS, Plan};
use crate::Tensor;
use crate::kernels::microkernel::MAX_COLUMNS;
use std::ops::Range;

/// U = G·w·Gᵀ, `[16, C, K]`.
pub fn transform_weight(plan: &Plan, weight: &[f32]) -> Tensor {
    let pairs = plan.conv.channels * plan.conv.outputs;
    let mut u = Tensor::scratch([POINTS, pairs]);
    let (from, to) = ((weight, square(3, pairs)), (u.data_mut(), square(4, pairs)));
    transform(plan.kernels, Transform::Weight, from, to, 1, pairs);
    u
}

/// Squares of `side × side` numbers, `apart` floats from one to the next.
fn square(side: usize, apart: usize) -> Layout {
    Layout {
        down: side * apart,
        right: apart,
        next: 0,
    }
}

/// dw = Gᵀ·dU·G.
pub fn transform_weight_back(plan: &Plan, du: &[f32], dw: &mut [f32]) {
    let pairs = plan.conv.channels * plan.conv.outputs;
    let (from, to) = ((du, square(4, pairs)), (dw, square(3, pairs)));
    transform(plan.kernels, Transform::WeightBack, from, to, 1, pairs);
}

impl Plan<'_> {
    /// Rows of tiles on an image of x with its margins, and in V.
    fn layouts_of_x(&self) -> (Layout, Layout) {
        let c = self.conv.channels;
        let on_x = Layout {
            down: self.around_x.row(),
            right: c,
            next: 2 * c,
        };
        let in_v = Layout {
            next: c,
            ..square(4, self.v_point())
        };
        (on_x, in_v)
    }

    /// Rows of tiles on an image of y, and in a panel of M.
    fn layouts_of_y(&self) -> (Layout, Layout) {
        let k = self.conv.outputs;
        let on_y = Layout {
            down: self.conv.places[1] * k,
            right: k,
            next: 2 * k,
        };
        let in_m = Layout {
            next: self.width(),
            ..square(4, self.m_point())
        };
        (on_y, in_m)
    }
}

/// V = Bᵀ·d·B of `rows` rows of tiles, from an image with its margins.
pub fn transform_input(plan: &Plan, x: &[f32], rows: Range<usize>, v: &mut [f32]) {
    let ([_, tiles], c) = (plan.tiles, plan.conv.channels);
    let (on_x, in_v) = plan.layouts_of_x();
    for (t, row) in rows.enumerate() {
        let from = (&x[2 * row * on_x.down..], on_x);
        let to = (&mut v[t * tiles * c..], in_v);
        transform(plan.kernels, Transform::Input, from, to, tiles, c);
    }
}

/// dx += B·dV·Bᵀ, on an image with its margins.
pub fn input_gradient(plan: &Plan, v: &[f32], rows: Range<usize>, dx: &mut [f32]) {
    let ([_, tiles], c) = (plan.tiles, plan.conv.channels);
    let (on_x, in_v) = plan.layouts_of_x();
    for (t, row) in rows.enumerate() {
        let from = (&v[t * tiles * c..], in_v);
        let to = (&mut dx[2 * row * on_x.down..], on_x);
        transform(plan.kernels, Transform::InputBack, from, to, tiles, c);
    }
}

/// Copies the four results of a tile, as far as they exist.
fn copy_existing(
    (from, read): (&[f32], Layout),
    (to, write): (&mut [f32], Layout),
    [rows, columns]: [usize; 2],
    channels: usize,
) {
    for i in 0..rows {
        for j in 0..columns {
            let from = &from[i * read.down + j * read.right..][..channels];
            to[i * write.down + j * write.right..][..channels].copy_from_slice(from);
        }
    }
}

/// y = Aᵀ·M·A: the results of the tiles, those of the last that exist. `y` is the block's rows.
pub fn transform_output(plan: &Plan, m: &[f32], y: &mut [f32]) {
    let ([_, columns], panel) = (plan.conv.places, plan.width());
    let (on_y, in_m) = plan.layouts_of_y();
    let height = y.len() / on_y.down;
    let tiles = height.div_ceil(2) * plan.tiles[1];
    for first in (0..plan.conv.outputs).step_by(panel) {
        for row in 0..height.div_ceil(2) {
            let rows = 2.min(height - 2 * row);
            let whole = if rows == 2 { columns / 2 } else { 0 };
            let m = &m[first * tiles + row * plan.tiles[1] * panel..];
            let y = &mut y[2 * row * on_y.down + first..];
            let to = (&mut y[..], on_y);
            transform(plan.kernels, Transform::Output, (m, in_m), to, whole, panel);
            for tile in whole..plan.tiles[1] {
                let mut aside = [0.0; 4 * MAX_COLUMNS];
                let from = (&m[tile * panel..], in_m);
                let to = (&mut aside[..], square(2, panel));
                transform(plan.kernels, Transform::Output, from, to, 1, panel);
                let to = (&mut y[tile * on_y.next..], on_y);
                let exist = [rows, 2.min(columns - 2 * tile)];
                copy_existing((&aside, square(2, panel)), to, exist, panel);
            }
        }
    }
}

/// dM = A·ds·Aᵀ, with zeros where there is no result. `ds` is the block's rows.
pub fn output_gradient(plan: &Plan, ds: &[f32], m: &mut [f32]) {
    let ([_, columns], panel) = (plan.conv.places, plan.width());
    let (on_y, in_m) = plan.layouts_of_y();
    let height = ds.len() / on_y.down;
    let tiles = height.div_ceil(2) * plan.tiles[1];
    for first in (0..plan.conv.outputs).step_by(panel) {
        for row in 0..height.div_ceil(2) {
            let rows = 2.min(height - 2 * row);
            let whole = if rows == 2 { columns / 2 } else { 0 };
            let m = &mut m[first * tiles + row * plan.tiles[1] * panel..];
            let ds = &ds[2 * row * on_y.down + first..];
            let to = (&mut m[..], in_m);
            transform(
                plan.kernels,
                Transform::OutputBack,
                (ds, on_y),
                to,
                whole,
                panel,
            );
            for tile in whole..plan.tiles[1] {
                let mut aside = [0.0; 4 * MAX_COLUMNS];
                let exist = [rows, 2.min(columns - 2 * tile)];
                let from = (&ds[tile * on_y.next..], on_y);
                copy_existing(from, (&mut aside, square(2, panel)), exist, panel);
                let to = (&mut m[tile * panel..], in_m);
                let from = (&aside[..], square(2, panel));
                transform(plan.kernels, Transform::OutputBack, from, to, 1, panel);
            }
        }
    }
}
