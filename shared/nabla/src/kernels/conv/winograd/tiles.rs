//! The transforms of all tiles in a block, and of the weight.

use super::layout::{Layout, SIDE};
use super::transforms::{Transform, transform};
use super::{POINTS, Plan};
use crate::Tensor;
use std::ops::Range;

/// U = G·w·Gᵀ, `[36, C, K]`.
pub fn transform_weight(plan: &Plan, weight: &[f32]) -> Tensor {
    let (pairs, taps) = (plan.conv.channels * plan.conv.outputs, plan.conv.size[0]);
    let mut u = Tensor::scratch([POINTS, pairs]);
    let from = (weight, Layout::squares(taps, pairs, 0));
    let to = (u.data_mut(), Layout::squares(SIDE, pairs, 0));
    transform(plan.kernels, Transform::Weight(taps), from, to, 1, pairs);
    u
}

/// dw = Gᵀ·dU·G.
pub fn transform_weight_back(plan: &Plan, du: &[f32], dw: &mut [f32]) {
    let (pairs, taps) = (plan.conv.channels * plan.conv.outputs, plan.conv.size[0]);
    let from = (du, Layout::squares(SIDE, pairs, 0));
    let to = (dw, Layout::squares(taps, pairs, 0));
    transform(
        plan.kernels,
        Transform::WeightBack(taps),
        from,
        to,
        1,
        pairs,
    );
}

impl Plan<'_> {
    /// Row `row` of the tiles on an image of x, and a row of tiles in V.
    fn layouts_of_x(&self, row: usize) -> (Layout, Layout) {
        let (conv, side) = (self.conv, self.side);
        let [above, left] = conv.margins.map(|margins| margins[0] as isize);
        let at = [(side * row) as isize - above, -left];
        let on_x = Layout::image(conv.image, conv.channels, at, side);
        let in_v = Layout::squares(SIDE, self.v_point(), conv.channels);
        (on_x, in_v)
    }

    /// Row `row` of the tiles on `height` rows of an image of y, and a row of tiles in a panel of M.
    fn layouts_of_y(&self, height: usize, row: usize) -> (Layout, Layout) {
        let (size, at) = (
            [height, self.conv.places[1]],
            [(self.side * row) as isize, 0],
        );
        let on_y = Layout::image(size, self.conv.outputs, at, self.side);
        let in_m = Layout::squares(SIDE, self.m_point(), self.width());
        (on_y, in_m)
    }
}

/// V = Bᵀ·d·B of these rows of tiles of an image, into the block from tile `first` on.
pub fn transform_input(plan: &Plan, x: &[f32], rows: Range<usize>, first: usize, v: &mut [f32]) {
    let ([_, tiles], c) = (plan.tiles, plan.conv.channels);
    for (t, row) in rows.enumerate() {
        let (on_x, in_v) = plan.layouts_of_x(row);
        let to = (&mut v[(first + t * tiles) * c..], in_v);
        transform(plan.kernels, Transform::Input, (x, on_x), to, tiles, c);
    }
}

/// dx += B·dV·Bᵀ of these rows of tiles of an image, from tile `first` of the block on.
pub fn input_gradient(plan: &Plan, v: &[f32], rows: Range<usize>, first: usize, dx: &mut [f32]) {
    let ([_, tiles], c) = (plan.tiles, plan.conv.channels);
    for (t, row) in rows.enumerate() {
        let (on_x, in_v) = plan.layouts_of_x(row);
        let from = (&v[(first + t * tiles) * c..], in_v);
        transform(
            plan.kernels,
            Transform::InputBack,
            from,
            (&mut *dx, on_x),
            tiles,
            c,
        );
    }
}

/// y = Aᵀ·M·A: some rows of an image, whose tiles begin where `tiles`, which ends with the block, does.
pub fn transform_output(plan: &Plan, m: &[f32], tiles: Range<usize>, y: &mut [f32]) {
    let ([_, right], panel) = (plan.tiles, plan.width());
    let height = y.len() / (plan.conv.places[1] * plan.conv.outputs);
    let which = Transform::Output(plan.side);
    for first in (0..plan.conv.outputs).step_by(panel) {
        for row in 0..height.div_ceil(plan.side) {
            let (on_y, in_m) = plan.layouts_of_y(height, row);
            let from = &m[first * tiles.end + (tiles.start + row * right) * panel..];
            let to = (&mut y[first..], on_y);
            transform(plan.kernels, which, (from, in_m), to, right, panel);
        }
    }
}

/// dM = A·ds·Aᵀ: of some rows of an image, whose tiles begin where `tiles`, which ends with the block, does.
pub fn output_gradient(plan: &Plan, ds: &[f32], tiles: Range<usize>, m: &mut [f32]) {
    let ([_, right], panel) = (plan.tiles, plan.width());
    let height = ds.len() / (plan.conv.places[1] * plan.conv.outputs);
    let which = Transform::OutputBack(plan.side);
    for first in (0..plan.conv.outputs).step_by(panel) {
        for row in 0..height.div_ceil(plan.side) {
            let (on_y, in_m) = plan.layouts_of_y(height, row);
            let from = (&ds[first..], on_y);
            let to = &mut m[first * tiles.end + (tiles.start + row * right) * panel..];
            transform(plan.kernels, which, from, (to, in_m), right, panel);
        }
    }
}
