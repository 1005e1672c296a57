//! Two tensors, number by number, on a graphics card.

use super::{Binary, Kind, sum_to};
use crate::gpu::{Gpu, Kernel};
use crate::shape::MAX_RANK;
use crate::tape::Grads;
use crate::{Shape, Tensor};

static SAME: Kernel = Kernel::new("same", include_str!("same.wgsl"));
static STRETCHED: Kernel = Kernel::new("stretched", include_str!("stretched.wgsl"));

pub(super) fn forward(gpu: &Gpu, kind: Kind, a: &Tensor, b: &Tensor, shape: Shape) -> Tensor {
    let f = match kind {
        Kind::Add => "a + b",
        Kind::Sub => "a - b",
        Kind::Mul => "a * b",
        Kind::Div => "a / b",
    };
    combine(gpu, f, a, b, shape)
}

/// The rules of `binary.rs`.
pub(super) fn backward(
    gpu: &Gpu,
    op: &Binary,
    [a, b]: [&Tensor; 2],
    y: &Tensor,
    dy: Tensor,
    grads: &mut Grads,
) {
    let full = y.shape();
    if grads.wants(op.a) {
        let da = match op.kind {
            Kind::Add | Kind::Sub => dy.clone(),
            Kind::Mul => combine(gpu, "a * b", &dy, b, full),
            Kind::Div => combine(gpu, "a / b", &dy, b, full),
        };
        grads.add(op.a, sum_to(da, a.shape()));
    }
    if grads.wants(op.b) {
        let db = match op.kind {
            Kind::Add => dy,
            Kind::Sub => combine(gpu, "-a", &dy, &dy, full),
            Kind::Mul => combine(gpu, "a * b", &dy, a, full),
            Kind::Div => {
                let share = combine(gpu, "-a * b", &dy, y, full);
                combine(gpu, "a / b", &share, b, full)
            }
        };
        grads.add(op.b, sum_to(db, b.shape()));
    }
}

/// f(a, b) for each position of `shape`, to which both broadcast; `f` is WGSL in a and b.
pub(crate) fn combine(gpu: &Gpu, f: &'static str, a: &Tensor, b: &Tensor, shape: Shape) -> Tensor {
    let mut y = gpu.scratch(shape);
    if a.shape() == shape && b.shape() == shape {
        let quads = y.len().div_ceil(4);
        gpu.launch(&SAME)
            .define("f", f)
            .number(quads)
            .read(a)
            .read(b)
            .write(&mut y)
            .threads(quads);
        return y;
    }
    let axes = axes(a.shape(), b.shape(), shape);
    let none = [1, 0, 0];
    let padded = (0..MAX_RANK).map(|k| *axes.get(k).unwrap_or(&none));
    gpu.launch(&STRETCHED)
        .define("f", f)
        .numbers(padded.flat_map(|[size, a, b]| [size, a, b, 0]))
        .numbers([axes.len(), shape.size(), 0, 0])
        .read(a)
        .read(b)
        .write(&mut y)
        .threads(shape.size());
    y
}

/// For each axis of `full`: its size, and how far apart its neighbours lie in either operand.
/// Neighbouring axes that can be walked as one are joined: each axis costs a division a number.
fn axes(a: Shape, b: Shape, full: Shape) -> Vec<[usize; 3]> {
    let mut axes: Vec<[usize; 3]> = Vec::with_capacity(MAX_RANK);
    let mut steps = [1, 1];
    // From the innermost axis outwards.
    for back in 1..=full.rank() {
        let size = full.size_from_end(back);
        let mut axis = [size, 0, 0];
        for (which, operand) in [a, b].into_iter().enumerate() {
            let own = operand.size_from_end(back);
            if own > 1 {
                axis[which + 1] = steps[which];
            }
            steps[which] *= own;
        }
        match axes.last_mut() {
            _ if size == 1 => {}
            Some([inner, a, b]) if axis[1..] == [*a * *inner, *b * *inner] => *inner *= size,
            _ => axes.push(axis),
        }
    }
    axes.reverse();
    axes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_axes_are_joined() {
        let of = |a: &[usize], b: &[usize], full: &[usize]| {
            axes(Shape::new(a), Shape::new(b), Shape::new(full))
        };
        assert_eq!(
            of(&[2, 3, 4, 5], &[5], &[2, 3, 4, 5]),
            [[24, 5, 0], [5, 1, 1]]
        );
        assert_eq!(
            of(&[6, 1, 2], &[3, 1], &[6, 3, 2]),
            [[6, 2, 0], [3, 0, 1], [2, 1, 0]]
        );
        assert_eq!(of(&[], &[2, 3], &[2, 3]), [[6, 0, 1]]);
    }
}
