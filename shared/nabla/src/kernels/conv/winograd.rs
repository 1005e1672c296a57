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

use super::super::microkernel::{Kernels, Tile};
use super::super::pack::{Piece, pack};
use super::margins::Margins;
use super::transforms::{self, LANES, Lanes};
use super::view::evenly;
use super::{Convolution, Gradients};
use crate::Tensor;
use std::ops::Range;

/// Products in a tile.
const POINTS: usize = 16;

/// Floats of V and M together in a block of tiles: half a megabyte.
const BLOCK: usize = 128 * 1024;

/// Is this convolution one that the method does, and is good at?
pub fn suits(conv: &Convolution) -> bool {
    let whole = |count: usize| count >= 16 && count.is_multiple_of(LANES);
    conv.size == [3, 3]
        && conv.stride == [1, 1]
        && whole(conv.channels)
        && whole(conv.outputs)
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
    /// K, filled up to whole panels, and C, filled up to whole vectors.
    outputs: usize,
    channels: usize,
    /// x with margins as far as the last tile reaches.
    around_x: Margins,
}

impl<'a> Plan<'a> {
    fn new(conv: &'a Convolution, kernels: &'a Kernels) -> Self {
        let tiles = conv.places.map(|places| places.div_ceil(2));
        let mut around_x = conv.around_x();
        for axis in 0..2 {
            around_x.margins[axis][1] += conv.places[axis] % 2;
        }
        let outputs = conv.outputs.next_multiple_of(kernels.columns());
        let channels = conv.channels.next_multiple_of(kernels.lanes.max(LANES));
        let row = tiles[1] * POINTS * (channels + outputs);
        Plan {
            conv,
            kernels,
            tiles,
            rows: (BLOCK / row).clamp(1, tiles[0]),
            outputs,
            channels,
            around_x,
        }
    }

    /// Most tiles in a block.
    fn block(&self) -> usize {
        self.rows * self.tiles[1]
    }

    fn v_len(&self) -> usize {
        POINTS * self.block() * self.channels
    }

    fn m_len(&self) -> usize {
        POINTS * self.block() * self.outputs
    }

    fn u_len(&self) -> usize {
        POINTS * self.conv.channels * self.outputs
    }

    fn width(&self) -> usize {
        self.kernels.columns()
    }
}

/// Channels `at..` of a pixel.
fn load(from: &[f32], at: usize) -> Lanes {
    *from[at..]
        .first_chunk()
        .expect("channels come in whole lanes")
}

fn store(to: &mut [f32], at: usize, lanes: Lanes) {
    to[at..at + LANES].copy_from_slice(&lanes);
}

/// U = G·w·Gᵀ, `[16, C, K]`.
fn transform_weight(plan: &Plan, weight: &[f32]) -> Tensor {
    let pairs = plan.conv.channels * plan.conv.outputs;
    let mut u = Tensor::scratch([POINTS, pairs]);
    let to = u.data_mut();
    for at in (0..pairs).step_by(LANES) {
        let w = std::array::from_fn(|a| {
            std::array::from_fn(|b| load(weight, (3 * a + b) * pairs + at))
        });
        for (i, row) in transforms::weight(w).into_iter().enumerate() {
            for (j, lanes) in row.into_iter().enumerate() {
                store(to, (4 * i + j) * pairs + at, lanes);
            }
        }
    }
    u
}

/// The sixteen matrices of U in panels: `[C, K]`, or `[K, C]` if `transposed` (then K filled up with
/// zeros to whole panels, like M).
fn pack_weight(plan: &Plan, u: &Tensor, transposed: bool) -> Tensor {
    let [c, k] = [plan.conv.channels, plan.conv.outputs];
    let (rows, columns, filled) = if transposed {
        (k, c, [plan.outputs, plan.channels])
    } else {
        (c, k, [c, plan.outputs])
    };
    let mut packed = Tensor::zeros([POINTS, filled[0] * filled[1]]);
    let points = packed.data_mut().chunks_exact_mut(filled[0] * filled[1]);
    for (to, u) in points.zip(u.data().chunks_exact(c * k)) {
        for first in (0..filled[1]).step_by(plan.width()) {
            let width = plan.width().min(filled[1] - first);
            let piece = Piece {
                data: &u[first * if transposed { k } else { 1 }..],
                rows,
                columns: width.min(columns - first),
                line: k,
                transposed,
            };
            pack(piece, width, &mut to[first * filled[0]..][..rows * width]);
        }
    }
    packed
}

/// V = Bᵀ·d·B of the tiles in `rows` rows of them, from an image with its margins.
fn transform_input(plan: &Plan, x: &[f32], rows: Range<usize>, v: &mut [f32]) {
    let (c, row) = (plan.conv.channels, plan.around_x.row());
    let tiles = rows.len() * plan.tiles[1];
    let point = tiles * plan.channels;
    for (t, down) in rows.enumerate() {
        for right in 0..plan.tiles[1] {
            let tile = t * plan.tiles[1] + right;
            let start = 2 * down * row + 2 * right * c;
            let lines: [&[f32]; 4] = std::array::from_fn(|i| &x[start + i * row..][..4 * c]);
            for at in (0..c).step_by(LANES) {
                let d = lines.map(|line| std::array::from_fn(|j| load(line, j * c + at)));
                for (i, row) in transforms::input(d).into_iter().enumerate() {
                    for (j, lanes) in row.into_iter().enumerate() {
                        store(v, (4 * i + j) * point + tile * plan.channels + at, lanes);
                    }
                }
            }
        }
    }
}

/// dx += B·dV·Bᵀ, on an image with its margins.
fn input_gradient(plan: &Plan, v: &[f32], rows: Range<usize>, dx: &mut [f32]) {
    let (c, row) = (plan.conv.channels, plan.around_x.row());
    let tiles = rows.len() * plan.tiles[1];
    let point = tiles * plan.channels;
    for (t, down) in rows.enumerate() {
        for right in 0..plan.tiles[1] {
            let tile = t * plan.tiles[1] + right;
            let start = 2 * down * row + 2 * right * c;
            for at in (0..c).step_by(LANES) {
                let dv = std::array::from_fn(|i| {
                    std::array::from_fn(|j| {
                        load(v, (4 * i + j) * point + tile * plan.channels + at)
                    })
                });
                for (i, lanes) in transforms::input_back(dv).into_iter().enumerate() {
                    let line = &mut dx[start + i * row..][..4 * c];
                    for (j, lanes) in lanes.into_iter().enumerate() {
                        let place = &mut line[j * c + at..][..LANES];
                        for (dx, x) in place.iter_mut().zip(lanes) {
                            *dx += x;
                        }
                    }
                }
            }
        }
    }
}

/// Where in M channel `k` of tile `tile` lies, for the first point.
fn place_in_m(plan: &Plan, tiles: usize, tile: usize, k: usize) -> usize {
    let width = plan.width();
    (k / width * tiles + tile) * width + k % width
}

/// y = Aᵀ·M·A: the results of the tiles, those of the last that exist. `y` is the block's rows.
fn transform_output(plan: &Plan, m: &[f32], y: &mut [f32]) {
    let ([_, width], k) = (plan.conv.places, plan.conv.outputs);
    let height = y.len() / (width * k);
    let tiles = height.div_ceil(2) * plan.tiles[1];
    let point = tiles * plan.outputs;
    for tile in 0..tiles {
        let (down, right) = (2 * (tile / plan.tiles[1]), 2 * (tile % plan.tiles[1]));
        for at in (0..k).step_by(LANES) {
            let from = place_in_m(plan, tiles, tile, at);
            let m = std::array::from_fn(|i| {
                std::array::from_fn(|j| load(m, (4 * i + j) * point + from))
            });
            for (i, lanes) in transforms::output(m).into_iter().enumerate() {
                for (j, lanes) in lanes.into_iter().enumerate() {
                    if down + i < height && right + j < width {
                        store(y, ((down + i) * width + right + j) * k + at, lanes);
                    }
                }
            }
        }
    }
}

/// dM = A·dy·Aᵀ, with zeros where there is no result.
fn output_gradient(plan: &Plan, ds: &[f32], rows: Range<usize>, m: &mut [f32]) {
    let ([height, width], k) = (plan.conv.places, plan.conv.outputs);
    let tiles = rows.len() * plan.tiles[1];
    let point = tiles * plan.outputs;
    for tile in 0..tiles {
        let (down, right) = (
            2 * (rows.start + tile / plan.tiles[1]),
            2 * (tile % plan.tiles[1]),
        );
        for at in (0..plan.outputs).step_by(LANES) {
            let y = std::array::from_fn(|i| {
                std::array::from_fn(|j| {
                    if at < k && down + i < height && right + j < width {
                        load(ds, ((down + i) * width + right + j) * k + at)
                    } else {
                        [0.0; LANES]
                    }
                })
            });
            let to = place_in_m(plan, tiles, tile, at);
            for (i, lanes) in transforms::output_back(y).into_iter().enumerate() {
                for (j, lanes) in lanes.into_iter().enumerate() {
                    store(m, (4 * i + j) * point + to, lanes);
                }
            }
        }
    }
}

/// M_ξ = V_ξ·U_ξ.
fn multiply(plan: &Plan, tiles: usize, v: &[f32], u: &[f32], m: &mut [f32]) {
    let (c, width) = (plan.conv.channels, plan.width());
    let (v, m) = (
        &v[..POINTS * tiles * plan.channels],
        &mut m[..POINTS * tiles * plan.outputs],
    );
    assert_eq!(u.len(), POINTS * c * plan.outputs);
    for point in 0..POINTS {
        for first in (0..plan.outputs).step_by(width) {
            for (tile, rows) in evenly(tiles, plan.kernels.rows) {
                let t = Tile {
                    runs: 1,
                    depth: c,
                    a: v[(point * tiles + tile) * plan.channels..].as_ptr(),
                    a_line: plan.channels,
                    a_run: 0,
                    b: u[(point * plan.outputs + first) * c..].as_ptr(),
                    c: m[point * tiles * plan.outputs + first * tiles + tile * width..]
                        .as_mut_ptr(),
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
    let (v, m) = (
        &v[..POINTS * tiles * plan.channels],
        &m[..POINTS * tiles * plan.outputs],
    );
    assert_eq!(du.len(), plan.u_len());
    for point in 0..POINTS {
        for first in (0..plan.outputs).step_by(width) {
            for (channel, rows) in evenly(c, plan.kernels.rows) {
                let t = Tile {
                    runs: 1,
                    depth: tiles,
                    a: v[point * tiles * plan.channels + channel..].as_ptr(),
                    a_line: plan.channels,
                    a_run: 0,
                    b: m[(point * plan.outputs + first) * tiles..].as_ptr(),
                    c: du[(point * c + channel) * plan.outputs + first..].as_mut_ptr(),
                    c_row: plan.outputs,
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
    let (k, width) = (plan.outputs, plan.width());
    let (v, m) = (
        &mut v[..POINTS * tiles * plan.channels],
        &m[..POINTS * tiles * k],
    );
    assert_eq!(u.len(), POINTS * k * plan.channels);
    for point in 0..POINTS {
        for first in (0..plan.channels).step_by(width) {
            let vectors = (plan.channels - first).min(width) / plan.kernels.lanes;
            for (tile, rows) in evenly(tiles, plan.kernels.rows) {
                let t = Tile {
                    runs: k / width,
                    depth: width,
                    a: m[point * tiles * k + tile * width..].as_ptr(),
                    a_line: width,
                    a_run: tiles * width,
                    b: u[(point * plan.channels + first) * k..].as_ptr(),
                    c: v[(point * tiles + tile) * plan.channels + first..].as_mut_ptr(),
                    c_row: plan.channels,
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
    let plan = Plan::new(conv, kernels);
    let u = pack_weight(&plan, &transform_weight(&plan, weight), false);
    let x_space = |rows: usize| plan.around_x.space(rows.next_multiple_of(2) + 2);
    let space = |rows| x_space(rows) + plan.v_len() + plan.m_len();
    let row = conv.places[1] * conv.outputs;
    conv.for_each_strip(2, space, y, |image, rows, y, space| {
        let (x_space, space) = space.split_at_mut(x_space(rows.len()));
        let (v, m) = space.split_at_mut(plan.v_len());
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
    let plan = Plan::new(conv, kernels);
    let wants_dw = dw.is_some();
    let u = match dx {
        Some(_) => pack_weight(&plan, &transform_weight(&plan, weight), true),
        None => Tensor::scratch([0]),
    };
    let mut du = Tensor::scratch([if wants_dw { plan.u_len() } else { 0 }]);
    let x_space = plan.around_x.space(plan.around_x.rows());
    let space = 2 * x_space + plan.v_len() + plan.m_len();
    conv.for_each_image(ds, dx, du.data_mut(), db, space, |image, ds, own| {
        let (x_margins, space) = own.space.split_at_mut(x_space);
        let (dx_margins, space) = space.split_at_mut(x_space);
        let (v, m) = space.split_at_mut(plan.v_len());
        let x = &x[image * conv.x_image()..][..conv.x_image()];
        let x = plan.around_x.add(x, 0..plan.around_x.rows(), x_margins);
        let mut dx = own.dx.map(|dx| plan.around_x.open(dx, dx_margins));
        for first in (0..plan.tiles[0]).step_by(plan.rows) {
            let rows = first..(first + plan.rows).min(plan.tiles[0]);
            let tiles = rows.len() * plan.tiles[1];
            output_gradient(&plan, ds, rows.clone(), m);
            if wants_dw {
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
    let [c, k] = [plan.conv.channels, plan.conv.outputs];
    for channel in 0..c {
        for at in (0..k).step_by(LANES) {
            let du = std::array::from_fn(|i| {
                std::array::from_fn(|j| load(du, ((4 * i + j) * c + channel) * plan.outputs + at))
            });
            for (a, row) in transforms::weight_back(du).into_iter().enumerate() {
                for (b, lanes) in row.into_iter().enumerate() {
                    store(dw, ((3 * a + b) * c + channel) * k + at, lanes);
                }
            }
        }
    }
}
