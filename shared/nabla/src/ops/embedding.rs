//! A table with one row for each entry of a vocabulary; to embed a text is to look its letters or
//! words up (Bengio et al., 2003).
//!
//! ```text
//! table [V, D]   ids t [N, T]   y [N, T, D]      y_i = table_(t_i)
//!
//! dtable_v = Σ over all places i with t_i = v of dy_i
//! ```
//!
//! The same as the product of a one-hot matrix with the table, without the zeros.

mod gpu;

use super::{Backward, Op};
use crate::kernels::scatter;
use crate::shape::MAX_RANK;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor, Tokens};

pub(crate) struct Embedding {
    pub table: Id,
    pub tokens: Tokens,
}

/// Were the `places` rows of a value looked up, one for each id, and in what? Then the rule of an operation on
/// them may know a shorter way than through the rows.
pub(super) fn looked_up(op: &Op, places: usize) -> Option<&Embedding> {
    match op {
        Op::Embedding(op) => Some(op).filter(|op| op.tokens.len() == places),
        _ => None,
    }
}

impl<'t> Var<'t> {
    /// The rows of this table, `[V, D]`, that the tokens name: `[N, T]` becomes `[N, T, D]`, `[N]`
    /// becomes `[N, D]`.
    ///
    /// # Panics
    /// If this is not a matrix with a row for each entry of the tokens' vocabulary.
    #[track_caller]
    pub fn embedding(self, tokens: &Tokens) -> Var<'t> {
        let table = self.value();
        assert!(
            table.shape().rank() == 2 && table.dims()[0] == tokens.vocabulary(),
            "embedding: tokens of a vocabulary of {v} need a table [{v}, width], it is {}",
            table.shape(),
            v = tokens.vocabulary()
        );
        self.gather(tokens)
    }

    /// The rows of this that the ids name, `[M, …]` with ids below M: ids `[N]` give `[N, …]`, ids `[N, T]` give
    /// `[N, T, …]`. A row that is named twice gets both gradients.
    ///
    /// # Panics
    /// If there are not M rows for ids below M.
    #[track_caller]
    pub fn gather(self, ids: &Tokens) -> Var<'t> {
        let table = self.value();
        let Some((&rows, rest)) = table.dims().split_first() else {
            panic!("gather: a single number has no rows; ids name rows of [M, …]");
        };
        assert!(
            rows == ids.vocabulary(),
            "gather: ids below {} need as many rows, {} has {rows}",
            ids.vocabulary(),
            table.shape()
        );
        let shape = ids.shape();
        let first = shape.dims();
        let mut dims = [0; 2 * MAX_RANK];
        dims[..first.len()].copy_from_slice(first);
        dims[first.len()..][..rest.len()].copy_from_slice(rest);
        let y = look_up(&table, ids, Shape::new(&dims[..first.len() + rest.len()]));
        let op = Embedding {
            table: self.id,
            tokens: ids.clone(),
        };
        self.tape.record(y, &[self.id], op)
    }
}

/// The rows of `table` that the tokens name, as a tensor of this shape.
pub(super) fn look_up(table: &Tensor, tokens: &Tokens, shape: Shape) -> Tensor {
    let width = width(table.shape());
    if let Some(gpu) = table.gpu() {
        return gpu::look_up(gpu, table, tokens, width, shape);
    }
    let mut y = Tensor::scratch(shape);
    let rows = y.data_mut().chunks_exact_mut(width.max(1));
    for (row, &id) in rows.zip(tokens.as_slice()) {
        row.copy_from_slice(&table.data()[id as usize * width..][..width]);
    }
    y
}

/// A table of this shape: the sum of those `rows` that name each of its own.
pub(super) fn add_up(rows: &Tensor, tokens: &Tokens, shape: Shape) -> Tensor {
    let width = width(shape);
    if let Some(gpu) = rows.gpu() {
        return gpu::add_up(gpu, rows, tokens, width, shape);
    }
    let mut table = Tensor::zeros(shape);
    scatter::add_rows(rows.data(), tokens.as_slice(), table.data_mut(), width);
    table
}

/// How many numbers a row of a table has.
fn width(table: Shape) -> usize {
    let (_, _, width) = table.around(0);
    width
}

impl Backward for Embedding {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let shape = values.get(self.table).shape();
        grads.add(self.table, add_up(&dy, &self.tokens, shape));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor, Tokens};

    #[test]
    fn is_the_product_with_a_one_hot_matrix() {
        let tokens = Tokens::new(&[2, 0, 2, 4, 2, 1], [2, 3], 5);
        let run = |looked_up: bool| {
            let tape = Tape::new();
            let table = tape.variable(sample([5, 4], 1));
            let y = if looked_up {
                table.embedding(&tokens)
            } else {
                let hot = tape.constant(tokens.labels().one_hot());
                hot.matmul(table).reshape([2, 3, 4])
            };
            let grads = y.powi(3).sum().backward();
            (y.value(), grads.of(table).clone())
        };
        let ((y, dy), (z, dz)) = (run(true), run(false));
        assert_eq!(y, z);
        let close = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5;
        assert!(dy.data().iter().zip(dz.data()).all(close));
    }

    #[test]
    fn gradients() {
        let tokens = Tokens::new(&[2, 0, 2], [3], 3);
        assert_gradients(&[sample([3, 2], 1)], |_, v| {
            v[0].embedding(&tokens).powi(3).mean()
        });
    }

    #[test]
    fn rows_of_any_shape() {
        let ids = Tokens::new(&[2, 0, 2, 1], [2, 2], 3);
        for shape in [&[3][..], &[3, 2], &[3, 2, 2]] {
            assert_gradients(&[sample(shape, 1)], |_, v| v[0].gather(&ids).powi(3).mean());
        }
        let tape = Tape::new();
        let y = tape
            .constant(Tensor::from_slice(&[5.0, 6.0, 7.0], [3]))
            .gather(&ids);
        assert_eq!(y.value(), Tensor::from_slice(&[7.0, 5.0, 7.0, 6.0], [2, 2]));
    }

    #[test]
    #[should_panic(expected = "gather: ids below 3 need as many rows, [2, 4] has 2")]
    fn ids_beyond_the_rows_are_refused() {
        let ids = Tokens::new(&[0, 1], [2], 3);
        Tape::new().constant(Tensor::zeros([2, 4])).gather(&ids);
    }

    #[test]
    #[should_panic(expected = "tokens of a vocabulary of 7 need a table [7, width], it is [5, 2]")]
    fn a_table_of_another_vocabulary_is_refused() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([5, 2]))
            .embedding(&Tokens::new(&[6], [1], 7));
    }
}
