//! Two models with two parameters each: their losses are landscapes that can be drawn, and nabla's
//! own optimisers walk on them.

use nabla::optim::{Adadelta, Adam, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
use nabla::{Module, Param, Tape, Tensor, Var};

use crate::bowl::Point;

/// Which of the two landscapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landscape {
    /// y = W·x + b on four points: a long straight valley.
    Line,
    /// y = q·tanh(p·x), two weights in a row, the smallest deep network: a bent valley.
    Bend,
}

impl Landscape {
    /// The inputs.
    pub fn x(self) -> Vec<f64> {
        match self {
            Self::Line => vec![1.0, 2.0, 3.0, 4.0],
            Self::Bend => (-10..=10).map(|i| f64::from(i) / 5.0).collect(),
        }
    }

    /// The targets: what the model says at [`bottom`](Self::bottom).
    pub fn y(self) -> Vec<f64> {
        self.x()
            .into_iter()
            .map(|x| self.predict(self.bottom(), x))
            .collect()
    }

    /// The parameters whose loss is 0.
    pub fn bottom(self) -> Point {
        match self {
            Self::Line => [-1.0, 1.0],
            Self::Bend => [0.8, 1.5],
        }
    }

    /// Where the walks begin.
    pub fn start(self) -> Point {
        match self {
            Self::Line => [0.3, -0.3],
            Self::Bend => [2.5, -0.5],
        }
    }

    fn predict(self, [p, q]: Point, x: f64) -> f64 {
        match self {
            Self::Line => p * x + q,
            Self::Bend => q * (p * x).tanh(),
        }
    }

    /// The mean squared loss at a point, in plain numbers: for the maps.
    pub fn loss(self, at: Point) -> f64 {
        let (x, y) = (self.x(), self.y());
        let squares = x
            .iter()
            .zip(&y)
            .map(|(x, y)| (self.predict(at, *x) - y).powi(2));
        squares.sum::<f64>() / x.len() as f64
    }
}

/// A landscape as a model: two parameters of one number each.
pub struct Walker {
    landscape: Landscape,
    first: Param,
    second: Param,
}

impl Module for Walker {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (p, q) = (tape.param(&self.first), tape.param(&self.second));
        match self.landscape {
            Landscape::Line => p * x + q,
            Landscape::Bend => q * (p * x).tanh(),
        }
    }
}

nabla::parts!(Walker { first, second });

impl Walker {
    /// A model that starts at `at`.
    pub fn new(landscape: Landscape, at: Point) -> Self {
        Self {
            landscape,
            first: Param::new("first", Tensor::scalar(at[0] as f32)),
            second: Param::new("second", Tensor::scalar(at[1] as f32)),
        }
    }

    /// The two parameters.
    pub fn at(&self) -> Point {
        [&self.first, &self.second].map(|p| f64::from(p.value().item()))
    }
}

/// What the walk minimises, from predictions and targets.
pub type Loss = for<'t> fn(Var<'t>, &Tensor) -> Var<'t>;

/// The mean squared loss.
pub fn mean_squares<'t>(prediction: Var<'t>, targets: &Tensor) -> Var<'t> {
    prediction.mse(targets)
}

/// The summed squared loss, as in the first sections.
pub fn summed_squares<'t>(prediction: Var<'t>, targets: &Tensor) -> Var<'t> {
    (prediction - prediction.tape().constant(targets.clone()))
        .square()
        .sum()
}

/// A name, and an optimiser for a rate.
pub type Named = (&'static str, fn(f32) -> Box<dyn Optimizer>);

/// nabla's optimisers, for a race.
pub const WALKERS: [Named; 6] = [
    ("plain", |rate| Box::new(Sgd::new(rate))),
    ("momentum 0.9", |rate| Box::new(Momentum::new(rate, 0.9))),
    ("Nesterov 0.9", |rate| Box::new(Nesterov::new(rate, 0.9))),
    ("RMSProp", |rate| Box::new(RmsProp::new(rate))),
    ("Adam", |rate| Box::new(Adam::new(rate))),
    ("Adadelta", |rate| Box::new(Adadelta::new(rate))),
];

/// A walk has arrived when its loss stays below this.
pub const GOAL: f64 = 1e-4;

// ANCHOR: follow
/// Lets an optimiser of nabla walk for `steps` steps. This is the loop that trains every network
/// of the course; here the whole model is two numbers.
///
/// Returns every point on the way, the start first.
pub fn follow(
    landscape: Landscape,
    start: Point,
    loss: Loss,
    optimizer: &mut dyn Optimizer,
    steps: usize,
) -> Vec<Point> {
    let tensor = |values: Vec<f64>| {
        let values: Vec<f32> = values.into_iter().map(|v| v as f32).collect();
        let n = values.len();
        Tensor::from_vec(values, [n])
    };
    let (x, y) = (tensor(landscape.x()), tensor(landscape.y()));
    let mut model = Walker::new(landscape, start);
    let mut path = vec![model.at()];
    for _ in 0..steps {
        let grads = {
            let tape = Tape::new();
            let prediction = model.forward(&tape, tape.constant(x.clone()));
            loss(prediction, &y).backward()
        };
        optimizer.step(&mut model, &grads);
        path.push(model.at());
    }
    path
}
// ANCHOR_END: follow

/// How many steps a path takes until the loss stays below `goal`; `None` if it never does.
pub fn steps_to(landscape: Landscape, path: &[Point], goal: f64) -> Option<usize> {
    // NaN is not below anything.
    let below = |at: &Point| landscape.loss(*at) < goal;
    let last = path.iter().rposition(|at| !below(at));
    let first = last.map_or(0, |last| last + 1);
    (first < path.len()).then_some(first)
}
