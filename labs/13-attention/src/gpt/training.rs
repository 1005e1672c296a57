//! How it learns, and what it knows then.

use super::model::{Gpt, Reads};
use crate::letters::windows;
use nabla::optim::{AdamW, Group, Optimizer};
use nabla::{Device, Parameters, Tape};
use rand::RngExt;
use trainer::{Recipe, Rule, Training};

/// Steps that are called an epoch.
pub const EVERY: usize = 100;
/// How much a weight decays.
const DECAY: f32 = 0.1;

// ANCHOR: recipe
/// nanoGPT's recipe for a processor: up to this rate in 100 steps, then down to a tenth of it.
pub fn recipe(rate: f32, batch: usize, steps: usize) -> Recipe {
    let rule = Rule::adamw(rate, DECAY).warm(EVERY, 0.1);
    Recipe::new(rule, batch, steps.div_ceil(EVERY)).clip(1.0)
}

/// AdamW that lets matrices and tables decay, and no norms: those are meant to be near 1, not near 0.
pub fn optimizer(model: &Gpt, rate: f32) -> AdamW {
    let still = Group::new().weight_decay(0.0);
    let all = AdamW::new(rate).betas(0.9, 0.99).weight_decay(DECAY);
    let blocks = model.blocks.iter();
    blocks.fold(all.group(&model.norm, still), |all, block| {
        all.group(&block.norm, still).group(&block.norm2, still)
    })
}
// ANCHOR_END: recipe

/// A training of this model, before its first step.
pub fn training(model: Gpt, recipe: &Recipe, device: &Device) -> Training<Gpt> {
    let optimizer = optimizer(&model, recipe.rule.rate);
    let mut training = Training::new(model, recipe, EVERY * recipe.batch, device);
    training.learner.optimizer = Box::new(optimizer);
    training
}

/// A text as a network reads it: its letters, how many different ones there are, and how many it sees at once.
#[derive(Debug, Clone, Copy)]
pub struct Pages<'t> {
    /// The letters.
    pub text: &'t [u32],
    /// Different ones.
    pub letters: usize,
    /// Those of a window; the text has more.
    pub context: usize,
}

impl<'t> Pages<'t> {
    /// A text of so many different letters, in windows of `context`.
    pub fn new(text: &'t [u32], letters: usize, context: usize) -> Self {
        Pages {
            text,
            letters,
            context,
        }
    }

    /// Another text, read in the same way.
    pub fn of(self, text: &[u32]) -> Pages<'_> {
        Pages::new(text, self.letters, self.context)
    }
}

// ANCHOR: epoch
/// An epoch: windows from anywhere in the text. `after` gets the loss of each step; returns their mean.
pub fn epoch<M: Parameters + Reads>(
    training: &mut Training<M>,
    pages: Pages<'_>,
    mut after: impl FnMut(f32),
) -> f32 {
    let (text, context) = (pages.text, pages.context);
    training.epoch(
        |places, rng| {
            let start = |_: &usize| rng.random_range(0..text.len() - context);
            let starts: Vec<usize> = places.iter().map(start).collect();
            windows(text, &starts, context, pages.letters)
        },
        |model, tape, (tokens, labels)| model.read(tape, &tokens).softmax_cross_entropy(&labels),
        |_, loss| after(loss),
    )
}
// ANCHOR_END: epoch

/// Windows that are read at the same time.
const TOGETHER: usize = 64;

// ANCHOR: costs
/// What each letter after the first costs, −ln p in nats. The windows begin `fresh` letters after each other, so every
/// letter but those of the first window is guessed from at least `context − fresh` before it.
pub fn costs(model: &impl Reads, pages: Pages<'_>, fresh: usize) -> Vec<f64> {
    let (text, context) = (pages.text, pages.context);
    let last = text.len() - 1 - context;
    let starts: Vec<usize> = (0..last).step_by(fresh).chain([last]).collect();
    let mut costs = Vec::with_capacity(text.len());
    for some in starts.chunks(TOGETHER) {
        let (tokens, labels) = windows(text, some, context, pages.letters);
        let tape = Tape::new();
        let log_p = model.read(&tape, &tokens).log_softmax().value();
        let right = |row: usize| row * pages.letters + labels.as_slice()[row] as usize;
        let cost = |row: usize| -f64::from(log_p.data()[right(row)]);
        for (window, start) in some.iter().enumerate() {
            let new = costs.len() - start..context;
            costs.extend(new.map(|t| cost(window * context + t)));
        }
    }
    costs
}
// ANCHOR_END: costs
