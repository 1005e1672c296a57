//! A network in two parts, and three ways to learn.

use datasets::Batches;
use nabla::optim::Group;
use nabla::{
    Activation, Conv2d, Flatten, Init, Linear, MaxPool2d, Module, Padding, Rng, Sequential, Tape,
    Var, Window,
};
use trainer::{Examples, Learner, Rule};

// ANCHOR: reader
/// A body that makes features of a picture, and a head that names it by them.
#[derive(Clone)]
pub struct Reader {
    /// Pictures to features.
    pub body: Sequential,
    /// Features to logits.
    pub head: Linear,
}
nabla::parts!(Reader { body, head });
// ANCHOR_END: reader

/// How many features there are.
pub const FEATURES: usize = 64;
/// Logits: one for each digit.
const CLASSES: usize = 10;

impl Reader {
    /// With fresh weights, for pictures of `side` × `side` pixels.
    pub fn new(side: usize, rng: &mut Rng) -> Self {
        let window = Window::new(3).padding(Padding::Same);
        let left = side / 4;
        Reader {
            body: Sequential::new()
                .push(Conv2d::new(1, 16, window, Init::He, rng).activation(Activation::Relu))
                .push(MaxPool2d::new(Window::new(2).stride(2)))
                .push(Conv2d::new(16, 32, window, Init::He, rng).activation(Activation::Relu))
                .push(MaxPool2d::new(Window::new(2).stride(2)))
                .push(Flatten)
                .push(
                    Linear::new(32 * left * left, FEATURES, Init::He, rng)
                        .activation(Activation::Relu),
                ),
            head: Self::fresh_head(rng),
        }
    }

    /// A head that knows nothing yet.
    pub fn fresh_head(rng: &mut Rng) -> Linear {
        Linear::new(FEATURES, CLASSES, Init::Xavier, rng)
    }

    /// A copy of the body under a fresh head.
    pub fn with_fresh_head(&self, rng: &mut Rng) -> Self {
        Reader {
            body: self.body.clone(),
            head: Self::fresh_head(rng),
        }
    }
}

impl Module for Reader {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        self.head.forward(tape, self.body.forward(tape, x))
    }
}

/// What the body does while the head learns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Body {
    /// Nothing: it is frozen.
    Held,
    /// It learns as well, at this fraction of the head's rate.
    Follows(f32),
}

/// How to learn a task.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The head's rule.
    pub rule: Rule,
    /// Steps in all.
    pub steps: usize,
    /// What the body does.
    pub body: Body,
}

/// Examples a step, where there are so many.
const BATCH: usize = 32;

// ANCHOR: learn
/// Learns these examples.
pub fn learn(reader: &mut Reader, examples: &Examples, plan: &Plan, seed: u64) {
    let mut learner = Learner::new(plan.rule, plan.steps);
    if let Body::Follows(factor) = plan.body {
        let slower = Group::new().rate(factor);
        nabla::Parameters::visit(&reader.body, &mut |param| {
            learner.optimizer.set_group(param, slower);
        });
    }
    let mut batches = Batches::new(examples.len(), BATCH, seed);
    let mut left = plan.steps;
    while left > 0 {
        for places in batches.epoch().take(left) {
            left -= 1;
            let (images, labels) = examples.gather(places);
            learner.learn(reader, Tape::new(), |reader, tape| {
                if plan.body == Body::Held {
                    tape.hold(&reader.body);
                }
                let logits = reader.forward(tape, tape.constant(images));
                logits.softmax_cross_entropy(&labels)
            });
        }
    }
}
// ANCHOR_END: learn
