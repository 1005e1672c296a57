//! [`Tokens`]: sequences of letters, words or other things that are numbers only by name.

use crate::Labels;
use crate::Shape;
use std::fmt;

/// Numbers of entries in a vocabulary, `[N, T]` (N sequences of T) or `[N]`. Their own type, so that
/// the number of a letter can never be mistaken for a measurement.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    ids: Labels,
    shape: Shape,
}

impl Tokens {
    /// Sequences of entries of a vocabulary of this size.
    ///
    /// # Panics
    /// If an id is not below `vocabulary`, the shape has other than one or two axes, or does not hold
    /// exactly as many ids.
    #[track_caller]
    pub fn new(ids: &[u32], shape: impl Into<Shape>, vocabulary: usize) -> Self {
        let shape = shape.into();
        assert!(
            matches!(shape.rank(), 1 | 2) && shape.size() == ids.len(),
            "tokens: {} ids were given for the shape {shape}; it must be [N, T] or [N], and hold as many",
            ids.len()
        );
        if let Some(bad) = ids.iter().find(|&&id| id as usize >= vocabulary) {
            panic!(
                "tokens: {bad} is not below the size of the vocabulary, {vocabulary}; ids count from 0, and what is not in the vocabulary needs an id of its own"
            );
        }
        let ids = Labels::collect(ids.iter().copied(), vocabulary);
        Tokens { ids, shape }
    }

    /// `[N, T]` or `[N]`.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How many ids in all.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// No ids at all?
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many entries the vocabulary has.
    pub fn vocabulary(&self) -> usize {
        self.ids.classes()
    }

    /// The ids in row-major order.
    pub fn as_slice(&self) -> &[u32] {
        self.ids.as_slice()
    }

    /// The same as labels, one an id, row after row: what a model that guesses the next letter should
    /// have said, for [`softmax_cross_entropy`](crate::Var::softmax_cross_entropy).
    pub fn labels(&self) -> Labels {
        self.ids.clone()
    }

    /// Sequences `indices`, in that order: how a shuffled batch is cut out.
    ///
    /// # Panics
    /// If there is no such sequence.
    #[track_caller]
    pub fn gather_rows(&self, indices: &[usize]) -> Self {
        let (_, count, size) = self.shape.around(0);
        if let Some(bad) = indices.iter().find(|&&i| i >= count) {
            panic!("gather_rows: there is no sequence {bad} among {count}");
        }
        let ids = indices
            .iter()
            .flat_map(|i| &self.as_slice()[i * size..(i + 1) * size]);
        Tokens {
            ids: Labels::collect(ids.copied(), self.vocabulary()),
            shape: self.shape.with_axis(0, indices.len()),
        }
    }

    /// The ids on a graphics card, copied there unless that is where they were used last.
    pub(crate) fn on(&self, gpu: &crate::gpu::Gpu) -> crate::gpu::Block {
        self.ids.on(gpu)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shape, ids) = (self.shape, self.as_slice());
        write!(f, "Tokens {shape} of {} {ids:?}", self.vocabulary())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sequences() {
        let tokens = Tokens::new(&[0, 1, 2, 3, 4, 5], [3, 2], 6);
        let picked = tokens.gather_rows(&[2, 0]);
        assert_eq!(picked, Tokens::new(&[4, 5, 0, 1], [2, 2], 6));
        assert_eq!(picked.labels(), Labels::new(&[4, 5, 0, 1], 6));
        let single = Tokens::new(&[7, 8, 9], [3], 10).gather_rows(&[1]);
        assert_eq!((single.len(), single.as_slice()), (1, &[8][..]));
    }

    #[test]
    #[should_panic(expected = "6 is not below the size of the vocabulary, 6; ids count from 0")]
    fn an_id_out_of_range_is_refused() {
        Tokens::new(&[0, 6], [2], 6);
    }

    #[test]
    #[should_panic(expected = "3 ids were given for the shape [2, 2]")]
    fn a_wrong_shape_is_refused() {
        Tokens::new(&[0, 1, 2], [2, 2], 6);
    }

    #[test]
    #[should_panic(expected = "there is no sequence 2 among 2")]
    fn a_sequence_that_does_not_exist_is_refused() {
        Tokens::new(&[0, 1, 2, 3], [2, 2], 6).gather_rows(&[2]);
    }
}
