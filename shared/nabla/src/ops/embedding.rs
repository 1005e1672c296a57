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
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor, Tokens};

pub(crate) struct Embedding {
    pub table: Id,
    pub tokens: Tokens,
}

/// Was this value looked up, and in what? Then its operation's rule may know a shorter way than
/// through the rows.
pub(super) fn looked_up(op: &Op) -> Option<&Embedding> {
    match op {
        Op::Embedding(op) => Some(op),
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
        let y = forward(&table, tokens);
        let op = Embedding {
            table: self.id,
            tokens: tokens.clone(),
        };
        self.tape.record(y, &[self.id], op)
    }
}

#[track_caller]
fn forward(table: &Tensor, tokens: &Tokens) -> Tensor {
    let width = table.shape().last();
    let shape = match *tokens.shape().dims() {
        [n, t] => Shape::from([n, t, width]),
        _ => Shape::from([tokens.len(), width]),
    };
    if let Some(gpu) = table.gpu() {
        return gpu::forward(gpu, table, tokens, shape);
    }
    let mut y = Tensor::scratch(shape);
    let rows = y.data_mut().chunks_exact_mut(width.max(1));
    for (row, &id) in rows.zip(tokens.as_slice()) {
        row.copy_from_slice(&table.data()[id as usize * width..][..width]);
    }
    y
}

impl Backward for Embedding {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let shape = values.get(self.table).shape();
        if let Some(gpu) = dy.gpu() {
            return grads.add(self.table, gpu::backward(gpu, &dy, &self.tokens, shape));
        }
        let mut dtable = Tensor::zeros(shape);
        let ids = self.tokens.as_slice();
        scatter::add_rows(dy.data(), ids, dtable.data_mut(), shape.last());
        grads.add(self.table, dtable);
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
    #[should_panic(expected = "tokens of a vocabulary of 7 need a table [7, width], it is [5, 2]")]
    fn a_table_of_another_vocabulary_is_refused() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([5, 2]))
            .embedding(&Tokens::new(&[6], [1], 7));
    }
}
