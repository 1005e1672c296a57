//! How a head finds its row: four steps, each a function, each differentiable.
//!
//! An address is no number but a weight for each row, and they add up to 1. Shapes: N sequences, H heads, R rows of a memory, W numbers
//! in a row. (The paper's equations 5 to 9.)

use nabla::Var;

// ANCHOR: content
/// By content: K = softmax(β · cosine(key, row)) over the rows. Memory `[N, R, W]`, keys `[N, H, W]`, strengths `[N, H, 1]`; `[N, H, R]`.
pub fn content<'t>(memory: Var<'t>, keys: Var<'t>, strengths: Var<'t>) -> Var<'t> {
    (unit(keys).matmul_t(unit(memory)) * strengths).softmax()
}

/// The same directions with length 1; no length at all stays none.
fn unit(x: Var<'_>) -> Var<'_> {
    let &[n, rows, _] = x.shape().dims() else {
        panic!("unit: takes [N, rows, width], got {}", x.shape())
    };
    let length = (x.square().sum_axis(2) + 1e-6).sqrt();
    x / length.reshape([n, rows, 1])
}
// ANCHOR_END: content

// ANCHOR: interpolate
/// Here or there: g · content + (1 − g) · before. Addresses `[N, H, R]`, gates `[N, H, 1]`.
pub fn interpolate<'t>(content: Var<'t>, before: Var<'t>, gates: Var<'t>) -> Var<'t> {
    before + gates * (content - before)
}
// ANCHOR_END: interpolate

// ANCHOR: shift
/// On by one, back by one, or neither: shares `[N, H, 3]` of the address moved by −1, 0 and +1 rows, the last row next to the first.
pub fn shift<'t>(address: Var<'t>, shares: Var<'t>) -> Var<'t> {
    let &[n, heads, rows] = address.shape().dims() else {
        panic!("shift: takes [N, heads, rows], got {}", address.shape())
    };
    let turned = |by: usize| {
        let parts = [address.slice(2, by..rows), address.slice(2, 0..by)];
        Var::concat(&parts, 2)
    };
    let moved = Var::stack(&[turned(1), address, turned(rows - 1)], 2); // [N, H, 3, R]
    let shares = shares.reshape([n, heads, 1, 3]);
    shares.matmul(moved).reshape([n, heads, rows])
}
// ANCHOR_END: shift

// ANCHOR: sharpen
/// wᵞ / Σ wᵞ, which is the softmax of γ · ln w. Powers `[N, H, 1]`, from 1 up.
pub fn sharpen<'t>(address: Var<'t>, powers: Var<'t>) -> Var<'t> {
    ((address + 1e-6).ln() * powers).softmax()
}
// ANCHOR_END: sharpen

// ANCHOR: memory
/// M ∘ (1 − w·eᵀ) + w·aᵀ: each row is erased and added to as far as the head stands on it. Memory `[N, R, W]`; address `[N, 1, R]`,
/// erase and add `[N, 1, W]`.
pub fn write<'t>(memory: Var<'t>, address: Var<'t>, erase: Var<'t>, add: Var<'t>) -> Var<'t> {
    let &[n, rows, _] = memory.shape().dims() else {
        panic!("write: takes [N, rows, width], got {}", memory.shape())
    };
    let w = address.reshape([n, rows, 1]);
    memory - w.matmul(erase) * memory + w.matmul(add)
}

/// Σ w·M: the mean of the rows, as far as the head stands on each. `[N, 1, R]` and `[N, R, W]`; `[N, 1, W]`.
pub fn read<'t>(memory: Var<'t>, address: Var<'t>) -> Var<'t> {
    address.matmul(memory)
}
// ANCHOR_END: memory
