//! How far a training is, and what a checkpoint keeps of it.

use nabla::optim::Optimizer;
use nabla::{Device, Parameters, Rng, Tensor};

/// How far a training is: between two epochs, or in one that was broken off.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Position {
    /// Epochs that are done.
    pub epochs: usize,
    /// Steps of the next epoch that are done; 0 between two epochs.
    pub steps: usize,
    /// What was added up of the losses of these steps; nothing between two epochs.
    pub sums: Vec<f64>,
}

impl Position {
    /// Between two epochs.
    pub fn after(epochs: usize) -> Self {
        Position {
            epochs,
            ..Position::default()
        }
    }

    /// A sum of an epoch that was broken off; 0 at its beginning.
    pub fn sum(&self, i: usize) -> f64 {
        self.sums.get(i).copied().unwrap_or_default()
    }

    /// `epoch 3`, or `step 7 of epoch 4`: what was done last.
    pub fn in_words(&self) -> String {
        match self.steps {
            0 => format!("epoch {}", self.epochs),
            steps => format!("step {steps} of epoch {}", self.epochs + 1),
        }
    }
}

/// Whether a training is to break off after the step that it has just done.
pub type Break = fn() -> bool;

/// Never.
pub fn never() -> bool {
    false
}

/// What a checkpoint keeps of a training.
pub struct Kept<'a> {
    /// The weights.
    pub model: &'a mut dyn Parameters,
    /// What the optimiser remembers.
    pub optimizer: &'a mut dyn Optimizer,
    /// Where the generator stands.
    pub rng: &'a mut Rng,
}

/// A training that can be interrupted, after any step.
pub trait Resumable {
    /// What is kept of it.
    fn kept(&mut self) -> Kept<'_>;

    /// What else is kept in the middle of an epoch, by name.
    fn carried(&self) -> Vec<(&'static str, Tensor)> {
        Vec::new()
    }

    /// Takes back what [`carried`](Self::carried) gave, or nothing.
    ///
    /// # Errors
    /// If that is not what is carried at this position: a clause about what is wrong.
    fn carry(
        &mut self,
        _position: &Position,
        _tensors: Vec<(String, Tensor)>,
    ) -> std::result::Result<(), String> {
        Ok(())
    }

    /// How far it is.
    fn position(&self) -> &Position;

    /// Takes a fresh training there without learning; the rest is in what was kept.
    fn go_to(&mut self, position: &Position);

    /// From now on its epochs break off when this says so, and the next one goes on from there.
    fn break_when(&mut self, is_time: Break);

    /// Steps in one epoch.
    fn steps_an_epoch(&self) -> usize;

    /// Where it computes.
    fn device(&self) -> &Device;
}
