//! Pictures in place of numbers: an LSTM whose products are convolutions (Shi and others, 2015).

use datasets::synthetic::moving_squares;
use nabla::{Conv2d, Init, Module, Padding, Rng, Tape, Tensor, Var, Window};
use ndarray::Array4;
use trainer::{Learner, Rule};

/// The side of a frame, and of the square that moves on it.
pub const SIDE: usize = 10;
/// The side of the square.
pub const SQUARE: usize = 3;
/// Frames of a film.
pub const FRAMES: usize = 12;
/// Pixels of a frame.
pub const PIXELS: usize = SIDE * SIDE;

// ANCHOR: cell
/// What is remembered at every pixel: h and c, `[N, SIDE, SIDE, channels]`.
pub type State<'t> = (Var<'t>, Var<'t>);

/// An LSTM over pictures, and a picture as its answer.
pub struct ConvLstm {
    gates: Conv2d,
    output: Conv2d,
    channels: usize,
    memory: bool,
}

nabla::parts!(ConvLstm { gates, output });

impl ConvLstm {
    /// Fresh weights, with so many channels of memory.
    pub fn new(channels: usize, rng: &mut Rng) -> Self {
        let window = Window::new(3).padding(Padding::Same);
        ConvLstm {
            gates: Conv2d::new(1 + channels, 4 * channels, window, Init::Xavier, rng),
            output: Conv2d::new(channels, 1, window, Init::Xavier, rng),
            channels,
            memory: true,
        }
    }

    /// The same network, which forgets everything after each frame.
    pub fn without_memory(mut self) -> Self {
        self.memory = false;
        self
    }

    /// One frame, `[N, SIDE, SIDE, 1]`: the next state. Where an LSTM has x·W_x + h·W_h, here is one
    /// convolution over the channels of x and h together.
    pub fn cell<'t>(&self, tape: &'t Tape, x: Var<'t>, (h, c): State<'t>) -> State<'t> {
        let sums = self.gates.forward(tape, Var::concat(&[x, h], 3));
        let gate = |k: usize| sums.slice(3, k * self.channels..(k + 1) * self.channels);
        let (input, forget) = (gate(0).sigmoid(), (gate(1) + 1.0).sigmoid());
        let (candidate, output) = (gate(2).tanh(), gate(3).sigmoid());
        let c = forget * c + input * candidate;
        (output * c.tanh(), c)
    }
    // ANCHOR_END: cell

    /// The logits of the next frame's pixels, for one frame after the other.
    fn step<'t>(
        &self,
        tape: &'t Tape,
        x: Var<'t>,
        state: Option<State<'t>>,
    ) -> (Var<'t>, State<'t>) {
        let n = x.shape().dims()[0];
        let zeros = || tape.constant(Tensor::zeros([n, SIDE, SIDE, self.channels]));
        let state = state.filter(|_| self.memory);
        let state = self.cell(tape, x, state.unwrap_or_else(|| (zeros(), zeros())));
        (self.output.forward(tape, state.0), state)
    }

    // ANCHOR: films
    /// For each frame of the films `[N, T, SIDE, SIDE]` the logits of the next one's pixels, of the same shape.
    pub fn forward<'t>(&self, tape: &'t Tape, films: &Tensor) -> Var<'t> {
        let [n, frames] = [0, 1].map(|axis| films.dims()[axis]);
        let films = tape.constant(films.reshape([n, frames, SIDE, SIDE, 1]));
        let mut state = None;
        let mut all = Vec::with_capacity(frames);
        for t in 0..frames {
            let (logits, next) = self.step(tape, films.select(1, t), state);
            state = Some(next);
            all.push(logits.reshape([n, SIDE, SIDE]));
        }
        Var::stack(&all, 1)
    }
    // ANCHOR_END: films
}

/// Films a step of training.
const BATCH: usize = 8;
/// Adam's rate at the beginning.
const RATE: f32 = 0.03;

/// Films, `[N, frames, SIDE, SIDE]`.
pub fn films(n: usize, frames: usize, seed: u64) -> Tensor {
    let films: Array4<f32> = moving_squares(n, frames, SIDE, SQUARE, seed);
    Tensor::from(films.into_dyn())
}

/// Frames `from` to `from + count` of each film.
pub fn frames(films: &Tensor, from: usize, count: usize) -> Tensor {
    let tape = Tape::new();
    tape.constant(films.clone())
        .slice(1, from..from + count)
        .value()
}

/// Trains on new films at every step. Calls `after` with each step's loss.
pub fn train(model: &mut ConvLstm, steps: usize, seed: u64, mut after: impl FnMut(f32)) {
    let mut learner = Learner::new(Rule::adam(RATE).cosine(), steps).clip(1.0);
    for step in 0..steps {
        let films = films(BATCH, FRAMES, seed + step as u64);
        let (seen, truth) = (frames(&films, 0, FRAMES - 1), frames(&films, 1, FRAMES - 1));
        let loss = learner.learn(model, Tape::new(), |model, tape| {
            model.forward(tape, &seen).sigmoid_cross_entropy(&truth)
        });
        after(loss.item());
    }
}

/// How well frames were predicted, by how many of the film had been seen: 1, 2, …
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The share of frames in which every pixel is on its right side of one half.
    pub right: Vec<f64>,
    /// The mean squared error of a pixel.
    pub error: Vec<f64>,
}

/// Predicted pixels, 0 to 1, and true ones, both `[N, T, H, W]`.
pub fn score(predicted: &Tensor, truth: &Tensor) -> Score {
    let [n, steps] = [0, 1].map(|axis| truth.dims()[axis]);
    let frame = |all: &Tensor, i: usize, t: usize| -> Vec<f32> {
        all.data()[(i * steps + t) * PIXELS..][..PIXELS].to_vec()
    };
    let mut score = Score {
        right: vec![0.0; steps],
        error: vec![0.0; steps],
    };
    for i in 0..n {
        for t in 0..steps {
            let pairs = || frame(predicted, i, t).into_iter().zip(frame(truth, i, t));
            let all = pairs().all(|(p, y)| (p > 0.5) == (y > 0.5));
            score.right[t] += f64::from(u8::from(all)) / n as f64;
            let squares: f64 = pairs().map(|(p, y)| f64::from(p - y).powi(2)).sum();
            score.error[t] += squares / (n * PIXELS) as f64;
        }
    }
    score
}

/// What the network predicts for each frame of films.
pub fn predict(model: &ConvLstm, films: &Tensor) -> Tensor {
    let tape = Tape::new();
    model.forward(&tape, films).sigmoid().value()
}

// ANCHOR: go_on
/// Goes on for `further` frames after the film `[1, T, H, W]`: what it predicts, with every pixel black or white, is
/// the next frame it sees. `[further, H·W]`, before pixels were made black or white.
pub fn go_on(model: &ConvLstm, film: &Tensor, further: usize) -> Vec<Vec<f32>> {
    let tape = Tape::new();
    let seen = film.dims()[1];
    let (mut state, mut next) = (None, Vec::new());
    let mut predicted = Vec::with_capacity(further);
    for t in 0..seen + further - 1 {
        let pixels = match film.data().get(t * PIXELS..(t + 1) * PIXELS) {
            Some(pixels) => pixels.to_vec(),
            None => black_or_white(&next),
        };
        let x = tape.constant(Tensor::from_vec(pixels, [1, SIDE, SIDE, 1]));
        let (logits, after) = model.step(&tape, x, state);
        state = Some(after);
        next = logits.sigmoid().value().data().to_vec();
        if t + 1 >= seen {
            predicted.push(next.clone());
        }
    }
    predicted
}
// ANCHOR_END: go_on

fn black_or_white(pixels: &[f32]) -> Vec<f32> {
    let step = |&p: &f32| if p > 0.5 { 1.0 } else { 0.0 };
    pixels.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the cell with loops over pixels, channels and the window.
    #[test]
    fn the_cell_is_that_of_the_paper() {
        let model = ConvLstm::new(2, &mut nabla::rng(3));
        let mut rng = nabla::rng(4);
        let mut random = |channels: usize| Tensor::normal([1, SIDE, SIDE, channels], &mut rng);
        let (x, h, c) = (random(1), random(2), random(2));
        let tape = Tape::new();
        let state = (tape.constant(h.clone()), tape.constant(c.clone()));
        let (new_h, new_c) = model.cell(&tape, tape.constant(x.clone()), state);
        let weight = model.gates.weight.value();
        let sigmoid = |s: f64| 1.0 / (1.0 + (-s).exp());
        let sum = |row: i32, column: i32, gate: usize| -> f64 {
            let mut sum = 0.0;
            for (dy, dx) in (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dy, dx))) {
                let (y, x_) = (row + dy, column + dx);
                if !(0..SIDE as i32).contains(&y) || !(0..SIDE as i32).contains(&x_) {
                    continue;
                }
                let at = [0, y as usize, x_ as usize];
                for channel in 0..3 {
                    let value = match channel {
                        0 => x.at(&[at[0], at[1], at[2], 0]),
                        k => h.at(&[at[0], at[1], at[2], k - 1]),
                    };
                    let w = weight.at(&[(dy + 1) as usize, (dx + 1) as usize, channel, gate]);
                    sum += f64::from(value) * f64::from(w);
                }
            }
            sum
        };
        for (row, column) in [(0, 0), (4, 7), (9, 3)] {
            for k in 0..2 {
                let at = [0, row as usize, column as usize, k];
                let [i, f, g, o] = [0, 2, 4, 6].map(|gate| sum(row, column, gate + k));
                let cell = sigmoid(f + 1.0) * f64::from(c.at(&at)) + sigmoid(i) * g.tanh();
                let hidden = sigmoid(o) * cell.tanh();
                assert!((f64::from(new_c.value().at(&at)) - cell).abs() < 1e-5);
                assert!((f64::from(new_h.value().at(&at)) - hidden).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn the_last_frame_again_is_never_right() {
        let films = films(20, 5, 1);
        let (seen, truth) = (frames(&films, 0, 4), frames(&films, 1, 4));
        let score_again = score(&seen, &truth);
        assert_eq!(score_again.right, [0.0; 4]);
        assert!(score_again.error.iter().all(|&e| e > 0.04 && e < 0.2));
        let perfect = score(&truth, &truth);
        assert!((perfect.right[3] - 1.0).abs() < 1e-12 && perfect.error[0] == 0.0);
    }

    #[test]
    fn training_lowers_the_loss_and_memory_is_what_tells_them_apart() {
        let mut model = ConvLstm::new(3, &mut nabla::rng(1));
        let mut losses = Vec::new();
        train(&mut model, 12, 1, |loss| losses.push(loss));
        assert!(losses[11] < 0.7 * losses[0], "{losses:?}");
        // Two films that agree in their last frame alone.
        let all = films(1, 2, 3);
        let last = frames(&all, 1, 1);
        let twice = Tensor::from_vec([last.data(), last.data()].concat(), [1, 2, SIDE, SIDE]);
        let says = |model: &ConvLstm, film: &Tensor| predict(model, film).data()[PIXELS..].to_vec();
        assert_ne!(says(&model, &all), says(&model, &twice));
        let model = model.without_memory();
        assert_eq!(says(&model, &all), says(&model, &twice));
    }

    #[test]
    fn going_on_begins_with_what_it_predicts() {
        let model = ConvLstm::new(3, &mut nabla::rng(1));
        let film = films(1, 4, 9);
        let ahead = go_on(&model, &film, 3);
        assert_eq!((ahead.len(), ahead[2].len()), (3, PIXELS));
        let first = predict(&model, &film).data()[3 * PIXELS..].to_vec();
        let far = ahead[0]
            .iter()
            .zip(&first)
            .any(|(a, b)| (a - b).abs() > 1e-6);
        assert!(!far);
    }
}
