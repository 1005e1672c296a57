//! Softmax and cross-entropy in one: the loss of a classifier, straight from its logits.
//!
//! ```text
//! x [N, C], label t_i of row i
//! L = (1/N) Σ_i ( ln Σ_k e^(x_ik) − x_i,t_i )
//!   = (1/N) Σ_i ( (m_i − x_i,t_i) + ln Σ_k e^(x_ik − m_i) )      m_i the row's largest
//! dx_ij = (p_ij − [j = t_i]) / N            probabilities minus the truth: nothing simpler exists
//! ```

mod gpu;

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
        let (probabilities, loss) = forward(&x, labels);
        let op = SoftmaxCrossEntropy {
            x: self.id,
            probabilities,
            labels: labels.clone(),
        };
        self.tape.record(loss, &[self.id], op)
    }

    // ANCHOR: weighted
    /// The same where examples do not count alike: Σ wᵢ·ℓᵢ / Σ wᵢ, with ℓᵢ the loss of row i. PyTorch's
    /// `weight=` divides in the same way.
    ///
    /// # Panics
    /// If there is not one weight an example, one of them is negative or not finite, or they add up to 0; and as
    /// [`softmax_cross_entropy`](Self::softmax_cross_entropy).
    #[track_caller]
    pub fn weighted_softmax_cross_entropy(self, labels: &Labels, weights: &[f32]) -> Var<'t> {
        check(&self.value(), labels);
        let total: f32 = weights.iter().sum();
        assert!(
            weights.len() == labels.len()
                && weights.iter().all(|w| *w >= 0.0)
                && total > 0.0
                && total.is_finite(),
            "weighted_softmax_cross_entropy: {} labels need as many weights, not negative and not all 0; they are {weights:?}",
            labels.len(),
        );
        let mut truth = labels.one_hot();
        let rows = truth.data_mut().chunks_exact_mut(labels.classes());
        for (row, weight) in rows.zip(weights) {
            row.iter_mut().for_each(|y| *y *= weight / total);
        }
        let truth = truth.to(&self.value().device());
        -(self.log_softmax() * self.tape.constant(truth)).sum()
    }
    // ANCHOR_END: weighted
}

/// The probabilities and the mean loss.
fn forward(x: &Tensor, labels: &Labels) -> (Tensor, Tensor) {
    if let Some(gpu) = x.gpu() {
        return gpu::forward(gpu, x, labels);
    }
    let (probabilities, [maxima, logs]) = softmax(x, None);
    let rows = x.data().chunks_exact(labels.classes());
    // Next to logits in the hundreds, the logarithm would be rounded away: they are subtracted
    // from each other first.
    let total: f64 = rows
        .zip(maxima.data())
        .zip(logs.data())
        .zip(labels.as_slice())
        .map(|(((x, max), log), &label)| f64::from(max - x[label as usize]) + f64::from(*log))
        .sum();
    let loss = Tensor::scalar((total / labels.len() as f64) as f32);
    (probabilities, loss)
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
        if let Some(gpu) = dy.gpu() {
            let dx = gpu::backward(gpu, &self.probabilities, &self.labels, &dy);
            return grads.add(self.x, dx);
        }
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

    /// `F.cross_entropy(x, torch.tensor([2, 0, 1, 1]), weight=torch.tensor([0.5, 2.0, 1.25]))` of PyTorch, in
    /// double precision, and its gradient.
    #[test]
    fn weights_are_pytorchs() {
        let labels = Labels::new(&[2, 0, 1, 1], 3);
        let of_class = [0.5, 2.0, 1.25];
        let weights: Vec<f32> = [2, 0, 1, 1].map(|class: usize| of_class[class]).to_vec();
        let x = [
            1.5, -0.25, 0.75, -1.0, 0.5, 0.25, 2.0, 1.0, -0.5, 0.125, -0.75, 1.25,
        ];
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_slice(&x, [4, 3]));
        let loss = x.weighted_softmax_cross_entropy(&labels, &weights);
        assert!((loss.item() - 1.7665273).abs() < 1e-6);
        let want = [
            0.1320612, 0.0229488, -0.15501, -0.0772646, 0.0434363, 0.0338282, 0.2398859, -0.259577,
            0.0196910, 0.0773449, -0.3155839, 0.238239,
        ];
        let grads = loss.backward();
        for (got, want) in grads.of(x).data().iter().zip(want) {
            assert!((got - want).abs() < 1e-6, "{got} {want}");
        }
    }

    #[test]
    fn equal_weights_change_nothing_and_any_weights_have_their_gradient() {
        let labels = Labels::new(&[2, 0, 1, 1], 3);
        let tape = Tape::new();
        let x = tape.constant(sample([4, 3], 5));
        let (plain, weighted) = (
            x.softmax_cross_entropy(&labels).item(),
            x.weighted_softmax_cross_entropy(&labels, &[3.0; 4]).item(),
        );
        assert!((plain - weighted).abs() < 1e-6);
        assert_gradients(&[sample([4, 3], 5)], |_, v| {
            v[0].weighted_softmax_cross_entropy(&labels, &[0.5, 2.0, 0.0, 1.25]) * 2.0
        });
    }

    #[test]
    #[should_panic(expected = "2 labels need as many weights, not negative")]
    fn a_negative_weight_is_refused() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([2, 3]))
            .weighted_softmax_cross_entropy(&Labels::new(&[1, 0], 3), &[1.0, -0.5]);
    }

    /// ln(1 + e^−4) = 0.018149927917809, beside logits of a thousand: they are steps of 6·10⁻⁵ apart.
    #[test]
    fn a_small_loss_survives_large_logits() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1000.0, 996.0], [1, 2]));
        let loss = x.softmax_cross_entropy(&Labels::new(&[0], 2)).item();
        assert!((loss - 0.018_149_928).abs() < 1e-7, "{loss}");
        assert!((x.log_softmax().value().data()[0] + 0.018_149_928).abs() < 1e-7);
    }

    #[test]
    #[should_panic(expected = "2 labels of 3 classes need logits [2, 3], they are [3, 2]")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([3, 2]))
            .softmax_cross_entropy(&Labels::new(&[1, 0], 3));
    }
}
