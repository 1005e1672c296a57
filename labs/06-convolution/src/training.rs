//! Training on pictures that know their rows and columns, on either device.

use crate::network::{CLASSES, IMAGE, Recipe, Rule};
use datasets::Batches;
pub use lab05::training::{Examples, Score, answers};
use nabla::optim::Optimizer;
use nabla::{Device, Labels, Module, Rng, Sequential, Tape, Tensor};

// ANCHOR: as_pictures
/// The same examples with their pixels in rows and columns: `[N, 784]` becomes `[N, 28, 28, 1]`. No number moves.
pub fn as_pictures(examples: &Examples) -> Examples {
    let [height, width, channels] = IMAGE;
    Examples {
        images: examples
            .images
            .reshape([examples.len(), height, width, channels]),
        labels: examples.labels.clone(),
    }
}
// ANCHOR_END: as_pictures

// ANCHOR: step
/// One step of training, wherever the model and the images are. The tape is told that it is for training: dropout, where
/// there is any, asks for that. Returns the loss before the update, still on its device: to read a number back
/// from a graphics card is to wait for it.
pub fn step(
    model: &mut dyn Module,
    optimizer: &mut dyn Optimizer,
    images: Tensor,
    labels: &Labels,
    rng: &mut Rng,
) -> Tensor {
    let (loss, grads) = {
        let tape = Tape::training(rng);
        let x = tape.constant(images);
        let loss = model.forward(&tape, x).softmax_cross_entropy(labels);
        (loss.value(), loss.backward())
    };
    optimizer.step(model, &grads);
    loss
}
// ANCHOR_END: step

/// On a graphics card the loss is read after every so many steps.
const READ_EVERY: usize = 25;

/// A run of training: the network, the rule, and how far it is.
pub struct Training<'a> {
    /// The network that learns, on the device.
    pub model: Sequential,
    /// What the optimiser remembers, to be kept with the model.
    pub optimizer: Box<dyn Optimizer>,
    rule: Rule,
    batches: Batches,
    examples: &'a Examples,
    device: Device,
    rng: Rng,
    step: usize,
    steps: usize,
}

impl<'a> Training<'a> {
    /// Fresh weights on `device`, and `epochs` epochs ahead. The examples are pictures, `[N, 28, 28, 1]`.
    ///
    /// # Panics
    /// If they are not.
    pub fn new(
        recipe: &Recipe,
        epochs: usize,
        examples: &'a Examples,
        seed: u64,
        device: &Device,
    ) -> Self {
        let model = (recipe.build)(&mut nabla::rng(seed));
        Training::of(model, recipe, epochs, examples, seed, device)
    }

    /// The same with a network that already has its first weights.
    ///
    /// # Panics
    /// If the examples are not `[N, 28, 28, 1]`.
    pub fn of(
        mut model: Sequential,
        recipe: &Recipe,
        epochs: usize,
        examples: &'a Examples,
        seed: u64,
        device: &Device,
    ) -> Self {
        assert!(
            examples.images.dims()[1..] == IMAGE,
            "the networks of this lab take pictures [N, 28, 28, 1], here is {}; as_pictures makes them",
            examples.images.shape()
        );
        nabla::move_to(&mut model, device);
        let batches = Batches::new(examples.len(), recipe.batch, seed);
        Training {
            model,
            optimizer: recipe.rule.optimizer(),
            rule: recipe.rule,
            steps: epochs * batches.per_epoch(),
            batches,
            examples,
            device: device.clone(),
            rng: nabla::rng(seed ^ 0x6472_6f70), // another sequence than that of the weights
            step: 0,
        }
    }

    /// Steps in one epoch.
    pub fn steps_an_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// Goes past `epochs` epochs without learning, to where a run that was stopped has to go on: the shuffling, the
    /// learning rate and what will be dropped then stand where they stood. Weights and the optimiser's memory
    /// are the caller's to restore; the weights then go to this training's device.
    pub fn skip(&mut self, epochs: usize) {
        nabla::move_to(&mut self.model, &self.device);
        for _ in 0..epochs {
            let steps = self.batches.epoch().len();
            self.step += steps;
            for _ in 0..steps {
                Tape::training(&mut self.rng);
            }
        }
    }

    // ANCHOR: epoch
    /// Shows every example once, in shuffled batches. Calls `after` with the loss of each batch, on a graphics card with
    /// the last one read, and returns the mean of those that were read.
    pub fn epoch(&mut self, mut after: impl FnMut(f32)) -> f32 {
        let (every, read_every) = match self.device {
            Device::Cpu => (self.batches.per_epoch(), 1),
            Device::Gpu(_) => (self.batches.per_epoch(), READ_EVERY),
        };
        let (mut total, mut read, mut last) = (0.0, 0, f32::NAN);
        for (place, batch) in self.batches.epoch().enumerate() {
            let (images, labels) = self.examples.gather(batch);
            let rate = self.rule.rate(self.step, self.steps, every);
            self.optimizer.set_rate(rate);
            let loss = step(
                &mut self.model,
                self.optimizer.as_mut(),
                images.to(&self.device),
                &labels,
                &mut self.rng,
            );
            self.step += 1;
            if place % read_every == 0 {
                last = loss.item();
                total += last * batch.len() as f32;
                read += batch.len();
            }
            after(last);
        }
        total / read as f32
    }
    // ANCHOR_END: epoch
}

/// How many images at a time are only looked at, not learned from.
const LOOK_AT: usize = 250;

/// The logits of every example, `[N, 10]`, computed on `device`, where the model has to be.
pub fn logits(model: &dyn Module, images: &Tensor, device: &Device) -> Tensor {
    let count = images.dims()[0];
    let mut all = Vec::with_capacity(count * CLASSES);
    for start in (0..count).step_by(LOOK_AT) {
        let tape = Tape::new();
        let some = images.rows(start..count.min(start + LOOK_AT));
        let x = tape.constant(some.to(device));
        all.extend_from_slice(model.forward(&tape, x).value().data());
    }
    let classes = all.len() / count.max(1);
    Tensor::from_vec(all, [count, classes])
}

/// The fraction of examples read right.
pub fn accuracy(model: &dyn Module, examples: &Examples, device: &Device) -> f32 {
    score(model, examples, device).accuracy as f32
}

/// Loss and accuracy of a network on examples.
pub fn score(model: &dyn Module, examples: &Examples, device: &Device) -> Score {
    let logits = logits(model, &examples.images, device);
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
