//! Short films: a digit that moves, and in which direction.

use datasets::Images;
use nabla::rnn::{Lstm, Recurrent};
use nabla::{
    Activation, Conv2d, Flatten, Init, Labels, Linear, MaxPool2d, Module, Padding, Rng, Sequential,
    Tape, Tensor, Var, Window,
};
use rand::RngExt;
use trainer::{Recipe, Rule, Training};

/// Rows and columns of a frame.
pub const SIDE: usize = 16;
/// Frames of a film.
pub const FRAMES: usize = 8;
/// Right, left, down, up: the step (down, right) of each.
pub const DIRECTIONS: [(&str, i32, i32); 4] = [
    ("right", 0, 1),
    ("left", 0, -1),
    ("down", 1, 0),
    ("up", -1, 0),
];

/// Films, and in which direction something moves in each.
pub struct Films {
    /// `[N, T, H, W]`.
    pub frames: Tensor,
    /// Numbers of [`DIRECTIONS`].
    pub directions: Vec<u8>,
}

impl Films {
    // ANCHOR: films
    /// A digit of 8 × 8 pixels begins anywhere, and moves by one or two pixels a frame. What leaves at one edge comes in at
    /// the opposite one: so no place says anything about the direction. There is noise on every pixel.
    pub fn draw(digits: &Images, count: usize, seed: u64) -> Self {
        let mut rng = nabla::rng(seed);
        let (mut frames, mut directions) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let digit = digits.image(rng.random_range(0..digits.len()));
            let direction = rng.random_range(0..DIRECTIONS.len());
            let (_, down, right) = DIRECTIONS[direction];
            let speed = rng.random_range(1..=2);
            let (top, left) = (rng.random_range(0..16), rng.random_range(0..16));
            for t in 0..FRAMES as i32 {
                let mut frame = vec![0.0; SIDE * SIDE];
                for ((y, x), ink) in digit.indexed_iter() {
                    let row = (top + y as i32 + t * speed * down).rem_euclid(16) as usize;
                    let column = (left + x as i32 + t * speed * right).rem_euclid(16) as usize;
                    frame[row * SIDE + column] = *ink;
                }
                let noisy = |ink: f32| ink + rng.random_range(-0.15..0.15);
                frames.extend(frame.into_iter().map(noisy));
            }
            directions.push(direction as u8);
        }
        Films {
            frames: Tensor::from_vec(frames, [count, FRAMES, SIDE, SIDE]),
            directions,
        }
    }
    // ANCHOR_END: films

    /// The same, last frame first. What moved to the right moves to the left.
    pub fn backwards(&self) -> Self {
        let frame = SIDE * SIDE;
        let films = self.frames.data().chunks_exact(FRAMES * frame);
        let turned = films.flat_map(|film| film.chunks_exact(frame).rev().flatten().copied());
        Films {
            frames: Tensor::from_vec(turned.collect(), self.frames.dims()),
            directions: self.directions.iter().map(|d| d ^ 1).collect(),
        }
    }
}

/// How a network watches a film.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// One frame, in the middle.
    One,
    /// What the convolutions make of each frame, averaged over the frames.
    Mean,
    /// The same handed to an LSTM, frame after frame.
    Lstm,
}

/// Convolutions that look at each frame alone, then something that looks at all frames.
pub struct Watcher {
    watching: Watching,
    /// `[N·T, 16, 16, 1]` → `[N·T, 32]`.
    eye: Sequential,
    lstm: Option<Lstm>,
    hidden: Option<Linear>,
    output: Linear,
}
nabla::parts!(Watcher {
    eye,
    lstm,
    hidden,
    output
});

/// Numbers that are left of a frame, and of a film.
const HIDDEN: usize = 32;

impl Watcher {
    /// With random weights.
    pub fn new(watching: Watching, rng: &mut Rng) -> Self {
        let (window, relu) = (Window::new(3).padding(Padding::Same), Activation::Relu);
        let mut eye = Sequential::new();
        for (inputs, outputs) in [(1, 8), (8, 16)] {
            let conv = Conv2d::new(inputs, outputs, window, Init::He, rng);
            let pool = MaxPool2d::new(Window::new(2).stride(2));
            eye = eye.push(conv.activation(relu)).push(pool);
        }
        let remembers = watching == Watching::Lstm;
        let mut dense = |inputs| Linear::new(inputs, HIDDEN, Init::He, rng).activation(relu);
        Watcher {
            watching,
            eye: eye.push(Flatten).push(dense(16 * 16)),
            hidden: (!remembers).then(|| dense(HIDDEN)),
            lstm: remembers.then(|| Lstm::new(HIDDEN, HIDDEN, rng)),
            output: Linear::new(HIDDEN, DIRECTIONS.len(), Init::Xavier, rng),
        }
    }

    // ANCHOR: watch
    /// Logits of films `[N, T, H, W]`: `[N, T, 4]` after each frame from an LSTM, else `[N, 1, 4]`. To the convolutions a
    /// film is T pictures.
    pub fn forward<'t>(&self, tape: &'t Tape, films: &Tensor) -> Var<'t> {
        let [n, t, height, width] = *films.dims() else {
            panic!("films are [N, T, H, W], not {:?}", films.dims())
        };
        let frames = tape.constant(films.reshape([n * t, height, width, 1]));
        let seen = self.eye.forward(tape, frames).reshape([n, t, HIDDEN]);
        let film = match (self.watching, &self.lstm) {
            (_, Some(lstm)) => lstm.run(tape, seen, None, None).outputs,
            (Watching::One, _) => seen.slice(1, t / 2..t / 2 + 1),
            _ => seen.mean_axis(1),
        };
        let film = match &self.hidden {
            Some(hidden) => hidden.forward(tape, film),
            None => film,
        };
        self.output.forward(tape, film)
    }
    // ANCHOR_END: watch
}

/// 50 films a step, Adam with a rate that falls along half a cosine.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(0.005).cosine(), 50, epochs).seed(seed)
}

/// Shows every film once; an LSTM is asked after every frame. `after` gets the loss of each step. Returns their mean.
pub fn epoch(training: &mut Training<Watcher>, films: &Films, mut after: impl FnMut(f32)) -> f32 {
    let is_asked_often = training.model.watching == Watching::Lstm;
    let answers = if is_asked_often { FRAMES } else { 1 };
    training.epoch(
        |places, _| {
            let of = |&i: &usize| [films.directions[i]].repeat(answers);
            let labels: Vec<u8> = places.iter().flat_map(of).collect();
            let labels = Labels::new(&labels, DIRECTIONS.len());
            (films.frames.gather_rows(places), labels)
        },
        |model, tape, (frames, labels)| model.forward(tape, &frames).softmax_cross_entropy(&labels),
        |_, loss| after(loss),
    )
}

/// The share of films whose direction is told rightly after each frame, or once.
pub fn right(model: &Watcher, films: &Films) -> Vec<f64> {
    let tape = Tape::new();
    let answers = model.forward(&tape, &films.frames).value().argmax(2);
    let each = answers.len() / films.directions.len();
    let at = |t: usize| {
        let said = answers.as_slice().iter().skip(t).step_by(each);
        let pairs = said.zip(&films.directions);
        let right = pairs.filter(|(said, truth)| **said == u32::from(**truth));
        right.count() as f64 / films.directions.len() as f64
    };
    (0..each).map(at).collect()
}
