//! A training that may be interrupted after each epoch, and keeps its best weights.

use super::agent::{Agent, exam, greedy};
use nabla::{Device, Param, Rng, Sequential, Tensor};
use trainer::{Break, Kept, Learner, Position, Resumable};

/// Turns of an epoch.
pub const EVERY: usize = 500;
/// Games after each epoch, by which the best weights are chosen; and games of the exam.
pub const GAMES: usize = 100;
/// From here on the seeds of games to validate on are counted; those of the exam begin with 0.
const VALIDATION: u64 = 1 << 32;
/// Whose games are as long on average has solved it.
pub const SOLVED: f64 = 475.0;

/// An agent in training, and the best that it has been.
pub struct Long<A> {
    /// The agent, its best network, and `[the best validation, steps played until it was solved]`.
    model: (A, Sequential, Param),
    learner: Learner,
    rng: Rng,
    position: Position,
}

impl<A: Agent> Long<A> {
    /// From the start.
    pub fn new(agent: A, learner: Learner, seed: u64) -> Self {
        let best = agent.actor().clone();
        let record = Param::statistic("record", Tensor::zeros([2]));
        Long {
            model: (agent, best, record),
            learner,
            rng: nabla::rng(seed ^ 0x706c_6179),
            position: Position::default(),
        }
    }

    // ANCHOR: epoch
    /// An epoch from fresh games, then as many others to validate on: who plays longer than ever before is kept. Returns their
    /// mean length.
    pub fn epoch(&mut self, step: &mut dyn FnMut(f32)) -> f64 {
        let (agent, best, record) = &mut self.model;
        if let Some(carts) = agent.carts() {
            carts.begin(&mut self.rng);
        }
        for _ in 0..EVERY {
            step(agent.turn(&mut self.learner, &mut self.rng));
        }
        self.position = Position::after(self.position.epochs + 1);
        let games = VALIDATION + self.position.epochs as u64;
        let mean = exam(GAMES, games, |states| greedy(agent.actor(), states));
        let record = record.value_mut().data_mut();
        if mean >= f64::from(record[0]) {
            record[0] = mean as f32;
            *best = agent.actor().clone();
        }
        if mean >= SOLVED && record[1] == 0.0 {
            record[1] = agent.played() as f32;
        }
        mean
    }
    // ANCHOR_END: epoch

    /// Steps of carts that were played until it was solved.
    pub fn solved_after(&self) -> Option<usize> {
        let steps = self.model.2.value().data()[1] as usize;
        (steps > 0).then_some(steps)
    }

    /// Steps of carts so far.
    pub fn played(&self) -> usize {
        self.model.0.played()
    }

    /// The best network.
    pub fn best(&self) -> &Sequential {
        &self.model.1
    }
}

impl<A: Agent> Resumable for Long<A> {
    fn kept(&mut self) -> Kept<'_> {
        Kept {
            model: &mut self.model,
            optimizer: self.learner.optimizer.as_mut(),
            rng: &mut self.rng,
        }
    }

    fn position(&self) -> &Position {
        &self.position
    }

    fn go_to(&mut self, position: &Position) {
        self.learner.skip(position.epochs * EVERY);
        self.position = position.clone();
    }

    /// An epoch takes a second: it is not broken off.
    fn break_when(&mut self, _is_time: Break) {}

    fn steps_an_epoch(&self) -> usize {
        EVERY
    }

    fn device(&self) -> &Device {
        &Device::Cpu
    }
}
