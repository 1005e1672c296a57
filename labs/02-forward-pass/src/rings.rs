//! Two rings, one inside the other, and a network with one hidden layer: how many hidden neurons
//! does it take to part them? (Urbanic, *Deep Learning in an Afternoon*, asks this with a picture.)

use std::f64::consts::{FRAC_PI_2, TAU};

use rand::{Rng, RngExt};

use crate::network::sigmoid;
use crate::plane::Point;
use crate::samples::{Samples, log_loss};

/// Two inputs, a hidden layer of sigmoid neurons, one output score.
#[derive(Clone, Debug, PartialEq)]
pub struct Net {
    /// Four numbers for each hidden neuron (its two weights, its bias, its weight in
    /// the output), and at the very end the output's bias. One flat list, because
    /// training nudges one number at a time.
    pub parameters: Vec<f64>,
}

impl Net {
    /// What each hidden neuron says about a point: the point's place in hidden space.
    pub fn hidden(&self, p: Point) -> impl Iterator<Item = f64> {
        self.neurons()
            .map(move |n| sigmoid(n[0] * p[0] + n[1] * p[1] + n[2]))
    }

    /// The output neuron's weighted sum. Above zero means class 1.
    pub fn score(&self, p: Point) -> f64 {
        let weighed: f64 = self
            .neurons()
            .zip(self.hidden(p))
            .map(|(n, h)| n[3] * h)
            .sum();
        weighed + self.parameters[self.parameters.len() - 1]
    }
}

impl Net {
    /// A net with `units` hidden neurons and every number drawn from −3 ..= 3.
    pub fn random(units: usize, rng: &mut impl Rng) -> Self {
        let parameters = (0..4 * units + 1)
            .map(|_| rng.random_range(-3.0..=3.0))
            .collect();
        Self { parameters }
    }

    /// The four numbers of each hidden neuron.
    pub fn neurons(&self) -> impl Iterator<Item = &[f64]> {
        self.parameters.chunks_exact(4)
    }

    /// The mean log-loss over all points.
    pub fn loss(&self, samples: &Samples) -> f64 {
        let total: f64 = samples
            .iter()
            .map(|(p, y)| log_loss(self.score(p), y))
            .sum();
        total / samples.points.len() as f64
    }
}

// ANCHOR: by_hand
/// How far each of the three cuts lies from the middle.
pub const CUT: f64 = 0.6;

/// Three soft cuts around the middle, 120° apart. A hidden neuron says yes on the
/// inner side of its cut; the output asks whether the three together say less than
/// `threshold`.
pub fn three_cuts(threshold: f64) -> Net {
    let steepness = 4.0;
    let mut parameters = Vec::new();
    for i in 0..3 {
        let (sin, cos) = (FRAC_PI_2 + TAU * f64::from(i) / 3.0).sin_cos();
        parameters.extend([-steepness * cos, -steepness * sin, steepness * CUT, -1.0]);
    }
    parameters.push(threshold);
    Net { parameters }
}
// ANCHOR_END: by_hand

/// What three hidden neurons say, a place in a cube, as it is seen on paper: level with the plane that parts the rings, so
/// that the plane is seen as a line. Up is the direction in which all three neurons say more, (1, 1, 1)/√3; the cube's
/// middle is at (0, 0).
pub fn seen_from_the_side([a, b, c]: [f64; 3]) -> Point {
    let up = (a + b + c - 1.5) / 3f64.sqrt();
    let (sin, cos) = 0.24f64.sin_cos();
    let across = cos * (a - b) / 2f64.sqrt() + sin * (2.0 * c - a - b) / 6f64.sqrt();
    [across, up]
}

/// Two neurons with moderate weights, to look at what they do to the plane; the output is not set.
pub fn two_neurons() -> Net {
    Net {
        parameters: vec![2.0, 1.0, 0.3, 0.0, -1.2, 1.8, -0.2, 0.0, 0.0],
    }
}

// ANCHOR: nudge
/// `∂loss/∂p` for every parameter `p`, found by trying: nudge one number up and down,
/// and run the whole net again each time. Two forward passes over all points for each
/// parameter.
pub fn gradient_by_nudging(net: &Net, samples: &Samples) -> Vec<f64> {
    const NUDGE: f64 = 1e-4;
    let mut net = net.clone();
    (0..net.parameters.len())
        .map(|i| {
            let before = net.parameters[i];
            net.parameters[i] = before + NUDGE;
            let up = net.loss(samples);
            net.parameters[i] = before - NUDGE;
            let down = net.loss(samples);
            net.parameters[i] = before;
            (up - down) / (2.0 * NUDGE)
        })
        .collect()
}
// ANCHOR_END: nudge

/// Walks downhill for `steps` steps of `rate` times the gradient.
pub fn train(mut net: Net, samples: &Samples, rate: f64, steps: usize) -> Net {
    for _ in 0..steps {
        let gradient = gradient_by_nudging(&net, samples);
        for (parameter, derivative) in net.parameters.iter_mut().zip(gradient) {
            *parameter -= rate * derivative;
        }
    }
    net
}

/// Trains from `starts` random beginnings and keeps the net that gets most points right.
pub fn best_of(
    starts: usize,
    units: usize,
    samples: &Samples,
    steps: usize,
    rng: &mut impl Rng,
) -> Net {
    let trained = (0..starts).map(|_| train(Net::random(units, rng), samples, 2.0, steps));
    let accuracy = |net: &Net| samples.accuracy(|p| net.score(p));
    trained
        .max_by(|a, b| accuracy(a).total_cmp(&accuracy(b)))
        .expect("at least one start")
}
