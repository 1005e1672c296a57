//! Training a character model on a long text, piece by piece, and letting it write.

use crate::model::CharLstm;
use nabla::rnn::Memory;
use nabla::{Device, Labels, Rng, Tape, Tensor, Tokens};
use rand::RngExt;
use trainer::{Break, Kept, Learner, Position, Resumable, Rule, never};

/// The longest gradient that is let through.
pub const LONGEST: f32 = 1.0;

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Steps in all.
    pub steps: usize,
    /// Places of the text that are read side by side.
    pub lanes: usize,
    /// Characters a step and lane: as far as the gradient reaches back.
    pub window: usize,
    /// Adam's learning rate at the beginning; it falls along half a cosine to 0.
    pub rate: f32,
}

impl Plan {
    /// What the lesson trains with.
    pub fn new(steps: usize) -> Self {
        Plan {
            steps,
            lanes: 32,
            window: 64,
            rate: 0.006,
        }
    }

    /// What takes the steps.
    pub fn rule(&self) -> Rule {
        Rule::adamw(self.rate, 0.0).cosine()
    }
}

/// A text cut into lanes of equal length, which are read side by side from left to right, again and again.
pub struct Lanes<'a> {
    text: &'a [u32],
    lanes: usize,
    window: usize,
    at: usize,
    vocabulary: usize,
}

impl<'a> Lanes<'a> {
    /// # Panics
    /// If the text is too short for that many lanes.
    pub fn new(text: &'a [u32], lanes: usize, window: usize, vocabulary: usize) -> Self {
        let needed = lanes * (window + 1);
        assert!(
            lanes > 0 && window > 0 && text.len() > needed,
            "{lanes} lanes with windows of {window} need a text of more than {needed} characters, this has {}",
            text.len()
        );
        Lanes {
            text,
            lanes,
            window,
            at: 0,
            vocabulary,
        }
    }

    /// Steps until all of a lane was read.
    pub fn steps_a_pass(&self) -> usize {
        (self.text.len() - 1) / self.lanes / self.window
    }

    // ANCHOR: lanes
    /// The next window of every lane, what comes after each of its characters, and whether the lanes begin anew.
    pub fn step(&mut self) -> (Tokens, Labels, bool) {
        let length = (self.text.len() - 1) / self.lanes;
        if self.at + self.window > length {
            self.at = 0;
        }
        let begins = self.at == 0;
        let windows = |later: usize| -> Vec<u32> {
            let from = (0..self.lanes).map(|lane| lane * length + self.at + later);
            from.flat_map(|from| self.text[from..][..self.window].iter().copied())
                .collect()
        };
        let tokens = Tokens::new(&windows(0), [self.lanes, self.window], self.vocabulary);
        let labels = Labels::from_ids(&windows(1), self.vocabulary);
        self.at += self.window;
        (tokens, labels, begins)
    }
    // ANCHOR_END: lanes
}

/// A training, and how far it is.
pub struct Writing<'a> {
    /// What learns.
    pub model: CharLstm,
    learner: Learner,
    lanes: Lanes<'a>,
    memory: Option<Memory>,
    rng: Rng,
    device: Device,
    position: Position,
    is_time: Break,
}

impl<'a> Writing<'a> {
    /// Before the first step.
    pub fn new(
        mut model: CharLstm,
        text: &'a [u32],
        plan: Plan,
        seed: u64,
        device: &Device,
    ) -> Self {
        nabla::move_to(&mut model, device);
        let lanes = Lanes::new(text, plan.lanes, plan.window, model.vocabulary());
        let rule = plan.rule();
        Writing {
            model,
            learner: Learner::new(rule, plan.steps).clip(LONGEST),
            lanes,
            memory: None,
            rng: nabla::rng(seed ^ 0x7772_6974), // another sequence than that of the weights
            device: device.clone(),
            position: Position::default(),
            is_time: never,
        }
    }

    // ANCHOR: step
    /// One step: every lane's next window. The memory goes on from where the last step left it,
    /// as numbers: no gradient reaches back beyond the window. Returns the loss, in bits a
    /// character.
    pub fn step(&mut self) -> f64 {
        let (tokens, labels, begins) = self.lanes.step();
        let memory = &mut self.memory;
        if begins {
            *memory = None;
        }
        let tape = Tape::training(&mut self.rng);
        let loss = self.learner.learn(&mut self.model, tape, |model, tape| {
            let (logits, state) = model.read(tape, &tokens, memory.as_ref());
            *memory = Some(state.detach());
            logits.softmax_cross_entropy(&labels)
        });
        f64::from(loss.item()) / 2_f64.ln()
    }
    // ANCHOR_END: step

    /// A pass through the text, or what is left of it. `after` gets the loss of each step in bits a character, and so does
    /// the mean of all, which is returned; NaN if the pass was broken off.
    pub fn pass(&mut self, mut after: impl FnMut(f64)) -> f64 {
        let (epoch, from, steps) = (
            self.position.epochs,
            self.position.steps,
            self.steps_an_epoch(),
        );
        let mut total = self.position.sum(0);
        for step in from..steps {
            let bits = self.step();
            total += bits;
            after(bits);
            if step + 1 < steps && (self.is_time)() {
                self.position.steps = step + 1;
                self.position.sums = vec![total];
                return f64::NAN;
            }
        }
        self.position = Position::after(epoch + 1);
        total / steps as f64
    }

    /// The shape of what the network keeps in mind: a row for each lane.
    fn memory_dims(&self) -> [usize; 2] {
        [self.lanes.lanes, self.model.hidden()]
    }
}

/// An epoch is a pass through the text. It begins without memory; in the middle of one the memory is kept as well.
impl Resumable for Writing<'_> {
    fn kept(&mut self) -> Kept<'_> {
        Kept {
            model: &mut self.model,
            optimizer: self.learner.optimizer.as_mut(),
            rng: &mut self.rng,
        }
    }

    fn carried(&self) -> Vec<(&'static str, Tensor)> {
        let memory = self.memory.iter();
        let parts = memory.flat_map(|memory| {
            let cell = memory.cell.as_ref().map(|cell| ("cell", cell));
            [("hidden", &memory.hidden)].into_iter().chain(cell)
        });
        parts
            .map(|(name, tensor)| (name, tensor.to(&Device::Cpu)))
            .collect()
    }

    fn carry(&mut self, position: &Position, tensors: Vec<(String, Tensor)>) -> Result<(), String> {
        let dims = self.memory_dims();
        let take = |name: &str| {
            let (_, tensor) = tensors.iter().find(|(kept, _)| kept == name)?;
            (tensor.dims() == dims).then(|| tensor.to(&self.device))
        };
        self.memory = match (position.steps, take("hidden"), take("cell")) {
            (0, ..) => None,
            (_, Some(hidden), Some(cell)) => Some(Memory {
                hidden,
                cell: Some(cell),
            }),
            _ => return Err(format!("does not hold the memory of {} lanes", dims[0])),
        };
        Ok(())
    }

    fn position(&self) -> &Position {
        &self.position
    }

    fn go_to(&mut self, position: &Position) {
        let steps = position.epochs * self.steps_an_epoch() + position.steps;
        (0..steps).for_each(|_| drop(self.lanes.step()));
        self.learner.skip(steps);
        self.position = position.clone();
    }

    fn break_when(&mut self, is_time: Break) {
        self.is_time = is_time;
    }

    fn steps_an_epoch(&self) -> usize {
        self.lanes.steps_a_pass()
    }

    fn device(&self) -> &Device {
        &self.device
    }
}

/// Which of these probabilities a random draw between 0 and their sum falls on.
pub fn pick(probabilities: &[f64], rng: &mut Rng) -> usize {
    let mut draw = rng.random::<f64>() * probabilities.iter().sum::<f64>();
    for (i, p) in probabilities.iter().enumerate() {
        draw -= p;
        if draw < 0.0 {
            return i;
        }
    }
    // Rounding may leave a little: the last that is possible at all.
    probabilities.iter().rposition(|&p| p > 0.0).unwrap_or(0)
}

// ANCHOR: write
/// Lets the model go on after `start`: it reads what it has written itself. `distribution`
/// makes probabilities of logits.
pub fn write(
    model: &CharLstm,
    start: &[u32],
    count: usize,
    distribution: impl Fn(&[f64]) -> Vec<f64>,
    rng: &mut Rng,
) -> Vec<u32> {
    let mut text = Vec::with_capacity(count);
    let (mut logits, mut memory) = (None, None);
    for &character in start {
        let (next, state) = model.step(&[character], memory.as_ref());
        (logits, memory) = (Some(next), Some(state));
    }
    while let (Some(now), true) = (&logits, text.len() < count) {
        let now: Vec<f64> = now.data().iter().map(|&logit| f64::from(logit)).collect();
        let character = pick(&distribution(&now), rng) as u32;
        text.push(character);
        let (next, state) = model.step(&[character], memory.as_ref());
        (logits, memory) = (Some(next), Some(state));
    }
    text
}
// ANCHOR_END: write

#[cfg(test)]
mod tests;
