//! Rows added up by segments: what the neighbours of each node of a graph send it.
//!
//! ```text
//! x [E, ..]   ids s [E], below S   y [S, ..]      y_v = Σ over all i with s_i = v of x_i
//!
//! dx_i = dy_(s_i): looked up, as [`Var::gather`] does; each is the other's way back
//! ```

use super::Backward;
use super::embedding::{add_up, look_up};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor, Tokens};

pub(crate) struct SegmentSum {
    x: Id,
    segments: Tokens,
}

impl<'t> Var<'t> {
    /// Each row added to its segment, in the order of the rows: `[E, …]` with E ids below S is `[S, …]`, `[N, T, …]`
    /// with ids `[N, T]` as well. A segment without rows is 0. (A mean is this over the same sum of ones.)
    ///
    /// # Panics
    /// If the first axes are not those of the ids.
    #[track_caller]
    pub fn segment_sum(self, segments: &Tokens) -> Var<'t> {
        let x = self.value();
        let Some(rest) = x.dims().strip_prefix(segments.shape().dims()) else {
            panic!(
                "segment_sum: {} rows need an id each, there are ids for {}",
                x.shape(),
                segments.shape()
            );
        };
        let mut dims = [segments.vocabulary(); crate::shape::MAX_RANK];
        dims[1..=rest.len()].copy_from_slice(rest);
        let shape = Shape::new(&dims[..=rest.len()]);
        let y = add_up(&x, segments, shape);
        let op = SegmentSum {
            x: self.id,
            segments: segments.clone(),
        };
        self.tape.record(y, &[self.id], op)
    }
}

impl Backward for SegmentSum {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let shape = values.get(self.x).shape();
        grads.add(self.x, look_up(&dy, &self.segments, shape));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor, Tokens};

    #[test]
    fn rows_go_to_their_segments() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(
            (1..=8).map(|i| i as f32).collect(),
            [4, 2],
        ));
        let y = x.segment_sum(&Tokens::new(&[2, 0, 2, 2], [4], 4)).value();
        assert_eq!(
            y,
            Tensor::from_vec(vec![3.0, 4.0, 0.0, 0.0, 13.0, 16.0, 0.0, 0.0], [4, 2])
        );
        let numbers = x.reshape([2, 4]).slice(1, 0..1).reshape([2]);
        let y = numbers.segment_sum(&Tokens::new(&[1, 1], [2], 2)).value();
        assert_eq!(y.data(), [0.0, 6.0]);
    }

    /// One step of a graph network: what each edge brings from its source, added up at its target.
    #[test]
    fn gradients() {
        let from = Tokens::new(&[0, 1, 1, 2, 0], [5], 3);
        let to = Tokens::new(&[1, 0, 2, 1, 1], [5], 3);
        for shape in [&[3, 2][..], &[3], &[3, 2, 2]] {
            assert_gradients(&[sample(shape, 1)], |_, v| {
                v[0].gather(&from).powi(2).segment_sum(&to).powi(2).mean()
            });
        }
        let pairs = Tokens::new(&[1, 0, 0, 1], [2, 2], 2);
        assert_gradients(&[sample([2, 3], 1)], |_, v| {
            v[0].gather(&pairs)
                .powi(2)
                .segment_sum(&pairs)
                .powi(2)
                .mean()
        });
    }

    #[test]
    #[should_panic(expected = "segment_sum: [4, 2] rows need an id each, there are ids for [3]")]
    fn a_row_without_an_id_is_explained() {
        let x = Tensor::zeros([4, 2]);
        Tape::new()
            .constant(x)
            .segment_sum(&Tokens::new(&[0, 1, 0], [3], 2));
    }
}
