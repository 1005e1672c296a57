//! Operands repeated to fill a shape (NumPy's broadcasting), walked in lines: along a line an operand's
//! numbers either follow each other or stay the same one.
//!
//! Neighbouring axes that can be walked as one are joined, so that a line is as long as can be: of two operands
//! of one shape everything is a single line, of a matrix and a row each row is.

use super::rows::own;
use super::threads::{CHUNK, for_each_chunk};
use crate::Shape;
use crate::shape::MAX_RANK;
use std::ops::Range;

/// An axis: its size, and how far apart its neighbours lie in each operand.
#[derive(Clone, Copy, Default)]
pub struct Axis {
    pub size: usize,
    pub steps: [usize; 2],
}

/// How two operands fill a shape.
pub struct Lines {
    /// The line itself.
    line: Axis,
    /// The axes around it, innermost first.
    axes: [Axis; MAX_RANK],
    rank: usize,
}

impl Lines {
    /// Operands of these shapes, which broadcast to `full`.
    pub fn new(operands: [Shape; 2], full: Shape) -> Self {
        let mut lines = Lines {
            line: Axis {
                size: 1,
                steps: [0; 2],
            },
            axes: [Axis::default(); MAX_RANK],
            rank: 0,
        };
        let mut next = [1; 2];
        for back in 1..=full.rank() {
            let mut axis = Axis {
                size: full.size_from_end(back),
                steps: [0; 2],
            };
            for (k, operand) in operands.iter().enumerate() {
                let own = operand.size_from_end(back);
                if own > 1 {
                    axis.steps[k] = next[k];
                }
                next[k] *= own;
            }
            lines.push(axis);
        }
        lines
    }

    /// One more axis outwards.
    fn push(&mut self, axis: Axis) {
        if axis.size == 1 {
            return;
        }
        let inner = match self.rank {
            0 => &mut self.line,
            rank => &mut self.axes[rank - 1],
        };
        if inner.size == 1 {
            *inner = axis;
        } else if axis.steps == inner.steps.map(|step| step * inner.size) {
            inner.size *= axis.size;
        } else {
            self.axes[self.rank] = axis;
            self.rank += 1;
        }
    }

    /// How many axes there are, the line among them, and each, outermost first; then such of size 1.
    pub fn axes(&self) -> (usize, [Axis; MAX_RANK]) {
        let mut axes = [Axis {
            size: 1,
            steps: [0; 2],
        }; MAX_RANK];
        axes[..self.rank].copy_from_slice(&self.axes[..self.rank]);
        axes[..self.rank].reverse();
        axes[self.rank] = self.line;
        (self.rank + 1, axes)
    }

    /// Do the numbers of each operand follow each other along a line?
    pub fn moves(&self) -> [bool; 2] {
        self.line.steps.map(|step| step == 1)
    }

    /// Calls `work(places, starts)` for each line, or part of one, within `range` of the places of the
    /// full shape: where it lies there, and where it begins in each operand.
    pub fn each(&self, range: Range<usize>, mut work: impl FnMut(Range<usize>, [usize; 2])) {
        if range.is_empty() {
            return;
        }
        // An odometer, whose innermost wheel turns fastest.
        let (mut position, mut starts) = ([0; MAX_RANK], [0; 2]);
        let wheels = &self.axes[..self.rank];
        let mut rest = range.start / self.line.size;
        for (place, wheel) in position.iter_mut().zip(wheels) {
            *place = rest % wheel.size;
            rest /= wheel.size;
            starts = moved(starts, *place, wheel);
        }
        let (mut at, mut inside) = (range.start, range.start % self.line.size);
        while at < range.end {
            let end = range.end.min(at - inside + self.line.size);
            work(at..end, moved(starts, inside, &self.line));
            (at, inside) = (end, 0);
            for (place, wheel) in position.iter_mut().zip(wheels) {
                *place += 1;
                starts = moved(starts, 1, wheel);
                if *place < wheel.size {
                    break;
                }
                *place = 0;
                for (start, step) in starts.iter_mut().zip(wheel.steps) {
                    *start -= wheel.size * step;
                }
            }
        }
    }
}

/// `by` places further along an axis.
fn moved(starts: [usize; 2], by: usize, axis: &Axis) -> [usize; 2] {
    let [a, b] = axis.steps;
    [starts[0] + by * a, starts[1] + by * b]
}

/// `out[i] = f(out[i], aᵢ, bᵢ)` for each place of `full`, whose numbers `out` has and to which a and b
/// broadcast.
pub fn update(
    out: &mut [f32],
    (a, b): (&[f32], &[f32]),
    lines: &Lines,
    f: impl Fn(f32, f32, f32) -> f32 + Copy + Sync,
) {
    for_each_chunk([out], CHUNK, |first, [out]| {
        let f = own(f);
        lines.each(first..first + out.len(), |places, [i, j]| {
            let out = &mut out[places.start - first..places.end - first];
            let (a, b) = (&a[i..], &b[j..]);
            match lines.moves() {
                [true, true] => {
                    for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
                        *out = f(*out, a, b);
                    }
                }
                [true, false] => {
                    let b = b[0];
                    for (out, &a) in out.iter_mut().zip(a) {
                        *out = f(*out, a, b);
                    }
                }
                [false, true] => {
                    let a = a[0];
                    for (out, &b) in out.iter_mut().zip(b) {
                        *out = f(*out, a, b);
                    }
                }
                [false, false] => {
                    let (a, b) = (a[0], b[0]);
                    out.iter_mut().for_each(|out| *out = f(*out, a, b));
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(a: &[usize], b: &[usize], full: &[usize]) -> Vec<[usize; 3]> {
        let lines = Lines::new([a, b].map(Shape::new), Shape::new(full));
        let (rank, axes) = lines.axes();
        let numbers = |it: &Axis| [it.size, it.steps[0], it.steps[1]];
        axes[..rank].iter().map(numbers).collect()
    }

    #[test]
    fn neighbouring_axes_are_joined() {
        assert_eq!(
            axes(&[2, 3, 4, 5], &[5], &[2, 3, 4, 5]),
            [[24, 5, 0], [5, 1, 1]]
        );
        assert_eq!(
            axes(&[6, 1, 2], &[3, 1], &[6, 3, 2]),
            [[6, 2, 0], [3, 0, 1], [2, 1, 0]]
        );
        assert_eq!(axes(&[], &[2, 3], &[2, 3]), [[6, 0, 1]]);
        assert_eq!(axes(&[7, 1], &[7, 1], &[7, 1]), [[7, 1, 1]]);
        assert_eq!(axes(&[], &[], &[]), [[1, 0, 0]]);
    }

    /// Cut anywhere, the lines find the same places as an odometer.
    #[test]
    fn parts_of_lines_begin_where_they_should() {
        let (a, b, full) = ([2, 1, 4], [3, 1], [2, 3, 4]);
        let [a, b, full] = [Shape::from(a), Shape::from(b), Shape::from(full)];
        let places = |small| crate::ops::Offsets::new(small, full).take(24);
        let want: Vec<_> = places(a).zip(places(b)).collect();
        let lines = Lines::new([a, b], full);
        for cut in 0..=24 {
            let mut got = Vec::new();
            for range in [0..cut, cut..24] {
                lines.each(range, |places, [i, j]| {
                    let steps = lines.moves().map(usize::from);
                    got.extend((0..places.len()).map(|k| (i + k * steps[0], j + k * steps[1])));
                });
            }
            assert_eq!(got, want, "cut at {cut}");
        }
    }
}
