//! One step: the loss, its gradients, and what the optimiser makes of them.

use crate::tools::Look;
use crate::{Recipe, Rule};
use nabla::optim::Optimizer;
use nabla::{Grads, Parameters, Tape, Tensor, Var};

/// What may be done to the gradients of a model between the backward pass and the step: to add up those of several workers,
/// say ([`Grads::for_each_mut`]).
pub type Reduce = Box<dyn FnMut(&mut Grads, &dyn Parameters)>;

/// Takes one step after another: what learns by it is a model, and what it learns from is a loss.
pub struct Learner {
    /// What changes the weights, with all that it remembers.
    pub optimizer: Box<dyn Optimizer>,
    rule: Rule,
    steps: usize,
    every: usize,
    clip: Option<f32>,
    reduce: Option<Reduce>,
    step: usize,
    look: Look,
}

impl Learner {
    /// By `rule`, for `steps` steps in all: a rate that falls has to know when it is to be at the bottom.
    pub fn new(rule: Rule, steps: usize) -> Self {
        Learner {
            optimizer: rule.optimizer(),
            rule,
            steps,
            every: steps,
            clip: None,
            reduce: None,
            step: 0,
            look: Look::new(rule, steps),
        }
    }

    /// By a recipe, with so many steps in an epoch.
    pub fn of(recipe: &Recipe, every: usize) -> Self {
        let learner = Learner::new(recipe.rule, recipe.epochs * every);
        let learner = Learner {
            every,
            look: learner.look.of(recipe, every),
            ..learner
        };
        match recipe.clip {
            Some(longest) => learner.clip(longest),
            None => learner,
        }
    }

    /// The same with gradients of this length at most.
    pub fn clip(mut self, longest: f32) -> Self {
        self.clip = Some(longest);
        self.look.clip(longest);
        self
    }

    /// The same with a name, which tools show where several learn at the same time.
    pub fn called(mut self, name: &str) -> Self {
        self.look.called(name);
        self
    }

    /// Calls `reduce` with the gradients of each step, before they are clipped and used.
    pub fn reduce(&mut self, reduce: Reduce) {
        self.reduce = Some(reduce);
    }

    // ANCHOR: learn
    /// One step. `loss` is what is to become smaller, computed by the model on `tape`. Returns the loss before the
    /// step, on its device: to read a number back from a graphics card is to wait for it.
    pub fn learn<M: Parameters>(
        &mut self,
        model: &mut M,
        tape: Tape,
        loss: impl for<'t> FnOnce(&M, &'t Tape) -> Var<'t>,
    ) -> Tensor {
        if self.rule.fall != crate::Fall::Never {
            let rate = self.rule.rate(self.step, self.steps, self.every);
            self.optimizer.set_rate(rate);
        }
        let tape = self.look.tape(tape);
        let loss = loss(model, &tape);
        let (value, mut grads) = (loss.value(), loss.backward());
        self.look.passed(model, &tape, &value, self.step);
        drop(tape); // It shares the weights; what is shared would be copied before it changes.
        if let Some(reduce) = &mut self.reduce {
            reduce(&mut grads, model);
        }
        if let Some(longest) = self.clip {
            grads.clip_norm(model, longest);
        }
        self.optimizer.step(model, &grads);
        self.step += 1;
        let rate = self.optimizer.rate();
        self.look.stepped(model, &grads, &value, rate, self.step);
        value
    }
    // ANCHOR_END: learn

    /// Goes past so many steps: the rate then stands where it would stand.
    pub fn skip(&mut self, steps: usize) {
        self.step += steps;
    }
}
