//! Examples of a class each, and counting how many a network names right.

use crate::Fingerprint;
use crate::tools::measured;
use datasets::Images;
use nabla::{Device, Labels, Module, Parameters, Tape, Tensor};

// ANCHOR: examples
/// Images and their labels, as the network wants them.
#[derive(Clone)]
pub struct Examples {
    /// `[N, 784]`, `[N, 28, 28, 1]`, or `[N, 32, 32, 3]` if they are coloured: 0 to 1.
    pub images: Tensor,
    /// The digit of each.
    pub labels: Labels,
}

impl From<Images> for Examples {
    fn from(images: Images) -> Self {
        Examples {
            labels: Labels::new(&images.labels, images.classes),
            images: Tensor::from(images.pixels),
        }
    }
}
// ANCHOR_END: examples

impl Examples {
    /// What tells them from others: of all numbers, in their order.
    pub fn fingerprint(&self) -> String {
        let images = Fingerprint::new().reals(self.images.data());
        images.whole(self.labels.as_slice()).done()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// None at all?
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Those at `places`, in that order.
    pub fn gather(&self, places: &[usize]) -> (Tensor, Labels) {
        (self.images.gather_rows(places), self.labels.gather(places))
    }

    /// The first `count`, and the rest.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn split_at(&self, count: usize) -> (Examples, Examples) {
        let part = |range: std::ops::Range<usize>| Examples {
            images: self.images.rows(range.clone()),
            labels: self.labels.gather(&range.collect::<Vec<_>>()),
        };
        (part(0..count), part(count..self.len()))
    }

    // ANCHOR: as_pictures
    /// The same examples with their pixels in rows and columns: `[N, 784]` becomes `[N, 28, 28, 1]`. No number moves.
    pub fn as_pictures(&self) -> Examples {
        Examples {
            images: self.images.reshape([self.len(), 28, 28, 1]),
            labels: self.labels.clone(),
        }
    }
    // ANCHOR_END: as_pictures
}

/// Where a model's numbers are: with its first parameter.
pub fn device_of(model: &(impl Parameters + ?Sized)) -> Device {
    let mut found = None;
    model.visit(&mut |param| found = found.take().or_else(|| Some(param.value().device())));
    found.unwrap_or(Device::Cpu)
}

/// How many examples at a time are only looked at, not learned from.
const LOOK_AT: usize = 250;

/// What a model makes of the rows of `x`, `[N, …]`, some at a time, where the model is; `[N, K]` on the processor.
pub fn outputs(model: &dyn Module, x: &Tensor) -> Tensor {
    let (count, device) = (x.dims()[0], device_of(model));
    let mut all = Vec::new();
    for start in (0..count).step_by(LOOK_AT) {
        let tape = Tape::new();
        let some = x.rows(start..count.min(start + LOOK_AT)).to(&device);
        let y = model.forward(&tape, tape.constant(some)).value();
        all.extend_from_slice(y.data());
    }
    let columns = all.len() / count.max(1);
    Tensor::from_vec(all, [count, columns])
}

/// The mean of the probabilities that a model gives for several views of the same pictures, `[N, K]`.
///
/// # Panics
/// If there is no view.
pub fn agreed(model: &dyn Module, views: &[Tensor]) -> Tensor {
    let mut probabilities = views.iter().map(|view| {
        let tape = Tape::new();
        tape.constant(outputs(model, view)).softmax().value()
    });
    let mut sum = probabilities.next().expect("at least one view");
    for more in probabilities {
        let pairs = sum.data_mut().iter_mut().zip(more.data());
        pairs.for_each(|(sum, more)| *sum += more);
    }
    let count = views.len() as f32;
    sum.data_mut().iter_mut().for_each(|p| *p /= count);
    sum
}

// ANCHOR: accuracy
/// The class with the largest logit, for each example.
pub fn answers(logits: &Tensor) -> Vec<u32> {
    let classes = logits.shape().last();
    let largest = |row: &[f32]| {
        let best = (0..classes).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        best.expect("there is at least one class") as u32
    };
    logits.data().chunks_exact(classes).map(largest).collect()
}

/// The fraction of these logits, `[N, K]`, whose largest is that of its label, of those labels that count.
pub fn right(logits: &Tensor, labels: &Labels) -> f64 {
    let answers = answers(logits);
    let pairs = answers.iter().zip(labels.as_slice());
    pairs.filter(|(a, b)| a == b).count() as f64 / labels.counted() as f64
}

/// The fraction of examples read right.
pub fn accuracy(model: &dyn Module, examples: &Examples) -> f64 {
    right(&outputs(model, &examples.images), &examples.labels)
}
// ANCHOR_END: accuracy

/// How a network does on examples that it does not learn from, or on those it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The mean cross-entropy, in nats.
    pub loss: f64,
    /// The fraction read right.
    pub accuracy: f64,
}

impl Score {
    /// The same, told to TensorBoard if somebody looks on: as `valid/loss` and `valid/accuracy`, if the examples are called
    /// `valid`.
    pub fn told_as(self, examples: &str) -> Self {
        let loss = format!("{examples}/loss");
        let accuracy = format!("{examples}/accuracy");
        measured([
            (loss.as_str(), self.loss),
            (accuracy.as_str(), self.accuracy),
        ]);
        self
    }
}

/// Loss and accuracy of a network on examples.
pub fn score(model: &dyn Module, examples: &Examples) -> Score {
    let logits = outputs(model, &examples.images);
    let accuracy = right(&logits, &examples.labels);
    let tape = Tape::new();
    let loss = tape
        .constant(logits)
        .softmax_cross_entropy(&examples.labels);
    Score {
        loss: f64::from(loss.item()),
        accuracy,
    }
}
