//! Training with the cures of this lab: decay, new pictures from old ones, weighted examples, and a tape that says
//! that this is training.

use crate::warp::Augment;
use nabla::{Device, Labels, Module, Rng, Sequential, Tensor};
use trainer::{Examples, Recipe, Rule, Training};

/// How to train.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How often every example is shown.
    pub epochs: usize,
    /// Examples a step.
    pub batch: usize,
    /// What a step does with the gradients.
    pub rule: Rule,
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
            rule: decaying(0.0),
            augment: None,
            class_weights: Vec::new(),
            seed,
        }
    }
}

/// Adam at the usual rate, with this weight decay: the share of itself, times the rate, that a weight loses at each step.
pub fn decaying(decay: f32) -> Rule {
    Rule::adamw(0.001, decay)
}

// ANCHOR: train
/// Trains `model` on `examples`, and calls `after` with the number of epochs done, the mean loss of the epoch, and the
/// model: after each epoch. It goes on as long as `after` says so.
pub fn train(
    model: &mut Sequential,
    examples: &Examples,
    plan: &Plan,
    mut after: impl FnMut(usize, f32, &Sequential) -> bool,
) {
    let recipe = Recipe::new(plan.rule, plan.batch, plan.epochs).seed(plan.seed);
    let learning = std::mem::take(model); // a training owns what it trains
    let mut training = Training::new(learning, &recipe, examples.len(), &Device::Cpu)
        .drawing_from(nabla::rng(plan.seed));
    for epoch in 1..=plan.epochs {
        let loss = training.epoch(
            |places, rng| batch(examples, places, plan, rng),
            |model, tape, (images, labels, weights)| {
                let logits = model.forward(tape, tape.constant(images));
                match weights {
                    Some(weights) => logits.weighted_softmax_cross_entropy(&labels, &weights),
                    None => logits.softmax_cross_entropy(&labels),
                }
            },
            |_, _| {},
        );
        if !after(epoch, loss, &training.model) {
            break;
        }
    }
    *model = training.model;
}
// ANCHOR_END: train

/// Pictures, labels, and what each example counts.
type Batch = (Tensor, Labels, Option<Vec<f32>>);

/// The examples at these places: made anew, and weighted, if the plan says so.
fn batch(examples: &Examples, places: &[usize], plan: &Plan, rng: &mut Rng) -> Batch {
    let (mut images, labels) = examples.gather(places);
    if let Some(augment) = &plan.augment {
        renew(&mut images, augment, rng);
    }
    let weight = |&label: &u32| plan.class_weights[label as usize];
    let weighted = !plan.class_weights.is_empty();
    let weights = weighted.then(|| labels.as_slice().iter().map(weight).collect());
    (images, labels, weights)
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
