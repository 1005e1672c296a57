//! The 36 matrix products of a block of tiles, forward and back.

#![allow(
    unsafe_code,
    reason = "the micro-kernel reads and writes through raw pointers"
)]

use super::super::view::evenly;
use super::{POINTS, Plan};
use crate::kernels::microkernel::Tile;

/// V and M hold a block's tiles for each point: more would lie in the next one, or beyond the end.
fn check_tiles(plan: &Plan, tiles: usize) {
    assert!(
        tiles <= plan.block(),
        "{tiles} tiles are more than the {} of a block",
        plan.block()
    );
}

/// M_ξ = V_ξ·U_ξ.
pub fn multiply(plan: &Plan, tiles: usize, v: &[f32], u: &[f32], m: &mut [f32]) {
    check_tiles(plan, tiles);
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
                // SAFETY: the tiles are no more than a block's. So V has `rows` tiles of C numbers from
                // here, U's panel C rows of `width`, M's panel `rows` tiles of `width`.
                unsafe { plan.kernels.run(false, rows, width / plan.kernels.lanes, t) };
            }
        }
    }
}

/// dU_ξ += V_ξᵀ·dM_ξ.
pub fn add_weight_gradient(plan: &Plan, tiles: usize, v: &[f32], m: &[f32], du: &mut [f32]) {
    check_tiles(plan, tiles);
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
                // SAFETY: the tiles are no more than a block's. So V has `rows` channels of each tile
                // from here, dM's panel a row of `width` for each tile, dU `rows` rows of K.
                unsafe { plan.kernels.run(true, rows, width / plan.kernels.lanes, t) };
            }
        }
    }
}

/// dV_ξ = dM_ξ·U_ξᵀ.
pub fn multiply_back(plan: &Plan, tiles: usize, m: &[f32], u: &[f32], v: &mut [f32]) {
    check_tiles(plan, tiles);
    let (c, k, width) = (plan.conv.channels, plan.conv.outputs, plan.width());
    let (v, m) = (
        &mut v[..POINTS * plan.v_point()],
        &m[..POINTS * plan.m_point()],
    );
    assert_eq!(u.len(), POINTS * k * plan.conv.channels);
    for point in 0..POINTS {
        // U's panels are as wide as a tile can be, whatever M's are.
        let panel = plan.kernels.columns();
        for first in (0..plan.conv.channels).step_by(panel) {
            let vectors = (plan.conv.channels - first).min(panel) / plan.kernels.lanes;
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
                // SAFETY: the tiles are no more than a block's. So each panel of dM has `rows` tiles of
                // `width` from here, U's panel K rows of these vectors, dV `rows` tiles of as many
                // channels.
                unsafe { plan.kernels.run(false, rows, vectors, t) };
            }
        }
    }
}
