//! A network that reads digits, made to judge drawings: how sure it is, what it reads, and what it sees before it
//! decides.

use crate::frechet::frechet;
use crate::neighbours::{Balls, NEIGHBOURS};
use nabla::{
    Activation, Conv2d, Device, Flatten, Init, Linear, MaxPool2d, Module, Rng, Row, Sequential,
    Shape, Tape, Tensor, Var, Window,
};
use trainer::{Examples, Recipe, Rule, Training, outputs};

/// The digits, or what else there is to name.
const CLASSES: usize = 10;
/// Numbers that the judge's last layer reads from.
const FEATURES: usize = 100;

// ANCHOR: judge
/// Lab 6's `cnn1`, cut before its last layer, so that one can see what that layer sees.
pub struct Judge {
    body: Sequential,
    head: Linear,
}

nabla::parts!(Judge { body, head });

impl Judge {
    /// One with fresh weights.
    pub fn new(rng: &mut Rng) -> Self {
        let relu = Activation::Relu;
        Judge {
            body: Sequential::new()
                .push(Conv2d::new(1, 32, Window::new(3), Init::He, rng).activation(relu))
                .push(MaxPool2d::new(Window::new(2).stride(2)))
                .push(Flatten)
                .push(Linear::new(13 * 13 * 32, FEATURES, Init::He, rng).activation(relu)),
            head: Linear::new(FEATURES, CLASSES, Init::Xavier, rng),
        }
    }

    /// Learns to read, as lab 6's recipe says, in so many epochs. `after` gets the loss of each step. The examples are
    /// pictures, `[N, 28, 28, 1]`.
    pub fn learn(
        train: &Examples,
        epochs: usize,
        seed: u64,
        device: &Device,
        mut after: impl FnMut(f32),
    ) -> Self {
        let recipe = Recipe::new(Rule::momentum(0.01, 0.9).cosine(), 32, epochs).seed(seed);
        let judge = Judge::new(&mut nabla::rng(seed));
        let mut training = Training::new(judge, &recipe, train.len(), device);
        for _ in 0..epochs {
            training.classify(train, &mut after);
        }
        nabla::move_to(&mut training.model, &Device::Cpu);
        training.model
    }
}
// ANCHOR_END: judge

/// What the judge says about pictures.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// What the last layer reads from, `[N, 100]`.
    pub features: Tensor,
    /// How sure it is of each class, `[N, 10]`.
    pub beliefs: Tensor,
}

impl Judge {
    // ANCHOR: verdict
    /// What it says about pictures, `[N, 28, 28, 1]` or `[N, 784]`.
    pub fn verdict(&self, pictures: &Tensor) -> Verdict {
        let pictures = pictures.reshape([pictures.dims()[0], 28, 28, 1]);
        let features = outputs(&self.body, &pictures);
        let tape = Tape::new();
        let logits = self.head.forward(&tape, tape.constant(features.clone()));
        Verdict {
            features,
            beliefs: logits.softmax().value(),
        }
    }
    // ANCHOR_END: verdict
}

impl Module for Judge {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let seen = self.body.forward(tape, x);
        self.head.forward(tape, seen)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let seen = self.body.describe(input, rows);
        self.head.describe(seen, rows)
    }
}

impl Verdict {
    /// How many pictures.
    pub fn len(&self) -> usize {
        self.beliefs.dims()[0]
    }

    /// None at all?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    // ANCHOR: digits
    /// The digit read in each picture, and how sure the judge is of it.
    pub fn digits(&self) -> Vec<(usize, f32)> {
        let rows = self.beliefs.data().chunks_exact(CLASSES);
        rows.map(|row| {
            let best = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            best.map_or((0, 0.0), |(digit, &sure)| (digit, sure))
        })
        .collect()
    }
    // ANCHOR_END: digits
}

// ANCHOR: score
/// What a set of drawings is worth. No number of it says enough alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// How sure the judge is of what it reads, on average.
    pub confidence: f64,
    /// The share of each digit among what it reads.
    pub shares: [f64; CLASSES],
    /// The share of drawings that lie among real pictures.
    pub precision: f64,
    /// The share of real pictures with a drawing near.
    pub coverage: f64,
    /// How far apart drawings and real pictures are as a whole.
    pub frechet: f64,
}

impl Score {
    /// The share of the digit that is drawn least.
    pub fn smallest_share(&self) -> f64 {
        self.shares.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

/// A judge, and the real pictures that drawings are compared with.
pub struct Jury {
    /// Who reads.
    pub judge: Judge,
    balls: Balls,
    real: Tensor,
}

impl Jury {
    /// The real pictures, `[N, 28, 28, 1]`, as the judge sees them. To compare two sets of drawings, take as many
    /// of each as there are pictures here: coverage grows with the number of drawings.
    ///
    /// # Panics
    /// If there are fewer than six.
    pub fn new(judge: Judge, real: &Tensor) -> Self {
        let real = judge.verdict(real).features;
        let balls = Balls::around(&real, NEIGHBOURS);
        Jury { judge, balls, real }
    }

    /// The score of drawings, `[N, 28, 28, 1]` or `[N, 784]`.
    pub fn score(&self, drawings: &Tensor) -> Score {
        let verdict = self.judge.verdict(drawings);
        let count = verdict.len() as f64;
        let (mut sure, mut shares) = (0.0, [0.0; CLASSES]);
        for (digit, how_sure) in verdict.digits() {
            sure += f64::from(how_sure);
            shares[digit] += 1.0 / count;
        }
        let overlap = self.balls.overlap(&verdict.features, NEIGHBOURS);
        Score {
            confidence: sure / count,
            shares,
            precision: overlap.precision,
            coverage: overlap.coverage,
            frechet: frechet(&self.real, &verdict.features),
        }
    }
}
// ANCHOR_END: score
