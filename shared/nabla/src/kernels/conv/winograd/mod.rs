//! Convolutions of stride 1 with a window of 3 × 3 or 5 × 5 by Winograd's method: `transforms.rs`
//! derives it, `layout.rs` says where tiles lie, `tiles.rs` applies it to a block of tiles, `products.rs` multiplies.
//!
//! A block of tiles is transformed, multiplied and transformed back before the next one is begun, so
//! that it stays in the second-level cache. It is some rows of tiles of an image, or several small
//! images. With T tiles in a block:
//!
//! ```text
//! U  [36, C, K]                the weight, once a pass, packed for the products
//! V  [36, T, C]                of x
//! M  [36, K/width, T, width]   in panels: it is also the right side of a product, going back
//!
//! forward    M_ξ = V_ξ·U_ξ                                  for each of the 36 points ξ
//! backward   dU_ξ += V_ξᵀ·dM_ξ,   dV_ξ = dM_ξ·U_ξᵀ
//! ```
//!
//! How exact is it? The transforms add and scale numbers before they are multiplied, which costs digits; a
//! product sums C terms where the formula sums 9·C, which saves some. On random images with 32 channels
//! the error against double precision is 8.1·10⁻⁶, that of the plain method 4.2·10⁻⁶; for 5 × 5 it is
//! 1.6·10⁻⁵ and 1.2·10⁻⁵. (F(2×2, 3×3), whose tiles are 4 × 4, has 2.7·10⁻⁶.) A NaN spreads to all
//! results of its tile, also to those that do not see it.

mod layout;
mod products;
mod tiles;
mod transforms;

use super::parts::{BACKWARD, TOGETHER};
use super::view::pack_taps;
use super::{Convolution, Gradients};
use crate::Tensor;
use crate::kernels::microkernel::{Kernels, MAX_COLUMNS};
use layout::SIDE;
use products::{add_weight_gradient, multiply, multiply_back};
use tiles::{
    input_gradient, output_gradient, transform_input, transform_output, transform_weight,
    transform_weight_back,
};

/// Products in a tile.
const POINTS: usize = SIDE * SIDE;

/// Floats of V and M together in a block of tiles. Forward, the fewer the nearer they stay; backward
/// a product sums over the tiles of a block, so that too few would have it load and store its sums all
/// the time.
const FORWARD_BLOCK: usize = 80 * 1024;
const BACKWARD_BLOCK: usize = 128 * 1024;
const LARGEST_BLOCK: usize = 1024 * 1024;

/// Tiles in a part of the backward pass, if more than two threads are to be used.
const LEAST_TILES: usize = 64;

/// Is this convolution one that the method does, and is good at? Beside F(2×2, 3×3), which does 16
/// multiplications for four results, a 3 × 3 layer's passes together take 0.7 to 0.95 of the time on
/// 8 × 8, 16 × 16 and larger images, and 1.0 to 1.05 on 13 × 13 and 14 × 14, where a quarter of the
/// tiles' results or more do not exist: that is not worth a second set of transforms. Beside the plain
/// method, layers with 16 outputs take 0.6 to 0.85 of the time, and windows of 5 × 5 0.55 to 0.9. Channels
/// in sixteens, and sixteen outputs or thirty-twos of them, fill the vectors; an image of less than 16
/// places has too few tiles.
pub fn suits(conv: &Convolution) -> bool {
    const HALF: usize = MAX_COLUMNS / 2;
    (conv.size == [3, 3] || conv.size == [5, 5])
        && conv.stride == [1, 1]
        && conv.dilation == [1, 1]
        && conv.groups == 1
        && conv.channels.is_multiple_of(HALF)
        && (conv.outputs == HALF || conv.outputs.is_multiple_of(MAX_COLUMNS))
        && conv.places[0] * conv.places[1] >= 16
}

/// How a convolution is cut up.
#[derive(Clone, Copy)]
struct Plan<'a> {
    conv: &'a Convolution,
    kernels: &'a Kernels,
    /// Results along a side of a tile.
    side: usize,
    /// Tiles of an image, `[down, right]`.
    tiles: [usize; 2],
    /// Rows of tiles in a block; images, if all of these are.
    rows: usize,
    images: usize,
}

impl<'a> Plan<'a> {
    fn new(conv: &'a Convolution, kernels: &'a Kernels, block: usize) -> Self {
        let side = SIDE + 1 - conv.size[0];
        let tiles = conv.places.map(|places| places.div_ceil(side));
        let row = (tiles[1] * POINTS).saturating_mul(conv.channels + conv.outputs);
        // Each block reads all of U, so it should be worth it.
        let u = POINTS.saturating_mul(conv.channels * conv.outputs);
        let block = u.clamp(block, LARGEST_BLOCK);
        let rows = (block / row).clamp(1, tiles[0]);
        let images = if rows == tiles[0] {
            block / row / rows
        } else {
            1
        };
        Plan {
            conv,
            kernels,
            side,
            tiles,
            rows,
            images: images.clamp(1, TOGETHER),
        }
    }

    /// Most tiles in a block.
    fn block(&self) -> usize {
        self.images * self.rows * self.tiles[1]
    }

    /// From one of V's matrices to the next.
    fn v_point(&self) -> usize {
        apart(self.block() * self.conv.channels)
    }

    /// From one of M's matrices to the next.
    fn m_point(&self) -> usize {
        apart(self.block() * self.conv.outputs)
    }

    fn u_len(&self) -> usize {
        POINTS * self.conv.channels * self.conv.outputs
    }

    /// Columns of a panel of M.
    fn width(&self) -> usize {
        self.kernels.columns().min(self.conv.outputs)
    }

    /// Least rows of the result in a strip: those of as many tiles as are multiplied at once.
    fn strip(&self) -> usize {
        self.side * self.kernels.rows.div_ceil(self.tiles[1])
    }

    /// Parts of the backward pass. Each adds up a dU of its own, which is worth it for many tiles only.
    fn parts(&self) -> usize {
        let tiles = self.conv.images * self.tiles[0] * self.tiles[1];
        (tiles / LEAST_TILES).clamp(2, BACKWARD)
    }

    /// Floats of V and of M.
    fn space(&self) -> [usize; 2] {
        [POINTS * self.v_point(), POINTS * self.m_point()]
    }
}

/// The distance of matrices of `len` floats. A transform reads or writes the same tile of all of them;
/// if they were a power of two apart, they would fight for the same few lines of the first-level
/// cache.
fn apart(len: usize) -> usize {
    len.next_multiple_of(128) + 64
}

/// The matrices of U in panels: `[C, K]`, or `[K, C]` if `transposed`.
fn pack_weight(plan: &Plan, weight: &[f32], transposed: bool) -> Tensor {
    let sizes = [plan.conv.channels, plan.conv.outputs];
    let u = transform_weight(plan, weight);
    let len = u.len() / POINTS;
    let mut packed = Tensor::scratch(u.shape());
    let points = packed.data_mut().chunks_exact_mut(len);
    for (to, u) in points.zip(u.data().chunks_exact(len)) {
        pack_taps(plan.kernels, u, sizes, sizes[1], transposed, 0..1, to);
    }
    packed
}

/// y = x ∗ w, and `finish` for each block of rows of the result.
#[track_caller]
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
    let [v_len, m_len] = plan.space();
    let space = |_| v_len + m_len;
    let row = conv.places[1] * conv.outputs;
    conv.for_each_strip(
        plan.strip(),
        plan.images,
        space,
        y,
        |image, rows, y, space| {
            let (v, m) = space.split_at_mut(v_len);
            let images = y.len() / (rows.len() * row);
            let height = (plan.rows * plan.side).min(rows.len());
            for (i, y) in y.chunks_mut(images * height * row).enumerate() {
                let height = y.len() / (images * row);
                let first = rows.start / plan.side + i * plan.rows;
                let rows = first..first + height.div_ceil(plan.side);
                let tiles = rows.len() * plan.tiles[1];
                for i in 0..images {
                    let x = &x[(image + i) * conv.x_image()..][..conv.x_image()];
                    transform_input(&plan, x, rows.clone(), i * tiles, v);
                }
                multiply(&plan, images * tiles, v, u.data(), m);
                for (i, y) in y.chunks_exact_mut(height * row).enumerate() {
                    transform_output(&plan, m, i * tiles..images * tiles, y);
                }
                finish(y);
            }
        },
    );
}

/// The gradients that are wanted.
#[track_caller]
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
    let [v_len, m_len] = plan.space();
    let row = conv.places[1] * conv.outputs;
    let out = Gradients {
        dx,
        dw: Some(du.data_mut()),
        db,
    };
    conv.for_each_group(
        [plan.parts(), plan.images],
        ds,
        out,
        v_len + m_len,
        |image, ds, mut own| {
            let (v, m) = own.space.split_at_mut(v_len);
            if let Some(dx) = &mut own.dx {
                dx.fill(0.0);
            }
            for first in (0..plan.tiles[0]).step_by(plan.rows) {
                let rows = first..(first + plan.rows).min(plan.tiles[0]);
                let places = plan.side * first..(plan.side * rows.end).min(conv.places[0]);
                let tiles = rows.len() * plan.tiles[1];
                let all = ds.len() * tiles;
                for (i, ds) in ds.iter().enumerate() {
                    let ds = &ds[places.start * row..places.end * row];
                    output_gradient(&plan, ds, i * tiles..all, m);
                    if wants_dw {
                        let x = &x[(image + i) * conv.x_image()..][..conv.x_image()];
                        transform_input(&plan, x, rows.clone(), i * tiles, v);
                    }
                }
                if wants_dw {
                    add_weight_gradient(&plan, all, v, m, own.sum);
                }
                if let Some(dx) = &mut own.dx {
                    multiply_back(&plan, all, m, u.data(), v);
                    for (i, dx) in dx.chunks_exact_mut(conv.x_image()).enumerate() {
                        input_gradient(&plan, v, rows.clone(), i * tiles, dx);
                    }
                }
            }
        },
    );
    if let Some(dw) = dw {
        transform_weight_back(&plan, du.data(), dw);
    }
}
