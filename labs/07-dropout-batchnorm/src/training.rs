//! Training with the cures of this lab: decay, new pictures from old ones, weighted examples, and a tape that says
//! that this is training.

use crate::warp::Augment;
use datasets::Batches;
use lab05::training::Examples;
use nabla::optim::{AdamW, Optimizer, Sgd};
use nabla::{Labels, Module, Rng, Tape, Tensor};

/// What is done with the slopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Adam, with weight decay beside it.
    Adam,
    /// Plain descent, without decay.
    Descent,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How often every example is shown.
    pub epochs: usize,
    /// Examples a step.
    pub batch: usize,
    /// What is done with the slopes.
    pub rule: Rule,
    /// The learning rate.
    pub rate: f32,
    /// Weight decay: the share of itself, times the rate, that a weight loses at each step.
    pub decay: f32,
    /// New pictures from old ones, made anew each time.
    pub augment: Option<Augment>,
    /// What an example of each class counts; all the same if empty.
    pub class_weights: Vec<f32>,
    /// Of the shuffling, of what is dropped, of how pictures are moved.
    pub seed: u64,
}

impl Plan {
    /// Adam at 0.001, batches of 50, no cure at all.
    pub fn new(epochs: usize, seed: u64) -> Self {
        Plan {
            epochs,
            batch: 50,
            rule: Rule::Adam,
            rate: 0.001,
            decay: 0.0,
            augment: None,
            class_weights: Vec::new(),
            seed,
        }
    }
}

// ANCHOR: step
/// One step of training. The tape is told that it is one: layers that drop or
/// look at the batch ask it, and nothing has to be switched back afterwards.
pub fn step(
    model: &mut dyn Module,
    optimizer: &mut dyn Optimizer,
    images: Tensor,
    labels: &Labels,
    weights: Option<&[f32]>,
    rng: &mut Rng,
) -> f32 {
    let (loss, grads) = {
        let tape = Tape::training(rng);
        let logits = model.forward(&tape, tape.constant(images));
        let loss = match weights {
            Some(weights) => logits.weighted_softmax_cross_entropy(labels, weights),
            None => logits.softmax_cross_entropy(labels),
        };
        (loss.item(), loss.backward())
    };
    optimizer.step(model, &grads);
    loss
}
// ANCHOR_END: step

/// Trains `model` on `examples`, and calls `after` with the number of epochs done, the mean loss of the epoch, and the
/// model: after each epoch. It goes on as long as `after` says so.
pub fn train(
    model: &mut dyn Module,
    examples: &Examples,
    plan: &Plan,
    mut after: impl FnMut(usize, f32, &dyn Module) -> bool,
) {
    let mut optimizer: Box<dyn Optimizer> = match plan.rule {
        Rule::Adam => Box::new(AdamW::new(plan.rate).weight_decay(plan.decay)),
        Rule::Descent => Box::new(Sgd::new(plan.rate)),
    };
    let mut batches = Batches::new(examples.len(), plan.batch, plan.seed);
    let mut rng = nabla::rng(plan.seed);
    for epoch in 1..=plan.epochs {
        let mut total = 0.0;
        for hand in batches.epoch() {
            let (mut images, labels) = examples.gather(hand);
            if let Some(augment) = &plan.augment {
                renew(&mut images, augment, &mut rng);
            }
            let weights = weights_of(&labels, &plan.class_weights);
            let weights = weights.as_deref();
            let loss = step(
                model,
                optimizer.as_mut(),
                images,
                &labels,
                weights,
                &mut rng,
            );
            total += loss * hand.len() as f32;
        }
        if !after(epoch, total / examples.len() as f32, model) {
            break;
        }
    }
}

/// Sides of a picture.
const SIDE: usize = 28;

/// Each picture becomes another of the same digit.
pub fn renew(images: &mut Tensor, augment: &Augment, rng: &mut Rng) {
    for picture in images.data_mut().chunks_exact_mut(SIDE * SIDE) {
        let other = augment.apply(picture, (SIDE, SIDE), rng);
        picture.copy_from_slice(&other);
    }
}

/// What each example counts, by its class.
fn weights_of(labels: &Labels, class_weights: &[f32]) -> Option<Vec<f32>> {
    let weight = |&label: &u32| class_weights[label as usize];
    (!class_weights.is_empty()).then(|| labels.as_slice().iter().map(weight).collect())
}
