//! What four numbers cost that should be a box. Boxes are `[N, 4]`: the middle x, y, then width and height.

use nabla::{Tensor, Var};

// ANCHOR: smooth_l1
/// ½d²/β where |d| < β, |d| − ½β beyond (Girshick's smooth L1; with β = 1 Huber's loss), summed over the four numbers: `[N, 1]`.
pub fn smooth_l1<'t>(found: Var<'t>, wanted: &Tensor, beta: f32) -> Var<'t> {
    let d = found - found.tape().constant(wanted.clone());
    let near = d.clamp(-beta, beta); // d itself, or β with its sign
    ((d - near * 0.5) * near * (1.0 / beta)).sum_axis(1)
}
// ANCHOR_END: smooth_l1

/// How a loss sees the overlap of two boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// 1 − IoU.
    Plain,
    /// 1 − GIoU: also what is empty in the smallest box around both costs (Rezatofighi et al., 2019).
    Generalised,
}

// ANCHOR: overlap
/// One minus the overlap of each two boxes, `[N, 1]`.
pub fn overlap<'t>(found: Var<'t>, wanted: &Tensor, kind: Overlap) -> Var<'t> {
    let wanted = found.tape().constant(wanted.clone());
    let column = |b: Var<'t>, i: usize| b.slice(1, i..i + 1);
    let size = |b: Var<'t>, axis: usize| column(b, 2 + axis).relu();
    let low = |b, axis| column(b, axis) - size(b, axis) * 0.5;
    let high = |b, axis| column(b, axis) + size(b, axis) * 0.5;
    let common = |axis| {
        let end = high(found, axis).minimum(high(wanted, axis));
        (end - low(found, axis).maximum(low(wanted, axis))).relu()
    };
    let both = common(0) * common(1);
    let either = size(found, 0) * size(found, 1) + size(wanted, 0) * size(wanted, 1) - both;
    let loss = 1.0 - both / either;
    match kind {
        Overlap::Plain => loss,
        Overlap::Generalised => {
            let around = |axis| {
                let end = high(found, axis).maximum(high(wanted, axis));
                end - low(found, axis).minimum(low(wanted, axis))
            };
            let hull = around(0) * around(1);
            loss + (hull - either) / hull
        }
    }
}
// ANCHOR_END: overlap
