//! The sizes of a tensor's axes, kept inline so that making one never touches the heap.

use std::fmt;

/// The most axes a tensor can have.
pub const MAX_RANK: usize = 6;

/// The sizes of a tensor's axes, outermost first: `[rows, columns]`, `[N, H, W, C]`, `[]` for a
/// single number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    dims: [usize; MAX_RANK],
    rank: usize,
}

impl Shape {
    /// A shape with these axis sizes.
    ///
    /// # Panics
    /// If there are more than six axes.
    #[track_caller]
    pub fn new(dims: &[usize]) -> Self {
        assert!(
            dims.len() <= MAX_RANK,
            "a tensor has at most {MAX_RANK} axes, {dims:?} has {}",
            dims.len()
        );
        let mut inline = [1; MAX_RANK];
        inline[..dims.len()].copy_from_slice(dims);
        Shape {
            dims: inline,
            rank: dims.len(),
        }
    }

    /// The axis sizes, outermost first.
    pub fn dims(&self) -> &[usize] {
        &self.dims[..self.rank]
    }

    /// How many axes there are; 0 for a single number.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// How many numbers a tensor of this shape holds.
    ///
    /// # Panics
    /// If they are more than memory can ever hold, an axis of size 0 not counted: as in NumPy, `[0, 2⁶²,
    /// 2⁶²]` is no shape of a tensor. So the product of any axes of a tensor is a `usize`, and
    /// a small buffer never lies under a large shape.
    #[track_caller]
    pub fn size(&self) -> usize {
        self.places(self.dims())
    }

    /// How many places some of the axes have together.
    #[track_caller]
    fn places(&self, axes: &[usize]) -> usize {
        const MOST: usize = isize::MAX as usize / size_of::<f32>();
        let mut filled = axes.iter().map(|&size| size.max(1));
        match filled.try_fold(1, usize::checked_mul) {
            Some(places) if places <= MOST => {
                if axes.contains(&0) {
                    0
                } else {
                    places
                }
            }
            _ => panic!("a tensor of shape {self} has more numbers than memory can hold"),
        }
    }

    /// The size of the last axis; 1 for a single number.
    pub fn last(&self) -> usize {
        self.dims().last().copied().unwrap_or(1)
    }

    /// This shape seen as a matrix `(rows, columns)`: the last axis is the columns, all axes before
    /// it together are the rows.
    ///
    /// # Panics
    /// As [`size`](Self::size).
    #[track_caller]
    pub fn as_rows(&self) -> (usize, usize) {
        match self.dims().split_last() {
            Some((&columns, rows)) => (self.places(rows), columns),
            None => (1, 1),
        }
    }

    /// `(outer, len, inner)`: how a row-major buffer is laid out around `axis`.
    ///
    /// # Panics
    /// If there is no such axis, or as [`size`](Self::size).
    #[track_caller]
    pub fn around(&self, axis: usize) -> (usize, usize, usize) {
        assert!(
            axis < self.rank,
            "axis {axis} does not exist in {self}, which has {} axes",
            self.rank
        );
        let outer = self.places(&self.dims[..axis]);
        let inner = self.places(&self.dims[axis + 1..self.rank]);
        (outer, self.dims[axis], inner)
    }

    /// The same shape with `axis` set to `size`.
    ///
    /// # Panics
    /// If there is no such axis.
    #[track_caller]
    pub fn with_axis(mut self, axis: usize, size: usize) -> Self {
        let _exists = self.around(axis);
        self.dims[axis] = size;
        self
    }

    /// The same shape with one more axis, of this size, where `axis` says.
    ///
    /// # Panics
    /// If `axis` is beyond the end, or there are six axes already.
    #[track_caller]
    pub(crate) fn with_new_axis(self, axis: usize, size: usize) -> Self {
        assert!(
            axis <= self.rank,
            "a new axis {axis} has no place in {self}: it may be 0 to {}",
            self.rank
        );
        assert!(
            self.rank < MAX_RANK,
            "a tensor has at most {MAX_RANK} axes, {self} has no room for one more"
        );
        let mut dims = [1; MAX_RANK];
        dims[..axis].copy_from_slice(&self.dims[..axis]);
        dims[axis] = size;
        dims[axis + 1..].copy_from_slice(&self.dims[axis..MAX_RANK - 1]);
        Shape {
            dims,
            rank: self.rank + 1,
        }
    }

    /// The same axes, and a matrix's two behind them.
    ///
    /// # Panics
    /// If there is no room for two more.
    #[track_caller]
    pub(crate) fn with_matrix(self, rows: usize, columns: usize) -> Self {
        self.with_new_axis(self.rank, rows)
            .with_new_axis(self.rank + 1, columns)
    }

    /// The same shape with two axes exchanged.
    ///
    /// # Panics
    /// If there is no such axis.
    #[track_caller]
    pub(crate) fn with_swapped(mut self, a: usize, b: usize) -> Self {
        let _exist = (self.around(a), self.around(b));
        self.dims.swap(a, b);
        self
    }

    /// The same shape without `axis`.
    ///
    /// # Panics
    /// If there is no such axis.
    #[track_caller]
    pub(crate) fn without_axis(self, axis: usize) -> Self {
        let _exists = self.around(axis);
        let mut dims = [1; MAX_RANK];
        dims[..axis].copy_from_slice(&self.dims[..axis]);
        dims[axis..MAX_RANK - 1].copy_from_slice(&self.dims[axis + 1..]);
        Shape {
            dims,
            rank: self.rank - 1,
        }
    }

    /// The shape that two operands broadcast to by NumPy's rule: align the shapes at their *last*
    /// axis; sizes must be equal, or one of them 1 (or absent). `None` where they disagree.
    pub fn broadcast(&self, other: &Shape) -> Option<Shape> {
        let rank = self.rank.max(other.rank);
        let mut dims = [1; MAX_RANK];
        for back in 1..=rank {
            dims[rank - back] = match (self.size_from_end(back), other.size_from_end(back)) {
                (a, b) if a == b => a,
                (1, b) => b,
                (a, 1) => a,
                _ => return None,
            };
        }
        Some(Shape { dims, rank })
    }

    /// The size of the axis `back` places from the end (1 = last); 1 where there is none.
    pub(crate) fn size_from_end(&self, back: usize) -> usize {
        if back <= self.rank {
            self.dims[self.rank - back]
        } else {
            1
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.dims())
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const N: usize> From<[usize; N]> for Shape {
    #[track_caller]
    fn from(dims: [usize; N]) -> Self {
        Shape::new(&dims)
    }
}

impl From<&[usize]> for Shape {
    #[track_caller]
    fn from(dims: &[usize]) -> Self {
        Shape::new(dims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broadcasting_follows_numpy() {
        let case = |a: &[usize], b: &[usize]| {
            Shape::new(a)
                .broadcast(&Shape::new(b))
                .map(|s| s.dims().to_vec())
        };
        assert_eq!(case(&[5, 3], &[3]), Some(vec![5, 3]));
        assert_eq!(case(&[5, 1], &[1, 4]), Some(vec![5, 4]));
        assert_eq!(case(&[], &[2, 3]), Some(vec![2, 3]));
        assert_eq!(case(&[2, 1, 4], &[7, 1]), Some(vec![2, 7, 4]));
        assert_eq!(case(&[5, 3], &[5]), None);
    }

    /// Also beside an axis of size 0, which would hide it.
    #[test]
    fn no_product_of_axes_wraps_around() {
        let half = 1 << (usize::BITS / 2);
        for dims in [&[half, half][..], &[half, half, 0], &[0, half, half]] {
            for count in [
                |shape: Shape| shape.size(),
                |shape: Shape| shape.with_new_axis(3.min(shape.rank()), 7).as_rows().0,
                |shape: Shape| shape.with_new_axis(0, 7).around(0).2,
            ] {
                let counted = std::panic::catch_unwind(|| count(Shape::new(dims)));
                let message = *counted
                    .expect_err("too many")
                    .downcast::<String>()
                    .expect("a message");
                assert!(message.contains("more numbers than memory can hold"));
            }
        }
        assert_eq!(Shape::new(&[half, 0, 5]).size(), 0);
    }

    #[test]
    fn an_axis_comes_and_goes() {
        let shape = Shape::new(&[2, 3]);
        for (axis, want) in [(0, [7, 2, 3]), (1, [2, 7, 3]), (2, [2, 3, 7])] {
            let more = shape.with_new_axis(axis, 7);
            assert_eq!(more.dims(), want);
            assert_eq!(more.without_axis(axis), shape);
        }
        let full = Shape::new(&[1, 2, 3, 4, 5, 6]);
        let five = full.without_axis(2);
        assert_eq!(five.with_new_axis(2, 3), full);
        // Equal shapes are equal also where no axis is.
        assert_eq!(five, Shape::new(&[1, 2, 4, 5, 6]));
    }

    #[test]
    fn around_an_axis() {
        assert_eq!(Shape::new(&[2, 3, 5, 7]).around(1), (2, 3, 35));
        assert_eq!(Shape::new(&[2, 3]).as_rows(), (2, 3));
        assert_eq!(Shape::new(&[2, 3, 5]).as_rows(), (6, 5));
        assert_eq!(Shape::new(&[]).as_rows(), (1, 1));
    }
}
