//! Training on images, and counting how many are read right.

use crate::network::{Recipe, Rule};
use datasets::{Batches, Images};
use nabla::optim::Optimizer;
use nabla::{Labels, Module, Sequential, Tape, Tensor};

// ANCHOR: examples
/// Images and their labels, as the network wants them.
#[derive(Clone)]
pub struct Examples {
    /// `[N, 784]`, 0 to 1.
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
}

// ANCHOR: step
/// One step of training: forward, loss, backward, update.
/// Returns the loss before the update.
pub fn step(
    model: &mut dyn Module,
    optimizer: &mut dyn Optimizer,
    images: Tensor,
    labels: &Labels,
) -> f32 {
    let (loss, grads) = {
        let tape = Tape::new();
        let x = tape.constant(images);
        let loss = model.forward(&tape, x).softmax_cross_entropy(labels);
        (loss.item(), loss.backward())
    };
    optimizer.step(model, &grads);
    loss
}
// ANCHOR_END: step

/// A run of training: the network, the rule, and how far it is.
pub struct Training<'a> {
    /// The network that learns.
    pub model: Sequential,
    /// What changes its weights, with all that it remembers.
    pub optimizer: Box<dyn Optimizer>,
    rule: Rule,
    batches: Batches,
    examples: &'a Examples,
    step: usize,
    steps: usize,
}

impl<'a> Training<'a> {
    /// Fresh weights, and `epochs` epochs ahead.
    pub fn new(recipe: &Recipe, epochs: usize, examples: &'a Examples, seed: u64) -> Self {
        let model = recipe.build(&mut nabla::rng(seed));
        Training::of(model, recipe, epochs, examples, seed)
    }

    /// The same with a network that already has its first weights.
    pub fn of(
        model: Sequential,
        recipe: &Recipe,
        epochs: usize,
        examples: &'a Examples,
        seed: u64,
    ) -> Self {
        let batches = Batches::new(examples.len(), recipe.batch, seed);
        Training {
            model,
            optimizer: recipe.rule.optimizer(),
            rule: recipe.rule,
            steps: epochs * batches.per_epoch(),
            batches,
            examples,
            step: 0,
        }
    }

    /// Steps in one epoch.
    pub fn steps_an_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// Goes past `epochs` epochs without learning, to where a run that was stopped has to go on: the shuffling and the
    /// learning rate then stand where they stood. The weights and the optimiser's memory are the caller's to restore.
    pub fn skip(&mut self, epochs: usize) {
        for _ in 0..epochs {
            self.step += self.batches.epoch().len();
        }
    }

    // ANCHOR: epoch
    /// Shows every example once, in shuffled batches. Calls `after` with the
    /// loss of each batch and returns their mean.
    pub fn epoch(&mut self, mut after: impl FnMut(f32)) -> f32 {
        let mut total = 0.0;
        for batch in self.batches.epoch() {
            let (images, labels) = self.examples.gather(batch);
            self.optimizer
                .set_rate(self.rule.rate(self.step, self.steps));
            let loss = step(&mut self.model, self.optimizer.as_mut(), images, &labels);
            self.step += 1;
            total += loss * batch.len() as f32;
            after(loss);
        }
        total / self.examples.len() as f32
    }
    // ANCHOR_END: epoch
}

/// How many images at a time are only looked at, not learned from.
const LOOK_AT: usize = 1_000;

/// The logits of every example, `[N, 10]`.
pub fn logits(model: &dyn Module, images: &Tensor) -> Tensor {
    let count = images.dims()[0];
    let mut all = Vec::new();
    for start in (0..count).step_by(LOOK_AT) {
        let tape = Tape::new();
        let x = tape.constant(images.rows(start..count.min(start + LOOK_AT)));
        all.extend_from_slice(model.forward(&tape, x).value().data());
    }
    let classes = all.len() / count.max(1);
    Tensor::from_vec(all, [count, classes])
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

/// The fraction of examples read right.
pub fn accuracy(model: &dyn Module, examples: &Examples) -> f32 {
    let answers = answers(&logits(model, &examples.images));
    let right = answers
        .iter()
        .zip(examples.labels.as_slice())
        .filter(|(a, b)| a == b);
    right.count() as f32 / examples.len() as f32
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

/// Loss and accuracy of a network on examples.
pub fn score(model: &dyn Module, examples: &Examples) -> Score {
    let logits = logits(model, &examples.images);
    let right = answers(&logits)
        .iter()
        .zip(examples.labels.as_slice())
        .filter(|(a, b)| a == b)
        .count();
    let tape = Tape::new();
    let loss = tape
        .constant(logits)
        .softmax_cross_entropy(&examples.labels);
    Score {
        loss: f64::from(loss.item()),
        accuracy: right as f64 / examples.len() as f64,
    }
}
