//! An LSTM for the same task: it learns by gradient descent what the reservoir only reads off.

use super::forecast::deviation;
use nabla::rnn::{Lstm, Memory, Recurrent};
use nabla::{Init, Linear, Module, Rng, Tape, Tensor};
use nalgebra::DMatrix;
use rand::RngExt;
use trainer::{Learner, Rule};

/// Sequences of a batch, and the steps of each.
const BATCH: usize = 16;
const STEPS: usize = 50;

/// From the points of a moment to the change until the next.
pub struct Forecast {
    memory: Lstm,
    output: Linear,
    /// The wave's standard deviation, and that of its change in a step: the network sees both as 1.
    scales: [f64; 2],
}

nabla::parts!(Forecast { memory, output });

impl Forecast {
    /// Fresh weights for this series `[points, steps]`.
    pub fn new(series: &DMatrix<f64>, hidden: usize, rng: &mut Rng) -> Forecast {
        let (points, steps) = series.shape();
        let change = series.columns(1, steps - 1) - series.columns(0, steps - 1);
        Forecast {
            memory: Lstm::new(points, hidden, rng),
            output: Linear::new(hidden, points, Init::Xavier, rng),
            scales: [deviation(series), deviation(&change)],
        }
    }

    // ANCHOR: learn
    /// Learns from windows of the series, so many batches of them; `seen` gets the loss of each.
    pub fn learn(
        &mut self,
        series: &DMatrix<f64>,
        batches: usize,
        rng: &mut Rng,
        mut seen: impl FnMut(f32),
    ) {
        let mut learner = Learner::new(Rule::adam(4e-3).one_cycle(0.1), batches).clip(1.0);
        let [wave, change] = self.scales;
        for _ in 0..batches {
            let (mut inputs, mut targets) = (Vec::new(), Vec::new());
            for _ in 0..BATCH {
                let from = rng.random_range(0..series.ncols() - STEPS);
                let (now, next) = (series.columns(from, STEPS), series.columns(from + 1, STEPS));
                inputs.extend(now.iter().map(|u| (u / wave) as f32));
                targets.extend((next - now).iter().map(|d| (d / change) as f32));
            }
            let shape = [BATCH, STEPS, series.nrows()];
            let [inputs, targets] = [inputs, targets].map(|x| Tensor::from_vec(x, shape));
            let loss = learner.learn(self, Tape::new(), |model, tape| {
                let said = model.memory.forward(tape, tape.constant(inputs));
                model.output.forward(tape, said).mse(&targets)
            });
            seen(loss.item());
        }
    }
    // ANCHOR_END: learn

    /// As the reservoir's: hears the past, `[points, steps]`, then goes on alone.
    pub fn forecast(&self, past: &DMatrix<f64>, steps: usize) -> DMatrix<f64> {
        let mut memory: Option<Memory> = None;
        let mut next = |u: &[f64]| -> Vec<f64> {
            let tape = Tape::new();
            let heard = u.iter().map(|u| (u / self.scales[0]) as f32).collect();
            let heard = tape.constant(Tensor::from_vec(heard, [1, 1, u.len()]));
            let before = memory.as_ref().map(|memory| memory.on(&tape));
            let run = self.memory.run(&tape, heard, before, None);
            let change = self.output.forward(&tape, run.last).value();
            memory = Some(run.state().detach());
            let pair = u.iter().zip(change.data());
            pair.map(|(u, d)| u + self.scales[1] * f64::from(*d))
                .collect()
        };
        let mut u = Vec::new();
        past.column_iter().for_each(|now| u = next(now.as_slice()));
        let mut said = DMatrix::zeros(past.nrows(), steps);
        for mut column in said.column_iter_mut() {
            column.copy_from_slice(&u);
            u = next(&u);
        }
        said
    }
}
