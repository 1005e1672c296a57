//! A small network with dropout, its twin without, and what they learn from: moons of which some labels are wrong.

use datasets::synthetic::{Points, moons};
use lab07::dropout::{Drop, Scaling, averaged};
use nabla::optim::{Adam, Optimizer};
use nabla::{Activation, Init, Labels, Linear, Module, Rng, Sequential, Tape, Tensor};

/// Points to learn from, all of them at every step.
pub const LEARN: usize = 60;
/// Every so many points one has a wrong label.
pub const WRONG: usize = 7;
/// Points with right labels that nothing is learned from.
const HELD: usize = 200;
const NOISE: f32 = 0.2;
/// Units, from the input to the logits.
pub const UNITS: [usize; 4] = [2, 12, 8, 2];
const RATE: f32 = 0.02;
/// How many thinned networks are asked.
pub const PASSES: usize = 100;

/// Places and classes as nabla takes them.
pub struct Cloud {
    /// `[N, 2]`.
    pub places: Tensor,
    /// One a place.
    pub labels: Labels,
}

impl Cloud {
    fn of(points: &Points, flip: impl Fn(usize) -> bool) -> Self {
        let numbers: Vec<f32> = points.xy.iter().copied().collect();
        let labels = points.labels.iter().enumerate();
        let labels: Vec<u8> = labels
            .map(|(i, &label)| if flip(i) { 1 - label } else { label })
            .collect();
        Cloud {
            places: Tensor::from_vec(numbers, [labels.len(), 2]),
            labels: Labels::new(&labels, 2),
        }
    }
}

/// A network, what changes it, and what draws its masks.
pub struct Learner {
    /// Two hidden layers, each with dropout behind it.
    pub model: Sequential,
    optimizer: Adam,
    rng: Rng,
    rate: f32,
}

impl Learner {
    fn new(rate: f32, seed: u64) -> Self {
        let mut rng = nabla::rng(seed);
        let [inputs, first, second, classes] = UNITS;
        let drop = Drop {
            rate,
            scaling: Scaling::Inverted,
        };
        let relu = Activation::Relu;
        let model = Sequential::new()
            .push(Linear::new(inputs, first, Init::He, &mut rng).activation(relu))
            .push(drop.clone())
            .push(Linear::new(first, second, Init::He, &mut rng).activation(relu))
            .push(drop)
            .push(Linear::new(second, classes, Init::Xavier, &mut rng));
        Learner {
            model,
            optimizer: Adam::new(RATE),
            rng,
            rate,
        }
    }

    /// What the next step will multiply each unit of each example by: the dropout of a tape depends on its seed and on
    /// the place of the number alone, so a layer of ones shows it.
    fn masks(&self) -> [Tensor; 2] {
        let tape = Tape::training(&mut self.rng.clone());
        [1, 3].map(|layer: usize| {
            let ones = tape.constant(Tensor::ones([LEARN, UNITS[layer.div_ceil(2)]]));
            self.model[layer].forward(&tape, ones).value()
        })
    }

    fn step(&mut self, learn: &Cloud) {
        let grads = {
            let tape = Tape::training(&mut self.rng);
            let logits = self
                .model
                .forward(&tape, tape.constant(learn.places.clone()));
            logits.softmax_cross_entropy(&learn.labels).backward()
        };
        self.optimizer.step(&mut self.model, &grads);
    }

    /// The loss of the whole network.
    pub fn loss(&self, on: &Cloud) -> f64 {
        let tape = Tape::new();
        let logits = self.model.forward(&tape, tape.constant(on.places.clone()));
        f64::from(logits.softmax_cross_entropy(&on.labels).item())
    }
}

/// Which network one looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// What the mask of this example leaves of the network with dropout.
    Thinned(usize),
    /// The network with dropout as it is used: all of it.
    Whole,
    /// The network that learned without.
    Twin,
}

/// Both networks, and how far they are.
pub struct Run {
    /// What is learned from.
    pub learn: Cloud,
    /// What is only looked at.
    pub held: Cloud,
    /// The network with dropout.
    pub with: Learner,
    /// The same at a rate of 0.
    pub without: Learner,
    /// What the last step multiplied each unit of each example by, for both hidden layers.
    pub masks: [Tensor; 2],
    /// Steps taken.
    pub steps: usize,
}

impl Run {
    /// Fresh weights, the same for both, and points of this seed.
    pub fn new(rate: f32, seed: u64) -> Self {
        let learn = moons(LEARN, NOISE, seed);
        let held = moons(HELD, NOISE, seed + 1000);
        let with = Learner::new(rate, seed);
        Run {
            learn: Cloud::of(&learn, is_wrong),
            held: Cloud::of(&held, |_| false),
            masks: with.masks(),
            with,
            without: Learner::new(0.0, seed),
            steps: 0,
        }
    }

    /// Both take a step.
    pub fn step(&mut self) {
        self.masks = self.with.masks();
        self.with.step(&self.learn);
        self.without.step(&self.learn);
        self.steps += 1;
    }

    /// What the units of one example are multiplied by, of both hidden layers.
    pub fn mask(&self, example: usize) -> [&[f32]; 2] {
        [0, 1].map(|layer| {
            let units = UNITS[layer + 1];
            &self.masks[layer].data()[example * units..][..units]
        })
    }

    /// The model that one looks at.
    pub fn model(&self, seen: Seen) -> &Sequential {
        match seen {
            Seen::Twin => &self.without.model,
            Seen::Thinned(_) | Seen::Whole => &self.with.model,
        }
    }

    /// The probability of class 1 at each place, as one network has it.
    pub fn probabilities(&self, places: Tensor, seen: Seen) -> Vec<f32> {
        let tape = Tape::new();
        let model = self.model(seen);
        let mut x = tape.constant(places);
        for layer in [0, 2] {
            x = model[layer].forward(&tape, x);
            if let Seen::Thinned(example) = seen {
                let mask = self.mask(example)[layer / 2];
                x = x * tape.constant(Tensor::from_vec(mask.to_vec(), [mask.len()]));
            }
        }
        let p = model[4].forward(&tape, x).softmax().value();
        p.data().chunks_exact(2).map(|p| p[1]).collect()
    }

    /// The mean answer of many thinned networks, and the answer of the whole one, to the points that were held out: the
    /// loss of each, and the mean distance between their probabilities.
    pub fn committee(&self) -> [f64; 3] {
        let mut rng = nabla::rng(self.steps as u64);
        let mean = averaged(&self.with.model, &self.held.places, PASSES, &mut rng);
        let whole = self.probabilities(self.held.places.clone(), Seen::Whole);
        let labels = self.held.labels.as_slice();
        let pairs = mean.data().chunks_exact(2).zip(labels);
        let loss: f64 = pairs
            .map(|(p, &label)| -f64::from(p[label as usize]).max(1e-12).ln())
            .sum();
        let distances = mean.data().chunks_exact(2).zip(&whole);
        let apart: f64 = distances.map(|(p, q)| f64::from((p[1] - q).abs())).sum();
        let count = labels.len() as f64;
        [loss / count, self.with.loss(&self.held), apart / count]
    }

    /// The fraction that is dropped.
    pub fn rate(&self) -> f64 {
        f64::from(self.with.rate)
    }
}

/// Whether the label of this point is the wrong one.
pub fn is_wrong(point: usize) -> bool {
    point % WRONG == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_masks_that_are_shown_are_those_of_the_step() {
        let mut run = Run::new(0.4, 2);
        (0..3).for_each(|_| run.step());
        let masks = run.with.masks();
        // A pass as the next step's, layer by layer.
        let tape = Tape::training(&mut run.with.rng.clone());
        let mut x = tape.constant(run.learn.places.clone());
        for layer in 0..4 {
            let before = x.value();
            x = run.with.model[layer].forward(&tape, x);
            let after = x.value();
            if layer % 2 == 1 {
                let made = before.data().iter().zip(masks[layer / 2].data());
                let made: Vec<f32> = made.map(|(x, m)| x * m).collect();
                let most = made.iter().zip(after.data()).map(|(a, b)| (a - b).abs());
                assert!(most.fold(0.0, f32::max) < 1e-5);
            }
        }
        let dropped = masks[0].data().iter().filter(|m| **m == 0.0).count();
        // 720 draws of 0.4: 288, with a standard deviation of 13.
        assert!((230..346).contains(&dropped), "{dropped}");
    }

    #[test]
    fn without_a_mask_the_thinned_network_is_the_whole_one() {
        let mut run = Run::new(0.0, 1);
        run.step();
        let grid = Tensor::from_vec(vec![0.1, 0.2, 1.0, -0.3], [2, 2]);
        assert_eq!(
            run.probabilities(grid.clone(), Seen::Whole),
            run.probabilities(grid.clone(), Seen::Thinned(3))
        );
        // Without dropout the twins are one.
        assert_eq!(
            run.probabilities(grid.clone(), Seen::Whole),
            run.probabilities(grid, Seen::Twin)
        );
        let [mean, one, apart] = run.committee();
        assert!((mean - one).abs() < 1e-4 && apart < 1e-5);
    }

    #[test]
    fn by_heart_without_dropout_and_less_so_with_it() {
        let mut better = 0;
        for seed in 1..=4 {
            let mut run = Run::new(0.4, seed);
            (0..1_500).for_each(|_| run.step());
            let [with, without] = [&run.with, &run.without].map(|l| l.loss(&run.held));
            assert!(run.without.loss(&run.learn) < run.with.loss(&run.learn));
            better += usize::from(with < without);
        }
        assert!(better >= 3, "{better} of 4 seeds");
    }
}
