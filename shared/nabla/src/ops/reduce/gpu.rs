//! Sums on a graphics card. The losses use them too.

use crate::gpu::{Gpu, Kernel};
use crate::{Shape, Tensor};

static TOTAL: Kernel = Kernel::new("total", include_str!("reduce.wgsl"));
static COLUMNS: Kernel = Kernel::new("columns", include_str!("axis.wgsl"));
static ROWS: Kernel = Kernel::new("rows", include_str!("axis.wgsl"));
static REPEAT: Kernel = Kernel::new("repeat", include_str!("axis.wgsl"));

/// About as many workgroups as keep a large card busy.
const ENOUGH: usize = 512;

/// How many numbers a thread adds before the card is asked for more of them.
const A_THREAD: usize = 16;

/// factor · Σ term(xᵢ, tᵢ), of shape `[]`; `term` is WGSL in x and t.
pub(crate) fn total(gpu: &Gpu, term: &'static str, x: &Tensor, t: &Tensor, factor: f32) -> Tensor {
    let workgroups = x.len().div_ceil(256 * A_THREAD).clamp(1, ENOUGH);
    let round = |term, x: &Tensor, t, workgroups: usize, factor: f32| {
        let mut y = gpu.scratch(match workgroups {
            1 => Shape::new(&[]),
            _ => [workgroups].into(),
        });
        gpu.launch(&TOTAL)
            .define("term", term)
            .number(x.len())
            .number(workgroups)
            .number(factor)
            .read(x)
            .read(t)
            .write(&mut y)
            .groups(workgroups);
        y
    };
    if workgroups == 1 {
        return round(term, x, t, 1, factor);
    }
    let parts = round(term, x, t, workgroups, 1.0);
    round("x", &parts, &parts, 1, factor)
}

/// factor · Σ over the middle axis of x, seen as `[outer, len, inner]`: a tensor of
/// outer·inner numbers.
pub(crate) fn sum_middle(
    gpu: &Gpu,
    x: &Tensor,
    [outer, len, inner]: [usize; 3],
    factor: f32,
) -> Tensor {
    // Rows lie side by side if inner is 1: then a workgroup walks along, otherwise down the columns.
    let in_rows = inner == 1 && len >= 16;
    let (kernel, groups, a_group) = match in_rows {
        true => (&ROWS, outer, 64),
        false => (&COLUMNS, inner.div_ceil(32) * outer, 8),
    };
    let most = len.div_ceil(a_group * A_THREAD).max(1);
    let chunk = len.div_ceil((ENOUGH / groups.max(1)).clamp(1, most));
    let chunks = len.div_ceil(chunk.max(1)).max(1);
    let mut y = gpu.scratch([chunks * outer * inner]);
    gpu.launch(kernel)
        .numbers([outer, len, inner, chunk, chunks])
        .number(if chunks == 1 { factor } else { 1.0 })
        .read(x)
        .write(&mut y)
        .groups(groups * chunks);
    match chunks {
        1 => y,
        _ if in_rows => sum_middle(gpu, &y, [outer, chunks, 1], factor),
        _ => sum_middle(gpu, &y, [1, chunks, outer * inner], factor),
    }
}

/// The gradient of a sum: `dy` (times `factor`) repeated along the axis that was summed away.
pub(super) fn repeat(
    gpu: &Gpu,
    dy: &Tensor,
    axis: Option<usize>,
    factor: f32,
    shape: Shape,
) -> Tensor {
    let (outer, len, inner) = match axis {
        Some(axis) => shape.around(axis),
        None => (1, shape.size(), 1),
    };
    let mut dx = gpu.scratch(shape);
    gpu.launch(&REPEAT)
        .numbers([outer, len, inner, len, 1])
        .number(factor)
        .read(dy)
        .write(&mut dx)
        .threads(shape.size());
    dx
}
