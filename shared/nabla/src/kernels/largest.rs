//! The largest number along an axis, and where it stands.

/// Calls `found(i, place)` for each of the outer·inner results, in order: `place` is where in x
/// `[outer, len, inner]` the first of the largest numbers stands, or the first NaN if there is one.
pub fn largest(
    x: &[f32],
    (outer, len, inner): (usize, usize, usize),
    mut found: impl FnMut(usize, usize),
) {
    for o in 0..outer {
        for i in 0..inner {
            let first = o * len * inner + i;
            let mut best = first;
            for place in (first..).step_by(inner).take(len) {
                // NaN is greater than nothing, and nothing is greater than NaN.
                if x[place] > x[best] || (x[place].is_nan() && !x[best].is_nan()) {
                    best = place;
                }
            }
            found(o * inner + i, best);
        }
    }
}
