//! The training loop, whole, on one page. Everything after this lab trains with the crate `trainer`, which is this loop taken
//! apart; a test holds the two against each other, bit for bit.

use crate::network::Recipe;
use datasets::Batches;
use nabla::optim::Optimizer;
use nabla::{Labels, Module, Sequential, Tape, Tensor};
use trainer::{Examples, Rule};

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
        let batches = Batches::new(examples.len(), recipe.batch, seed);
        Training {
            model: recipe.build(&mut nabla::rng(seed)),
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

    // ANCHOR: epoch
    /// Shows every example once, in shuffled batches. Calls `after` with the
    /// loss of each batch and returns their mean.
    pub fn epoch(&mut self, mut after: impl FnMut(f32)) -> f32 {
        let (mut total, every) = (0.0, self.batches.per_epoch());
        for batch in self.batches.epoch() {
            let (images, labels) = self.examples.gather(batch);
            let rate = self.rule.rate(self.step, self.steps, every);
            self.optimizer.set_rate(rate);
            let loss = step(&mut self.model, self.optimizer.as_mut(), images, &labels);
            self.step += 1;
            total += loss * batch.len() as f32;
            after(loss);
        }
        total / self.examples.len() as f32
    }
    // ANCHOR_END: epoch
}
