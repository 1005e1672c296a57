//! A network in two parts, and three ways to learn.

use datasets::Batches;
use nabla::optim::{Group, Optimizer};
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
const FEATURES: usize = 64;
/// Logits: one for each digit.
const CLASSES: usize = 10;

impl Reader {
    /// With fresh weights, for pictures of `side` × `side` pixels, at least 8: three convolutions, each with a pooling
    /// behind it that halves the picture, and a dense layer.
    ///
    /// # Panics
    /// If nothing would be left to be flattened.
    pub fn new(side: usize, rng: &mut Rng) -> Self {
        let left = side / 8;
        assert!(
            left > 0,
            "pictures of {side} × {side} are too small to be halved three times"
        );
        let window = Window::new(3).padding(Padding::Same);
        let mut body = Sequential::new();
        for (inputs, outputs) in [(1, 16), (16, 32), (32, 32)] {
            let conv = Conv2d::new(inputs, outputs, window, Init::He, rng);
            body = body.push(conv.activation(Activation::Relu));
            body = body.push(MaxPool2d::new(Window::new(2).stride(2)));
        }
        let dense = Linear::new(32 * left * left, FEATURES, Init::He, rng);
        Reader {
            body: body.push(Flatten).push(dense.activation(Activation::Relu)),
            head: Self::fresh_head(rng),
        }
    }

    /// A head that knows nothing yet.
    fn fresh_head(rng: &mut Rng) -> Linear {
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
    /// Each of its layers at this fraction of the rate of the layer above it: the last at that fraction of the head's,
    /// the first hardly at all.
    Falls(f32),
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

impl Plan {
    /// The same in so many steps.
    pub const fn steps(self, steps: usize) -> Self {
        Plan { steps, ..self }
    }

    /// The same with another body.
    pub const fn body(self, body: Body) -> Self {
        Plan { body, ..self }
    }
}

// ANCHOR: groups
/// Gives each layer of the body its rate, as a fraction of the head's.
fn set_rates(optimizer: &mut dyn Optimizer, body: &Sequential, how: Body) {
    let mut rate = 1.0;
    // From the top down. What has no parameters sees nobody.
    let learns = |&i: &usize| nabla::parameters(&body[i]) > 0;
    for layer in (0..body.len()).rev().filter(learns) {
        match how {
            Body::Held => return, // The tape holds it.
            Body::Follows(factor) => rate = factor,
            Body::Falls(factor) => rate *= factor,
        }
        let group = Group::new().rate(rate);
        body[layer].visit(&mut |param| optimizer.set_group(param, group));
    }
}
// ANCHOR_END: groups

// ANCHOR: learn
/// Learns these examples.
pub fn learn(reader: &mut Reader, examples: &Examples, plan: &Plan, seed: u64) {
    let mut learner = Learner::new(plan.rule, plan.steps);
    set_rates(learner.optimizer.as_mut(), &reader.body, plan.body);
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
