//! Many matrix products at once, C = Σ A·B over pairs of matrices out of two batches.
//!
//! The batches broadcast: an axis that one of them lacks, or has at size 1, gives it the same matrix
//! again and again. An axis that the result lacks is summed over, in order: that is how a matrix used
//! many times gets its gradient.

use super::gemm::{Matrix, WORTH_SHARING, gemm, gemm_adding, gemm_alone};
use super::threads::for_each_part;
use crate::Shape;
use crate::shape::MAX_RANK;

/// An axis of the batch: its size, and how many matrices further its next place is in A and in B.
pub type Axis = [usize; 3];

/// Which matrix of A meets which of B.
pub struct Pairs {
    /// The axes of the result's batch, and those that are summed over, each outermost first.
    kept: Axes,
    summed: Axes,
}

#[derive(Default)]
struct Axes {
    axes: [Axis; MAX_RANK],
    rank: usize,
}

impl Axes {
    fn count(&self) -> usize {
        self.axes().iter().map(|axis| axis[0]).product()
    }

    fn axes(&self) -> &[Axis] {
        &self.axes[..self.rank]
    }

    /// The places in A and in B of the `index`-th pair.
    fn places(&self, mut index: usize) -> [usize; 2] {
        let mut places = [0; 2];
        for [size, a, b] in self.axes().iter().rev() {
            places[0] += index % size * a;
            places[1] += index % size * b;
            index /= size;
        }
        places
    }

    fn push(&mut self, axis: Axis) {
        self.axes[self.rank] = axis;
        self.rank += 1;
    }
}

impl Pairs {
    /// Batches of these shapes, for a result of the shape `c`; all three have to broadcast to what `a`
    /// and `b` broadcast to.
    pub fn new(a: Shape, b: Shape, c: Shape) -> Self {
        let full = a.broadcast(&b).expect("the caller has seen that they fit");
        let mut pairs = Pairs {
            kept: Axes::default(),
            summed: Axes::default(),
        };
        let step = |operand: Shape, back: usize| {
            let inside = (1..back).map(|back| operand.size_from_end(back));
            let is_repeated = operand.size_from_end(back) == 1;
            if is_repeated { 0 } else { inside.product() }
        };
        for back in (1..=full.rank()).rev() {
            let size = full.size_from_end(back);
            let axis = [size, step(a, back), step(b, back)];
            match c.size_from_end(back) {
                _ if size == 1 => {}
                of_c if of_c == size => pairs.kept.push(axis),
                _ => pairs.summed.push(axis),
            }
        }
        pairs
    }

    /// The axes of the result's batch, outermost first.
    pub fn kept(&self) -> &[Axis] {
        self.kept.axes()
    }

    /// A single product, and no sum?
    pub fn is_one(&self) -> bool {
        self.kept.rank + self.summed.rank == 0
    }

    /// How many matrices the result has.
    pub fn count(&self) -> usize {
        self.kept.count()
    }
}

/// A batch of matrices, one after another, each `rows`×`columns` as it is stored; multiplied as it is
/// or transposed.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    /// All the numbers.
    pub data: &'a [f32],
    /// As stored.
    pub rows: usize,
    /// As stored.
    pub columns: usize,
    /// Multiply by the transposes?
    pub turned: bool,
}

impl<'a> Batch<'a> {
    fn matrix(self, place: usize) -> Matrix<'a> {
        let size = self.rows * self.columns;
        let matrix = &self.data[place * size..][..size];
        let matrix = Matrix::new(matrix, self.rows, self.columns);
        if self.turned { matrix.t() } else { matrix }
    }

    /// Rows and columns, as multiplied.
    pub fn size(self) -> [usize; 2] {
        match self.turned {
            false => [self.rows, self.columns],
            true => [self.columns, self.rows],
        }
    }
}

/// Every product of `pairs`, into `c`. Many small ones are shared out among the threads, a few large ones are
/// cut up each: the bits are the same.
///
/// # Panics
/// If a pair lies beyond the end of a batch, or `c` has not room for exactly the results.
pub fn multiply(a: Batch, b: Batch, pairs: &Pairs, c: &mut [f32]) {
    let ([m, k], [_, n]) = (a.size(), b.size());
    assert_eq!(c.len(), pairs.count() * m * n);
    let (size, terms) = (m * n, pairs.summed.count());
    if c.is_empty() {
        return;
    }
    if terms == 0 {
        return c.fill(0.0);
    }
    let factors = |item: usize, term: usize| {
        let (item, term) = (pairs.kept.places(item), pairs.summed.places(term));
        (a.matrix(item[0] + term[0]), b.matrix(item[1] + term[1]))
    };
    let work = size.saturating_mul(k).saturating_mul(terms);
    if pairs.count() < ENOUGH && work >= WORTH_SHARING {
        for (item, c) in c.chunks_exact_mut(size).enumerate() {
            let (first, second) = factors(item, 0);
            gemm(first, second, c, |_, _| {});
            for term in 1..terms {
                let (first, second) = factors(item, term);
                gemm_adding(first, second, c);
            }
        }
        return;
    }
    let items = (WORTH_SHARING / work.max(1)).clamp(1, pairs.count());
    for_each_part([c], [items * size], |part, [c]| {
        for (item, c) in c.chunks_exact_mut(size).enumerate() {
            for term in 0..terms {
                let (first, second) = factors(part * items + item, term);
                gemm_alone(first, second, c, term > 0);
            }
        }
    });
}

/// As many results as keep eight threads busy.
const ENOUGH: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tensor;
    use crate::gradcheck::sample;
    use crate::kernels::naive;

    /// Against the product of each pair by itself, added up in order.
    #[test]
    fn is_a_loop_over_the_pairs() {
        for (a, b, c) in [
            (&[][..], &[][..], &[][..]),
            (&[5], &[5], &[5]),
            (&[2, 1], &[3], &[2, 3]),
            (&[2, 3], &[3], &[3]),
            (&[2, 3], &[2, 1], &[1, 3]),
            (&[2, 3, 20], &[2, 3, 20], &[]),
            (&[0, 3], &[3], &[3]),
            (&[0], &[0], &[0]),
        ] {
            for [m, k, n] in [[3, 4, 5], [70, 33, 60]] {
                for turned in [[false, false], [true, false], [false, true], [true, true]] {
                    check([a, b, c].map(Shape::new), [m, k, n], turned);
                }
            }
        }
    }

    fn check([a, b, c]: [Shape; 3], [m, k, n]: [usize; 3], turned: [bool; 2]) {
        let side = |rows: usize, columns: usize, turned: bool| match turned {
            false => [rows, columns],
            true => [columns, rows],
        };
        let (a_side, b_side) = (side(m, k, turned[0]), side(k, n, turned[1]));
        let numbers = |batch: Shape, [rows, columns]: [usize; 2], seed| {
            sample([batch.size(), rows, columns], seed)
        };
        let (x, y) = (numbers(a, a_side, 1), numbers(b, b_side, 2));
        let batch = |t, [rows, columns]: [usize; 2], turned| Batch {
            data: t,
            rows,
            columns,
            turned,
        };
        let pairs = Pairs::new(a, b, c);
        let mut got = vec![f32::NAN; c.size() * m * n];
        let (first, second) = (
            batch(x.data(), a_side, turned[0]),
            batch(y.data(), b_side, turned[1]),
        );
        multiply(first, second, &pairs, &mut got);

        let full = a.broadcast(&b).expect("they fit");
        let places = |small| crate::ops::Offsets::new(small, full);
        let matrix = |t: &Tensor, place: usize, turned: bool| {
            let t = t.rows(place..place + 1);
            let t = t.reshape([t.dims()[1], t.dims()[2]]);
            match turned {
                false => t,
                true => Tensor::from(t.view().reversed_axes().to_owned()),
            }
        };
        let mut want = vec![0.0; got.len()];
        for ((i, j), at) in places(a).zip(places(b)).zip(places(c)).take(full.size()) {
            let product = naive::matmul(&matrix(&x, i, turned[0]), &matrix(&y, j, turned[1]));
            for (want, x) in want[at * m * n..].iter_mut().zip(product.data()) {
                *want += x;
            }
        }
        for (got, want) in got.iter().zip(&want) {
            let error = (got - want).abs() / (1.0 + want.abs());
            assert!(error < 2e-4, "{a} {b} {c} {turned:?}: {got} {want}");
        }
    }
}
