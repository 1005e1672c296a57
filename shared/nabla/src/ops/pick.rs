//! One number out of each row: the logarithm of the class that was right, the value of the action that was taken.
//!
//! ```text
//! x [.., C]   one id t a row   y [..]      y_i = x[i, t_i]        dx[i, j] = dy_i where j = t_i, else 0
//! ```

mod gpu;

use super::Backward;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Labels, Tensor};

pub(crate) struct Pick {
    x: Id,
    ids: Labels,
}

impl<'t> Var<'t> {
    /// The number that each label names in its row: `[N, C]` with N labels is `[N]`, `[N, T, C]` with N·T labels
    /// `[N, T]`.
    ///
    /// # Panics
    /// If there is not one label a row, of as many classes as a row is long.
    #[track_caller]
    pub fn pick(self, ids: &Labels) -> Var<'t> {
        let x = self.value();
        let (rows, columns) = x.shape().as_rows();
        assert!(
            x.shape().rank() > 0 && ids.len() == rows && ids.classes() == columns,
            "pick: {} has {rows} rows of {columns}; there are {} labels of {} classes, and each row needs one",
            x.shape(),
            ids.len(),
            ids.classes()
        );
        let shape = x.shape().without_axis(x.shape().rank() - 1);
        let y = match x.gpu() {
            Some(gpu) => gpu::forward(gpu, &x, ids, shape),
            None => {
                let mut y = Tensor::scratch(shape);
                let rows = x.data().chunks_exact(columns.max(1)).zip(ids.as_slice());
                for (y, (row, &id)) in y.data_mut().iter_mut().zip(rows) {
                    *y = row[id as usize];
                }
                y
            }
        };
        let op = Pick {
            x: self.id,
            ids: ids.clone(),
        };
        self.tape.record(y, &[self.id], op)
    }
}

impl Backward for Pick {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let shape = values.get(self.x).shape();
        if let Some(gpu) = dy.gpu() {
            return grads.add(self.x, gpu::backward(gpu, &dy, &self.ids, shape));
        }
        let mut dx = Tensor::zeros(shape);
        let rows = dx.data_mut().chunks_exact_mut(shape.last().max(1));
        for ((row, &id), dy) in rows.zip(self.ids.as_slice()).zip(dy.data()) {
            row[id as usize] = *dy;
        }
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Labels, Tape, Tensor};

    #[test]
    fn one_a_row() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(
            (0..24).map(|i| i as f32).collect(),
            [2, 3, 4],
        ));
        let y = x.pick(&Labels::new(&[3, 0, 1, 1, 2, 0], 4)).value();
        assert_eq!(
            y,
            Tensor::from_vec(vec![3.0, 4.0, 9.0, 13.0, 18.0, 20.0], [2, 3])
        );
        let one = tape.constant(Tensor::from_slice(&[5.0, 7.0], [2]));
        assert_eq!(one.pick(&Labels::new(&[1], 2)).item(), 7.0);
    }

    #[test]
    fn is_the_cross_entropy_of_the_logarithms() {
        let tape = Tape::new();
        let (x, labels) = (
            tape.constant(sample([7, 5], 1)),
            Labels::new(&[0, 4, 2, 2, 1, 3, 0], 5),
        );
        let loss = -x.log_softmax().pick(&labels).mean();
        assert!((loss.item() - x.softmax_cross_entropy(&labels).item()).abs() < 1e-6);
    }

    #[test]
    fn gradients() {
        let ids = Labels::new(&[2, 0, 1, 1], 3);
        assert_gradients(&[sample([4, 3], 1)], |_, v| v[0].pick(&ids).powi(3).mean());
        assert_gradients(&[sample([2, 2, 3], 1)], |_, v| {
            v[0].pick(&ids).powi(3).mean()
        });
    }

    #[test]
    #[should_panic(expected = "pick: [2, 3] has 2 rows of 3; there are 2 labels of 4 classes")]
    fn labels_of_other_classes_are_refused() {
        let x = Tensor::zeros([2, 3]);
        Tape::new().constant(x).pick(&Labels::new(&[0, 1], 4));
    }
}
