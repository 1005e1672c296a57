//! Softmax and cross-entropy in one: the loss of a classifier, straight from its logits.
//!
//! ```text
//! x [N, C], label t_i of row i
//! L = (1/N) Σ_i ( ln Σ_k e^(x_ik) − x_i,t_i )
//! dx_ij = (p_ij − [j = t_i]) / N            probabilities minus the truth: nothing simpler exists
//! ```

use super::Backward;
use super::softmax::softmax;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Labels, Tensor};

pub(crate) struct SoftmaxCrossEntropy {
    x: Id,
    probabilities: Tensor,
    labels: Labels,
}

impl<'t> Var<'t> {
    /// The mean cross-entropy, in nats, of logits `[N, C]` against N labels.
    ///
    /// # Panics
    /// If there is not one label a row, or not one column a class, or no row at all.
    // ANCHOR: forward
    #[track_caller]
    pub fn softmax_cross_entropy(self, labels: &Labels) -> Var<'t> {
        let x = self.value();
        check(&x, labels);
        let (probabilities, log_sums) = softmax(&x);
        let rows = x.data().chunks_exact(labels.classes());
        let total: f64 = rows
            .zip(log_sums.data())
            .zip(labels.as_slice())
            .map(|((x, log_sum), &label)| f64::from(log_sum - x[label as usize]))
            .sum();
        let loss = Tensor::scalar((total / labels.len() as f64) as f32);
        let op = SoftmaxCrossEntropy {
            x: self.id,
            probabilities,
            labels: labels.clone(),
        };
        self.tape.record(loss, &[self.id], op)
    }
    // ANCHOR_END: forward
}

#[track_caller]
fn check(x: &Tensor, labels: &Labels) {
    assert!(
        x.dims() == [labels.len(), labels.classes()] && !labels.is_empty(),
        "softmax_cross_entropy: {} labels of {} classes need logits [{}, {}], they are {}",
        labels.len(),
        labels.classes(),
        labels.len(),
        labels.classes(),
        x.shape()
    );
}

impl Backward for SoftmaxCrossEntropy {
    // ANCHOR: backward
    fn backward(&self, _y: &Tensor, dy: Tensor, _values: Values, grads: &mut Grads) {
        let share = dy.item() / self.labels.len() as f32;
        let mut dx = self.probabilities.clone();
        let rows = dx.data_mut().chunks_exact_mut(self.labels.classes());
        for (dx, &label) in rows.zip(self.labels.as_slice()) {
            dx[label as usize] -= 1.0;
            dx.iter_mut().for_each(|dx| *dx *= share);
        }
        grads.add(self.x, dx);
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Labels, Tape, Tensor};

    #[test]
    fn equals_its_composition() {
        let labels = Labels::new(&[2, 0, 1, 1], 3);
        let run = |fused: bool| {
            let tape = Tape::new();
            let x = tape.variable(sample([4, 3], 5));
            let loss = if fused {
                x.softmax_cross_entropy(&labels)
            } else {
                let truth = tape.constant(labels.one_hot());
                -(x.log_softmax() * truth).sum() / 4.0
            };
            (loss.item(), loss.backward().of(x).clone())
        };
        let ((a, da), (b, db)) = (run(true), run(false));
        assert!((a - b).abs() < 1e-6);
        assert!(
            da.data()
                .iter()
                .zip(db.data())
                .all(|(a, b)| (a - b).abs() < 1e-6)
        );
    }

    #[test]
    fn gradients() {
        let labels = Labels::new(&[2, 0, 1, 1], 3);
        assert_gradients(&[sample([4, 3], 5)], |_, v| {
            v[0].softmax_cross_entropy(&labels) * 3.0
        });
    }

    #[test]
    fn a_confident_wrong_answer_costs_its_logit() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1000.0, 0.0], [1, 2]));
        assert_eq!(
            x.softmax_cross_entropy(&Labels::new(&[1], 2)).item(),
            1000.0
        );
    }

    #[test]
    #[should_panic(expected = "2 labels of 3 classes need logits [2, 3], they are [3, 2]")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([3, 2]))
            .softmax_cross_entropy(&Labels::new(&[1, 0], 3));
    }
}
