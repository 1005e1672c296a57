//! Two axes of a tensor exchanged.

use super::threads::{CHUNK, for_each_part};

/// Lines of x and of y that are worked on together: x is read along its lines and y written across them,
/// and so many lines fit into the first-level cache at once.
const LINES: usize = 16;

/// Pieces of `INNER` numbers that follow each other in `from`, into `to`, where they lie `line` apart.
fn spread<const INNER: usize>(from: &[f32], to: &mut [f32], line: usize) {
    let (from, _) = from.as_chunks::<INNER>();
    for (to, x) in to.chunks_mut(line).zip(from) {
        to[..INNER].copy_from_slice(x);
    }
}

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
                // A copy of a length known beforehand is a few instructions; any other is a call.
                match inner {
                    1 => spread::<1>(from, to, line),
                    8 => spread::<8>(from, to, line),
                    16 => spread::<16>(from, to, line),
                    32 => spread::<32>(from, to, line),
                    _ => {
                        for (to, x) in to.chunks_mut(line).zip(from.chunks_exact(inner)) {
                            to[..inner].copy_from_slice(x);
                        }
                    }
                }
            }
            (rest, at) = (after, at + count);
        }
    });
}
