//! Two deep networks on the same batches, one with batch norm before each activation; and what its statistics were.

use datasets::synthetic::moons;
use lab07::norm::{self, Rows};
use nabla::optim::{Optimizer, Sgd};
use nabla::{Activate, Activation, BatchNorm, Init, Labels, Linear, Module};
use nabla::{Rng, Sequential, Tape, Tensor, Var};
use rand::seq::SliceRandom;
use std::collections::VecDeque;

/// Hidden layers, and the units of each.
pub const LAYERS: usize = 4;
/// Units of a hidden layer.
pub const UNITS: usize = 16;
/// Points to learn from.
const LEARN: usize = 256;
const HELD: usize = 200;
const NOISE: f32 = 0.2;
/// How many steps are remembered.
pub const REMEMBERED: usize = 150;
/// What both nabla and the lab's example add to a variance.
pub const EPSILON: f64 = 1e-5;

/// A batch as nabla takes it.
pub struct Batch {
    places: Tensor,
    labels: Labels,
}

/// Mean and variance of every unit of a layer.
#[derive(Clone)]
pub struct Moments {
    /// Of each unit.
    pub mean: Vec<f64>,
    /// Of each unit.
    pub variance: Vec<f64>,
}

/// What a step saw: of each hidden layer the batch's moments, and the running ones after it.
pub struct Seen {
    /// The batch's own.
    pub batch: Vec<Moments>,
    /// What the layers remember.
    pub running: Vec<Moments>,
}

/// The loss of the batch after so many steps, without and with batch norm.
pub struct Losses {
    /// Steps.
    pub step: usize,
    /// Of the network without.
    pub without: f64,
    /// Of the network with.
    pub with: f64,
}

/// Both networks.
pub struct Run {
    learn: Batch,
    held: Batch,
    plain: Sequential,
    normed: Sequential,
    optimizers: [Sgd; 2],
    rng: Rng,
    order: Vec<usize>,
    at: usize,
    size: usize,
    /// The batch of the last step, or the first one.
    pub batch: Batch,
    /// The last steps.
    pub seen: VecDeque<Seen>,
    /// All steps.
    pub losses: Vec<Losses>,
    /// Steps taken.
    pub steps: usize,
}

impl Batch {
    fn made_up(count: usize, seed: u64) -> Self {
        let points = moons(count, NOISE, seed);
        let numbers: Vec<f32> = points.xy.iter().copied().collect();
        Batch {
            places: Tensor::from_vec(numbers, [count, 2]),
            labels: Labels::new(&points.labels, 2),
        }
    }

    fn gather(&self, places: &[usize]) -> Self {
        let rows = places.iter();
        let numbers = rows.flat_map(|&i| self.places.data()[2 * i..][..2].to_vec());
        Batch {
            places: Tensor::from_vec(numbers.collect(), [places.len(), 2]),
            labels: self.labels.gather(places),
        }
    }
}

fn network(normed: bool, momentum: f32, rng: &mut Rng) -> Sequential {
    let mut model = Sequential::new();
    let mut inputs = 2;
    for _ in 0..LAYERS {
        let dense = Linear::new(inputs, UNITS, Init::He, rng);
        model = if normed {
            let norm = BatchNorm::new(UNITS).momentum(momentum);
            model.push(dense.without_bias()).push(norm)
        } else {
            model.push(dense)
        };
        model = model.push(Activate(Activation::Relu));
        inputs = UNITS;
    }
    model.push(Linear::new(inputs, 2, Init::Xavier, rng))
}

/// The numbers of a tensor as the lab's tables.
fn rows(numbers: &Tensor) -> Rows {
    let rows = numbers.data().chunks_exact(UNITS);
    rows.map(|row| row.iter().map(|&x| f64::from(x)).collect())
        .collect()
}

impl Run {
    /// Fresh weights, the same for both.
    pub fn new(size: usize, rate: f64, momentum: f64, seed: u64) -> Self {
        let learn = Batch::made_up(LEARN, seed);
        let mut order: Vec<usize> = (0..LEARN).collect();
        let mut rng = nabla::rng(seed);
        order.shuffle(&mut rng);
        let network = |normed| network(normed, momentum as f32, &mut nabla::rng(seed));
        Run {
            batch: learn.gather(&order[..size]),
            learn,
            held: Batch::made_up(HELD, seed + 1000),
            plain: network(false),
            normed: network(true),
            optimizers: [0, 1].map(|_| Sgd::new(rate as f32)),
            rng,
            order,
            at: 0,
            size,
            seen: VecDeque::new(),
            losses: Vec::new(),
            steps: 0,
        }
    }

    /// From now on batches of this size.
    pub fn take(&mut self, size: usize) {
        self.size = size;
    }

    /// From now on this is the fraction of the new in what is remembered.
    pub fn remember(&mut self, momentum: f64) {
        for layer in 0..LAYERS {
            if let Some(norm) = self.normed.get_mut::<BatchNorm>(3 * layer + 1) {
                *norm = norm.clone().momentum(momentum as f32);
            }
        }
    }

    /// Both take a step on the same batch.
    pub fn step(&mut self) {
        if self.at + self.size > LEARN {
            self.order.shuffle(&mut self.rng);
            self.at = 0;
        }
        self.batch = self.learn.gather(&self.order[self.at..][..self.size]);
        self.at += self.size;
        let Batch { places, labels } = &self.batch;
        let mut losses = [0.0; 2];
        let mut batch = Vec::new();
        let models = [&mut self.plain, &mut self.normed];
        for (i, (model, optimizer)) in models.into_iter().zip(&mut self.optimizers).enumerate() {
            let grads = {
                let tape = Tape::training(&mut self.rng);
                let mut x = tape.constant(places.clone());
                for layer in 0..model.len() {
                    if i == 1 && layer % 3 == 1 {
                        batch.push(moments(&x.value()));
                    }
                    x = model[layer].forward(&tape, x);
                }
                let loss = x.softmax_cross_entropy(labels);
                losses[i] = f64::from(loss.item());
                loss.backward()
            };
            optimizer.step(model, &grads);
        }
        let running = (0..LAYERS).map(|layer| self.running(layer)).collect();
        self.seen.push_back(Seen { batch, running });
        if self.seen.len() > REMEMBERED {
            self.seen.pop_front();
        }
        self.steps += 1;
        self.losses.push(Losses {
            step: self.steps,
            without: losses[0],
            with: losses[1],
        });
    }

    fn norm(&self, layer: usize) -> &BatchNorm {
        let norm = self.normed.get(3 * layer + 1);
        norm.unwrap_or_else(|| unreachable!("the network has batch norm in every hidden layer"))
    }

    /// What a layer remembers.
    pub fn running(&self, layer: usize) -> Moments {
        let norm = self.norm(layer);
        let list = |t: Tensor| t.data().iter().map(|&x| f64::from(x)).collect();
        Moments {
            mean: list(norm.running_mean()),
            variance: list(norm.running_variance()),
        }
    }

    /// γ and β of a unit.
    pub fn learned(&self, layer: usize, unit: usize) -> [f64; 2] {
        let norm = self.norm(layer);
        [&norm.weight, &norm.bias].map(|param| f64::from(param.value().data()[unit]))
    }

    /// The sums of a layer for the last batch, as they come to batch norm. Nothing that is remembered moves: the layers
    /// before normalise by the batch, by the lab's own function.
    fn sums(&self, layer: usize, running: bool) -> Tensor {
        let tape = Tape::new();
        let mut x = tape.constant(self.batch.places.clone());
        for before in 0..layer {
            x = self.normed[3 * before].forward(&tape, x);
            x = match running {
                true => self.normed[3 * before + 1].forward(&tape, x),
                false => self.by_batch(before, x),
            };
            x = self.normed[3 * before + 2].forward(&tape, x);
        }
        self.normed[3 * layer].forward(&tape, x).value()
    }

    fn by_batch<'t>(&self, layer: usize, x: Var<'t>) -> Var<'t> {
        let y = self.normalise(layer, &x.value()).y;
        let numbers: Vec<f32> = y.iter().flatten().map(|&y| y as f32).collect();
        let shape = [y.len(), UNITS];
        x.tape().constant(Tensor::from_vec(numbers, shape))
    }

    /// By the batch's own statistics.
    fn normalise(&self, layer: usize, sums: &Tensor) -> norm::Normed {
        let (gamma, beta): (Vec<f64>, Vec<f64>) = (0..UNITS)
            .map(|unit| self.learned(layer, unit).into())
            .unzip();
        norm::forward(&rows(sums), &gamma, &beta, EPSILON)
    }

    /// A unit's sums for the last batch, and what batch norm makes of them: by the batch or by what is remembered.
    pub fn unit(&self, layer: usize, unit: usize, running: bool) -> [Vec<f64>; 2] {
        let sums = self.sums(layer, running);
        let column = |rows: &Rows| rows.iter().map(|row| row[unit]).collect();
        let y = match running {
            false => self.normalise(layer, &sums).y,
            true => {
                let tape = Tape::new();
                let y = self.norm(layer).forward(&tape, tape.constant(sums.clone()));
                rows(&y.value())
            }
        };
        [column(&rows(&sums)), column(&y)]
    }

    /// The loss on points that were held out: without batch norm; with it, by what is remembered.
    pub fn held(&self) -> [f64; 2] {
        [&self.plain, &self.normed].map(|model| {
            let tape = Tape::new();
            let logits = model.forward(&tape, tape.constant(self.held.places.clone()));
            f64::from(logits.softmax_cross_entropy(&self.held.labels).item())
        })
    }
}

/// Of every unit, by the lab's function.
fn moments(sums: &Tensor) -> Moments {
    let ones = [1.0; UNITS];
    let normed = norm::forward(&rows(sums), &ones, &ones, EPSILON);
    Moments {
        mean: normed.mean,
        variance: normed.variance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab07::norm::Running;

    #[test]
    fn what_is_remembered_is_what_the_lab_remembers() {
        let mut run = Run::new(8, 0.1, 0.1, 2);
        let mut running = Running::new(UNITS);
        for _ in 0..6 {
            let before = run.norm(0).running_mean();
            run.step();
            assert_ne!(before, run.norm(0).running_mean());
            let seen = run.seen.back().unwrap();
            // Eight rows that have this mean and this variance, as the lab takes them in.
            let Moments { mean, variance } = &seen.batch[0];
            let row = |i: usize| -> Vec<f64> {
                let side = if i.is_multiple_of(2) { 1.0 } else { -1.0 };
                let pairs = mean.iter().zip(variance);
                pairs.map(|(m, v)| m + side * v.sqrt()).collect()
            };
            running.see(&(0..8).map(row).collect::<Rows>(), 0.1);
            for (ours, theirs) in [
                (&running.mean, &seen.running[0].mean),
                (&running.variance, &seen.running[0].variance),
            ] {
                let pairs = ours.iter().zip(theirs);
                assert!(pairs.fold(0.0, |m: f64, (a, b)| m.max((a - b).abs())) < 1e-4);
            }
        }
    }

    #[test]
    fn one_look_by_the_batch_is_what_the_lab_and_nabla_make_of_it_and_moves_nothing() {
        let mut run = Run::new(16, 0.3, 0.1, 3);
        (0..20).for_each(|_| run.step());
        let before = run.running(2).mean;
        let [sums, y] = run.unit(2, 5, false);
        let [gamma, beta] = run.learned(2, 5);
        let mean = sums.iter().sum::<f64>() / 16.0;
        let variance = sums.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / 16.0;
        for (s, y) in sums.iter().zip(&y) {
            let hat = (s - mean) / (variance + EPSILON).sqrt();
            assert!((gamma * hat + beta - y).abs() < 1e-9);
        }
        assert_eq!(before, run.running(2).mean);
        // nabla's pass in training gives the same sums in the third layer.
        let tape = Tape::training(&mut nabla::rng(1));
        let mut x = tape.constant(run.batch.places.clone());
        for layer in 0..7 {
            x = run.normed[layer].forward(&tape, x);
        }
        let nablas = rows(&x.value());
        for (row, sum) in nablas.iter().zip(&sums) {
            assert!((row[5] - sum).abs() < 1e-3 * (1.0 + sum.abs()));
        }
    }

    #[test]
    fn one_look_by_what_is_remembered_is_nablas_pass_in_use() {
        let mut run = Run::new(16, 0.3, 0.1, 3);
        (0..20).for_each(|_| run.step());
        let tape = Tape::new();
        let mut x = tape.constant(run.batch.places.clone());
        for layer in 0..8 {
            x = run.normed[layer].forward(&tape, x);
        }
        let [_, y] = run.unit(2, 5, true);
        let nablas: Vec<f64> = rows(&x.value()).iter().map(|row| row[5]).collect();
        assert_eq!(y, nablas);
    }

    #[test]
    fn at_a_rate_of_3_only_the_network_with_batch_norm_learns() {
        for seed in 1..=3 {
            let mut run = Run::new(32, 3.0, 0.1, seed);
            (0..400).for_each(|_| run.step());
            let [without, with] = run.held();
            assert!(with < 0.4, "seed {seed}: {with}");
            assert!(without.is_nan() || without > 0.6, "seed {seed}: {without}");
        }
    }

    #[test]
    fn small_batches_jitter() {
        let spread = |size: usize| {
            let mut run = Run::new(size, 0.1, 0.1, 1);
            (0..100).for_each(|_| run.step());
            // From step to step, in the unit's own standard deviations.
            let seen: Vec<[f64; 2]> = run
                .seen
                .iter()
                .skip(50)
                .map(|s| {
                    let (batch, running) = (&s.batch[0], &s.running[0]);
                    [batch.mean[0], running.variance[0].sqrt()]
                })
                .collect();
            let leaps = seen
                .windows(2)
                .map(|w| ((w[1][0] - w[0][0]) / w[0][1]).powi(2));
            (leaps.sum::<f64>() / 49.0).sqrt()
        };
        assert!(spread(4) > 2.0 * spread(64));
    }
}
