//! Two axes of a tensor exchanged.

use super::threads::{CHUNK, for_each_part};

/// Lines of x and of y that are worked on together: x is read along its lines and y written across them,
/// and so many lines fit into the first-level cache at once.
const LINES: usize = 16;

/// y `[outer, b, middle, a, inner]` from x `[outer, a, middle, b, inner]`.
///
/// # Panics
/// If `x` and `y` do not hold as many numbers.
pub fn swap_axes(x: &[f32], y: &mut [f32], [outer, a, middle, b, inner]: [usize; 5]) {
    let line = middle * a * inner; // of y, at one place of b
    assert!(x.len() == outer * b * line && y.len() == x.len());
    if x.is_empty() {
        return;
    }
    let lines = (CHUNK / line).max(LINES);
    for_each_part([y], [lines * line], |part, [y]| {
        let mut at = part * lines;
        let mut rest = y;
        while !rest.is_empty() {
            let (o, first) = (at / b, at % b);
            let count = LINES.min(b - first).min(rest.len() / line);
            let (here, after) = rest.split_at_mut(count * line);
            for (i, m) in (0..a).flat_map(|i| (0..middle).map(move |m| (i, m))) {
                let from = &x[(((o * a + i) * middle + m) * b + first) * inner..][..count * inner];
                let to = &mut here[(m * a + i) * inner..];
                if inner == 1 {
                    for (to, x) in to.iter_mut().step_by(line).zip(from) {
                        *to = *x;
                    }
                } else {
                    for (to, x) in to.chunks_mut(line).zip(from.chunks_exact(inner)) {
                        to[..inner].copy_from_slice(x);
                    }
                }
            }
            (rest, at) = (after, at + count);
        }
    });
}
