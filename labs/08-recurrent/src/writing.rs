//! Training a character model on a long text, piece by piece, and letting it write.

use crate::model::CharLstm;
use nabla::rnn::Memory;
use nabla::{Device, Labels, Rng, Tape, Tokens};
use rand::RngExt;
use trainer::{Kept, Learner, Resumable, Rule};

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
        let rule = Rule::adamw(plan.rate, 0.0).cosine();
        Writing {
            model,
            learner: Learner::new(rule, plan.steps).clip(1.0),
            lanes,
            memory: None,
            rng: nabla::rng(seed ^ 0x7772_6974), // another sequence than that of the weights
            device: device.clone(),
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
}

/// An epoch is a pass through the text. It begins without memory, so that after whole passes nothing is missing.
impl Resumable for Writing<'_> {
    fn kept(&mut self) -> Kept<'_> {
        Kept {
            model: &mut self.model,
            optimizer: self.learner.optimizer.as_mut(),
            rng: &mut self.rng,
        }
    }

    fn skip(&mut self, epochs: usize) {
        let steps = epochs * self.steps_an_epoch();
        (0..steps).for_each(|_| drop(self.lanes.step()));
        self.learner.skip(steps);
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
mod tests {
    use super::*;
    use crate::model::surprises;
    use crate::solutions::with_temperature;

    #[test]
    fn lanes_go_on_where_they_stopped() {
        let text: Vec<u32> = (0..21).collect();
        let mut lanes = Lanes::new(&text, 2, 4, 32);
        assert_eq!(lanes.steps_a_pass(), 2);
        let (tokens, labels, begins) = lanes.step();
        assert_eq!(tokens.as_slice(), [0, 1, 2, 3, 10, 11, 12, 13]);
        assert_eq!(labels.as_slice(), [1, 2, 3, 4, 11, 12, 13, 14]);
        assert!(begins);
        let (tokens, _, begins) = lanes.step();
        assert_eq!(tokens.as_slice(), [4, 5, 6, 7, 14, 15, 16, 17]);
        assert!(!begins);
        assert!(lanes.step().2);
    }

    #[test]
    #[should_panic(expected = "need a text of more than 10 characters, this has 10")]
    fn a_text_that_is_too_short() {
        Lanes::new(&[0; 10], 2, 4, 3);
    }

    /// "aab" again and again: after two a comes b, which one character alone does not tell.
    fn learned() -> CharLstm {
        let text: Vec<u32> = (0..600).map(|i| u32::from(i % 3 == 2)).collect();
        let model = CharLstm::new(3, 4, 12, &mut nabla::rng(2));
        let plan = Plan {
            lanes: 4,
            window: 9,
            rate: 0.02,
            ..Plan::new(120)
        };
        let mut writing = Writing::new(model, &text, plan, 1, &Device::Cpu);
        let first = writing.step();
        let last = (1..plan.steps).map(|_| writing.step()).last();
        assert!(
            first > 0.9 && last.is_some_and(|last| last < 0.1),
            "{first} {last:?}"
        );
        writing.model
    }

    #[test]
    fn a_rhythm_is_learned_and_written() {
        let model = learned();
        let next = [0, 0, 1, 0, 0, 1];
        let bits: f64 = surprises(&model, 1, &next).iter().sum();
        assert!(bits < 1.5, "{bits}");
        let cold = |logits: &[f64]| with_temperature(logits, 0.1);
        let text = write(&model, &[0, 0, 1], 6, cold, &mut nabla::rng(1));
        assert_eq!(text, next);
        assert!(write(&model, &[0], 0, cold, &mut nabla::rng(1)).is_empty());
    }

    #[test]
    fn an_interrupted_training_ends_with_the_bits_of_one_that_was_not() {
        let text: Vec<u32> = (0..200).map(|i| (i * i / 3) % 5).collect();
        let fresh = || {
            let model = CharLstm::new(5, 3, 6, &mut nabla::rng(4)).dropout(0.2);
            let plan = Plan {
                lanes: 3,
                window: 8,
                ..Plan::new(32)
            };
            Writing::new(model, &text, plan, 9, &Device::Cpu)
        };
        let run = trainer::Run {
            network: "char".to_string(),
            data: "own".to_string(),
            seed: 9,
        };
        let file = std::env::temp_dir().join(format!("lab08-{}.safetensors", std::process::id()));
        let mut whole = fresh();
        for _ in 0..2 * whole.steps_an_epoch() {
            whole.step();
        }
        run.save(&mut whole, (2, 4), &file)
            .expect("it can be written");
        let mut second = fresh();
        let done = run.resume(&mut second, 4, &file).expect("the same run");
        std::fs::remove_file(&file).expect("it was there");
        assert_eq!(done, (2, 4));
        for _ in 0..2 * whole.steps_an_epoch() {
            assert_eq!(whole.step(), second.step());
        }
        let bits = |writing: &Writing| {
            let mut all = Vec::new();
            let keep = |w: &f32| w.to_bits();
            nabla::Parameters::visit(&writing.model, &mut |param| {
                all.extend(param.value().data().iter().map(keep));
            });
            all
        };
        assert_eq!(bits(&whole), bits(&second));
    }

    #[test]
    fn draws_fall_where_the_probability_is() {
        let mut rng = nabla::rng(1);
        let mut counts = [0; 4];
        for _ in 0..4000 {
            counts[pick(&[0.5, 0.0, 1.0, 0.5], &mut rng)] += 1;
        }
        assert_eq!(counts[1], 0);
        for (count, expected) in counts.into_iter().zip([1000_i32, 0, 2000, 1000]) {
            assert!((count - expected).abs() < 130, "{counts:?}");
        }
    }
}
