//! A wave behind noise: what comes next, and what comes after that.

use datasets::synthetic::{Waves, waves};
use nabla::rnn::{Lstm, Memory, Recurrent};
use nabla::{Init, Linear, Module, Rng, Tape, Tensor, Var};
use std::ops::Range;
use trainer::{Learner, Rule};

/// How many steps a turn of a wave takes: drawn anew for each.
pub const PERIODS: Range<f32> = 12.0..24.0;
/// The standard deviation of the noise on every measurement.
pub const NOISE: f32 = 0.2;

// ANCHOR: model
/// An LSTM that gets one number a step, and says the next.
pub struct Forecast {
    lstm: Lstm,
    output: Linear,
}

nabla::parts!(Forecast { lstm, output });

impl Forecast {
    /// Fresh weights, with a memory of `hidden` numbers.
    pub fn new(hidden: usize, rng: &mut Rng) -> Self {
        Forecast {
            lstm: Lstm::new(1, hidden, rng),
            output: Linear::new(hidden, 1, Init::Xavier, rng),
        }
    }

    /// Measurements `[N, T, 1]` become forecasts `[N·T, 1]`, row after row: at each step the
    /// next measurement.
    pub fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let shown = self.lstm.run(tape, x, None, None).outputs;
        let steps = shown.shape().size() / self.lstm.hidden();
        self.output
            .forward(tape, shown.reshape([steps, self.lstm.hidden()]))
    }
}
// ANCHOR_END: model

/// Waves a step of training.
const BATCH: usize = 32;
/// Measurements of each.
const LENGTH: usize = 60;
/// Adam's rate at the beginning.
const RATE: f32 = 0.01;

/// Trains on new waves at every step. Only measurements are shown, also as what should have been said: nobody knows the
/// wave behind them. Calls `after` with each step's mean squared error.
pub fn train(model: &mut Forecast, steps: usize, seed: u64, mut after: impl FnMut(f32)) {
    let mut learner = Learner::new(Rule::adam(RATE).cosine(), steps).clip(1.0);
    for step in 0..steps {
        let measured = waves(BATCH, LENGTH + 1, PERIODS, NOISE, seed + step as u64).noisy;
        let part = |from: usize| -> Vec<f32> {
            let rows = measured.rows().into_iter();
            rows.flat_map(|row| row.to_vec()[from..from + LENGTH].to_vec())
                .collect()
        };
        let truth = Tensor::from_vec(part(1), [BATCH * LENGTH, 1]);
        let loss = learner.learn(model, Tape::new(), |model, tape| {
            let x = tape.constant(Tensor::from_vec(part(0), [BATCH, LENGTH, 1]));
            model.forward(tape, x).mse(&truth)
        });
        after(loss.item());
    }
}

/// Waves to test on, `[N, length]`; no training begins with such a seed.
pub fn test_waves(n: usize, length: usize) -> Waves {
    waves(n, length, PERIODS, NOISE, u64::MAX)
}

// ANCHOR: run
/// For each wave `measured.len()` forecasts, each from all measurements up to there; then `further` more, for which the
/// network takes its own last forecast for a measurement.
pub fn run(model: &Forecast, measured: &[f32], further: usize) -> Vec<f32> {
    let mut said = Vec::with_capacity(measured.len() + further);
    let mut memory: Option<Memory> = None;
    for step in 0..measured.len() + further {
        let x = measured.get(step).copied().or(said.last().copied());
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(x.into_iter().collect(), [1, 1]));
        let state = model
            .lstm
            .step(&tape, x, memory.map(|memory| memory.on(&tape)));
        said.push(model.output.forward(&tape, state.hidden).item());
        memory = Some(state.detach());
    }
    said
}
// ANCHOR_END: run

/// The root of the mean of squared differences.
pub fn error(pairs: impl IntoIterator<Item = (f32, f32)>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (a, b) in pairs {
        sum += f64::from(a - b).powi(2);
        count += 1.0;
    }
    (sum / f64::max(count, 1.0)).sqrt()
}

/// 2 cos ω, from three values of a wave without noise: y(t + 1) = 2 cos ω·y(t) − y(t − 1), exactly.
pub fn turn(clean: &[f32]) -> f64 {
    let all = clean.windows(3);
    // Where the wave is highest the quotient is least disturbed by rounding.
    let best = all.max_by(|a, b| a[1].abs().total_cmp(&b[1].abs()));
    best.map_or(f64::NAN, |w| {
        (f64::from(w[0]) + f64::from(w[2])) / f64::from(w[1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns_to_say_what_comes_next() {
        let mut model = Forecast::new(16, &mut nabla::rng(1));
        let mut losses = Vec::new();
        train(&mut model, 60, 1, |loss| losses.push(loss));
        let late = losses[50..].iter().sum::<f32>() / 10.0;
        assert!(late < 0.5 * losses[0], "{} {late}", losses[0]);
    }

    #[test]
    fn step_by_step_it_says_what_it_says_at_once_and_then_goes_on() {
        let model = Forecast::new(5, &mut nabla::rng(2));
        let measured = [0.3, -0.2, 0.9, 1.1];
        let said = run(&model, &measured, 2);
        let tape = Tape::new();
        let fed = [0.3, -0.2, 0.9, 1.1, said[3], said[4]];
        let x = tape.constant(Tensor::from_slice(&fed, [1, 6, 1]));
        let at_once = model.forward(&tape, x).value();
        assert_eq!(said.len(), 6);
        assert!(
            said.iter()
                .zip(at_once.data())
                .all(|(a, b)| (a - b).abs() < 1e-5)
        );
    }

    #[test]
    fn the_rule_of_a_sine() {
        let clean = test_waves(1, 40).clean;
        let wave = clean.row(0).to_vec();
        let turn = turn(&wave);
        let next = |w: &[f32]| (turn * f64::from(w[1]) - f64::from(w[0])) as f32;
        assert!(error(wave.windows(3).map(|w| (next(w), w[2]))) < 1e-3);
        assert!((error([(1.0, 0.0), (3.0, 3.0)]) - 0.5_f64.sqrt()).abs() < 1e-12);
    }
}
