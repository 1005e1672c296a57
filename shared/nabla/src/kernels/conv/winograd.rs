//! 3 × 3 convolutions with stride 1 by Winograd's method: `transforms.rs` derives it.
//!
//! A block of tiles is transformed, multiplied and transformed back before the next one is begun, so
//! that it stays in the second-level cache. With T tiles in a block:
//!
//! ```text
//! U  [16, C, K]                the weight, once a pass, packed for the products
//! V  [16, T, C]                of x
//! M  [16, K/width, T, width]   in panels: it is also the right side of a product, going back
//!
//! forward    M_ξ = V_ξ·U_ξ                                  for each of the sixteen ξ
//! backward   dU_ξ += V_ξᵀ·dM_ξ,   dV_ξ = dM_ξ·U_ξᵀ
//! ```
//!
//! How exact is it? The transforms add numbers before they are multiplied, so rounding errors grow:
//! against double precision the error is about twice that of plain summation.

#![allow(
    unsafe_code,
    reason = "the micro-kernel reads and writes through raw pointers"
)]

use super::super::microkernel::{Kernels, MAX_COLUMNS, Tile};
use super::margins::Margins;
use super::transforms::{Layout, Transform, transform};
use super::view::{evenly, pack_taps};
use super::{Convolution, Gradients};
use crate::Tensor;
use std::ops::Range;

/// Products in a tile.
const POINTS: usize = 16;

/// Floats of V and M together in a block of tiles. Forward, the fewer the nearer they stay; backward
/// a product sums over the tiles of a block, so that too few would have it load and store its sums all
/// the time.
const FORWARD_BLOCK: usize = 40 * 1024;
const BACKWARD_BLOCK: usize = 128 * 1024;

/// Is this convolution one that the method does, and is good at?
pub fn suits(conv: &Convolution) -> bool {
    conv.size == [3, 3]
        && conv.stride == [1, 1]
        && conv.channels.is_multiple_of(MAX_COLUMNS / 2)
        && conv.outputs.is_multiple_of(MAX_COLUMNS)
        && conv.places[0] * conv.places[1] >= 16
}

/// How a convolution is cut up.
#[derive(Clone, Copy)]
struct Plan<'a> {
    conv: &'a Convolution,
    kernels: &'a Kernels,
    /// Tiles `[down, right]`; each is 2 × 2 results.
    tiles: [usize; 2],
    /// Rows of tiles in a block.
    rows: usize,
    /// x with margins as far as the last tile reaches.
    around_x: Margins,
}

impl<'a> Plan<'a> {
    fn new(conv: &'a Convolution, kernels: &'a Kernels, block: usize) -> Self {
        let tiles = conv.places.map(|places| places.div_ceil(2));
        let mut around_x = conv.around_x();
        for axis in 0..2 {
            around_x.margins[axis][1] += conv.places[axis] % 2;
        }
        let row = tiles[1] * POINTS * (conv.channels + conv.outputs);
        Plan {
            conv,
            kernels,
            tiles,
            rows: (block / row).clamp(1, tiles[0]),
            around_x,
        }
    }

    /// Most tiles in a block.
    fn block(&self) -> usize {
        self.rows * self.tiles[1]
    }

    /// From one of V's sixteen matrices to the next.
    fn v_point(&self) -> usize {
        apart(self.block() * self.conv.channels)
    }

    /// From one of M's sixteen matrices to the next.
    fn m_point(&self) -> usize {
        apart(self.block() * self.conv.outputs)
    }

    fn u_len(&self) -> usize {
        POINTS * self.conv.channels * self.conv.outputs
    }

    fn width(&self) -> usize {
        self.kernels.columns()
    }
}

/// The distance of matrices of `len` floats. A transform reads or writes the same tile of all sixteen;
/// if they were a power of two apart, they would fight for the same few lines of the first-level
/// cache.
fn apart(len: usize) -> usize {
    len.next_multiple_of(128) + 64
}

/// U = G·w·Gᵀ, `[16, C, K]`.
fn transform_weight(plan: &Plan, weight: &[f32]) -> Tensor {
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

/// The sixteen matrices of U in panels: `[C, K]`, or `[K, C]` if `transposed`.
fn pack_weight(plan: &Plan, weight: &[f32], transposed: bool) -> Tensor {
    let sizes = [plan.conv.channels, plan.conv.outputs];
    let u = transform_weight(plan, weight);
    let len = u.len() / POINTS;
    let mut packed = Tensor::scratch(u.shape());
    let points = packed.data_mut().chunks_exact_mut(len);
    for (to, u) in points.zip(u.data().chunks_exact(len)) {
        pack_taps(plan.kernels, u, sizes, transposed, 0..1, to);
    }
    packed
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
fn transform_input(plan: &Plan, x: &[f32], rows: Range<usize>, v: &mut [f32]) {
    let ([_, tiles], c) = (plan.tiles, plan.conv.channels);
    let (on_x, in_v) = plan.layouts_of_x();
    for (t, row) in rows.enumerate() {
        let from = (&x[2 * row * on_x.down..], on_x);
        let to = (&mut v[t * tiles * c..], in_v);
        transform(plan.kernels, Transform::Input, from, to, tiles, c);
    }
}

/// dx += B·dV·Bᵀ, on an image with its margins.
fn input_gradient(plan: &Plan, v: &[f32], rows: Range<usize>, dx: &mut [f32]) {
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
fn transform_output(plan: &Plan, m: &[f32], y: &mut [f32]) {
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
fn output_gradient(plan: &Plan, ds: &[f32], m: &mut [f32]) {
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

/// M_ξ = V_ξ·U_ξ.
fn multiply(plan: &Plan, tiles: usize, v: &[f32], u: &[f32], m: &mut [f32]) {
    let (c, width) = (plan.conv.channels, plan.width());
    let (v, m) = (
        &v[..POINTS * plan.v_point()],
        &mut m[..POINTS * plan.m_point()],
    );
    assert_eq!(u.len(), POINTS * c * plan.conv.outputs);
    for point in 0..POINTS {
        for first in (0..plan.conv.outputs).step_by(width) {
            for (tile, rows) in evenly(tiles, plan.kernels.rows) {
                let t = Tile {
                    runs: 1,
                    depth: c,
                    a: v[point * plan.v_point() + tile * c..].as_ptr(),
                    a_line: plan.conv.channels,
                    a_run: 0,
                    b: u[(point * plan.conv.outputs + first) * c..].as_ptr(),
                    c: m[point * plan.m_point() + first * tiles + tile * width..].as_mut_ptr(),
                    c_row: width,
                    accumulate: false,
                };
                // SAFETY: V has `rows` tiles of C numbers from here, U's panel C rows of `width`, and
                // M's panel `rows` tiles of `width`, by the lengths above.
                unsafe { plan.kernels.run(false, rows, plan.kernels.vectors, t) };
            }
        }
    }
}

/// dU_ξ += V_ξᵀ·dM_ξ.
fn add_weight_gradient(plan: &Plan, tiles: usize, v: &[f32], m: &[f32], du: &mut [f32]) {
    let (c, width) = (plan.conv.channels, plan.width());
    let (v, m) = (&v[..POINTS * plan.v_point()], &m[..POINTS * plan.m_point()]);
    assert_eq!(du.len(), plan.u_len());
    for point in 0..POINTS {
        for first in (0..plan.conv.outputs).step_by(width) {
            for (channel, rows) in evenly(c, plan.kernels.rows) {
                let t = Tile {
                    runs: 1,
                    depth: tiles,
                    a: v[point * plan.v_point() + channel..].as_ptr(),
                    a_line: plan.conv.channels,
                    a_run: 0,
                    b: m[point * plan.m_point() + first * tiles..].as_ptr(),
                    c: du[(point * c + channel) * plan.conv.outputs + first..].as_mut_ptr(),
                    c_row: plan.conv.outputs,
                    accumulate: true,
                };
                // SAFETY: V has `rows` channels of each tile from here, dM's panel a row of `width`
                // for each tile, and dU `rows` rows of K, by the lengths above.
                unsafe { plan.kernels.run(true, rows, plan.kernels.vectors, t) };
            }
        }
    }
}

/// dV_ξ = dM_ξ·U_ξᵀ.
fn multiply_back(plan: &Plan, tiles: usize, m: &[f32], u: &[f32], v: &mut [f32]) {
    let (c, k, width) = (plan.conv.channels, plan.conv.outputs, plan.width());
    let (v, m) = (
        &mut v[..POINTS * plan.v_point()],
        &m[..POINTS * plan.m_point()],
    );
    assert_eq!(u.len(), POINTS * k * plan.conv.channels);
    for point in 0..POINTS {
        for first in (0..plan.conv.channels).step_by(width) {
            let vectors = (plan.conv.channels - first).min(width) / plan.kernels.lanes;
            for (tile, rows) in evenly(tiles, plan.kernels.rows) {
                let t = Tile {
                    runs: k / width,
                    depth: width,
                    a: m[point * plan.m_point() + tile * width..].as_ptr(),
                    a_line: width,
                    a_run: tiles * width,
                    b: u[(point * plan.conv.channels + first) * k..].as_ptr(),
                    c: v[point * plan.v_point() + tile * c + first..].as_mut_ptr(),
                    c_row: plan.conv.channels,
                    accumulate: false,
                };
                // SAFETY: each panel of dM has `rows` tiles of `width` from here, U's panel K rows of
                // these vectors, and dV `rows` tiles of as many channels, by the lengths above.
                unsafe { plan.kernels.run(false, rows, vectors, t) };
            }
        }
    }
}

/// y = x ∗ w, and `finish` for each block of rows of the result.
pub fn forward(
    conv: &Convolution,
    kernels: &Kernels,
    x: &[f32],
    weight: &[f32],
    y: &mut [f32],
    finish: impl Fn(&mut [f32]) + Sync,
) {
    let plan = Plan::new(conv, kernels, FORWARD_BLOCK);
    let u = pack_weight(&plan, weight, false);
    let x_space = |rows: usize| plan.around_x.space(rows.next_multiple_of(2) + 2);
    let space = |rows| x_space(rows) + POINTS * plan.v_point() + POINTS * plan.m_point();
    let row = conv.places[1] * conv.outputs;
    conv.for_each_strip(2, space, y, |image, rows, y, space| {
        let (x_space, space) = space.split_at_mut(x_space(rows.len()));
        let (v, m) = space.split_at_mut(POINTS * plan.v_point());
        let x = &x[image * conv.x_image()..][..conv.x_image()];
        let seen = rows.start..rows.end.next_multiple_of(2) + 2;
        let x = plan.around_x.add(x, seen, x_space);
        for (i, y) in y.chunks_mut(2 * plan.rows * row).enumerate() {
            let tile_rows = y.len().div_ceil(2 * row);
            let first = i * plan.rows;
            transform_input(&plan, x, first..first + tile_rows, v);
            multiply(&plan, tile_rows * plan.tiles[1], v, u.data(), m);
            transform_output(&plan, m, y);
            finish(y);
        }
    });
}

/// The gradients that are wanted.
pub fn gradients<'a>(
    conv: &Convolution,
    kernels: &Kernels,
    x: &[f32],
    weight: &[f32],
    ds: impl Fn(usize) -> &'a [f32] + Sync,
    out: Gradients,
) {
    let Gradients { dx, dw, db } = out;
    let plan = Plan::new(conv, kernels, BACKWARD_BLOCK);
    let wants_dw = dw.is_some();
    let u = match dx {
        Some(_) => pack_weight(&plan, weight, true),
        None => Tensor::scratch([0]),
    };
    let mut du = Tensor::scratch([if wants_dw { plan.u_len() } else { 0 }]);
    let x_space = plan.around_x.space(plan.around_x.rows());
    let row = conv.places[1] * conv.outputs;
    let space = 2 * x_space + POINTS * plan.v_point() + POINTS * plan.m_point();
    conv.for_each_image(ds, dx, du.data_mut(), db, space, |image, ds, own| {
        let (x_margins, space) = own.space.split_at_mut(x_space);
        let (dx_margins, space) = space.split_at_mut(x_space);
        let (v, m) = space.split_at_mut(POINTS * plan.v_point());
        let x = wants_dw.then(|| {
            let x = &x[image * conv.x_image()..][..conv.x_image()];
            plan.around_x.add(x, 0..plan.around_x.rows(), x_margins)
        });
        let mut dx = own.dx.map(|dx| plan.around_x.open(dx, dx_margins));
        for first in (0..plan.tiles[0]).step_by(plan.rows) {
            let rows = first..(first + plan.rows).min(plan.tiles[0]);
            let tiles = rows.len() * plan.tiles[1];
            let last = (2 * rows.end).min(conv.places[0]);
            output_gradient(&plan, &ds[2 * first * row..last * row], m);
            if let Some(x) = x {
                transform_input(&plan, x, rows.clone(), v);
                add_weight_gradient(&plan, tiles, v, m, own.sum);
            }
            if let Some(dx) = &mut dx {
                multiply_back(&plan, tiles, m, u.data(), v);
                input_gradient(&plan, v, rows, dx.all());
            }
        }
        if let Some(dx) = dx {
            dx.close();
        }
    });
    if let Some(dw) = dw {
        transform_weight_back(&plan, du.data(), dw);
    }
}

/// dw = Gᵀ·dU·G.
fn transform_weight_back(plan: &Plan, du: &[f32], dw: &mut [f32]) {
    let pairs = plan.conv.channels * plan.conv.outputs;
    let (from, to) = ((du, square(4, pairs)), (dw, square(3, pairs)));
    transform(plan.kernels, Transform::WeightBack, from, to, 1, pairs);
}
