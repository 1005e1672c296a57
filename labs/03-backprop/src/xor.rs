//! XOR by a 2-H-1 net of sigmoids: it can be learned, and sometimes is not.

use crate::by_hand::sigmoid;
use crate::engine::Value;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The four cases: two inputs and the answer.
pub const CASES: [([f64; 2], f64); 4] = [
    ([0.0, 0.0], 0.0),
    ([0.0, 1.0], 1.0),
    ([1.0, 0.0], 1.0),
    ([1.0, 1.0], 0.0),
];

/// Two inputs, `w1.len()` hidden sigmoids, one sigmoid out.
#[derive(Clone, Debug, PartialEq)]
pub struct XorNet {
    /// The two weights into each hidden neuron.
    pub w1: Vec<[f64; 2]>,
    /// The hidden biases.
    pub b1: Vec<f64>,
    /// The weights out of the hidden neurons.
    pub w2: Vec<f64>,
    /// The output's bias.
    pub b2: f64,
}

impl XorNet {
    /// Weights uniform in −2..2, biases zero.
    pub fn random(hidden: usize, seed: u64) -> XorNet {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut draw = || rng.random_range(-2.0..2.0);
        XorNet {
            w1: (0..hidden).map(|_| [draw(), draw()]).collect(),
            w2: (0..hidden).map(|_| draw()).collect(),
            b1: vec![0.0; hidden],
            b2: 0.0,
        }
    }

    /// Every weight the same, biases zero.
    pub fn equal(hidden: usize, weight: f64) -> XorNet {
        XorNet {
            w1: vec![[weight; 2]; hidden],
            b1: vec![0.0; hidden],
            w2: vec![weight; hidden],
            b2: 0.0,
        }
    }

    /// What the hidden neurons answer.
    pub fn hidden(&self, x: [f64; 2]) -> Vec<f64> {
        self.w1
            .iter()
            .zip(&self.b1)
            .map(|(w, b)| sigmoid(b + w[0] * x[0] + w[1] * x[1]))
            .collect()
    }

    /// What the net answers.
    pub fn answer(&self, x: [f64; 2]) -> f64 {
        let sum: f64 = self
            .hidden(x)
            .iter()
            .zip(&self.w2)
            .map(|(h, w)| h * w)
            .sum();
        sigmoid(self.b2 + sum)
    }

    /// The mean cross-entropy over the four cases, in nats.
    pub fn loss(&self) -> f64 {
        CASES
            .iter()
            .map(|&(x, y)| crate::cost::Cost::CrossEntropy.value(self.answer(x), y))
            .sum::<f64>()
            / 4.0
    }

    /// Are all four answers on the right side of one half?
    pub fn solved(&self) -> bool {
        CASES.iter().all(|&(x, y)| (self.answer(x) - y).abs() < 0.5)
    }

    /// The gradient of [`XorNet::loss`], in the shape of the net itself.
    // ANCHOR: xor_gradient
    pub fn gradient(&self) -> XorNet {
        let mut g = XorNet::equal(self.w1.len(), 0.0);
        for (x, y) in CASES {
            let hidden = self.hidden(x);
            let d_sum2 = (self.answer(x) - y) / 4.0; // cross-entropy: the σ′ has cancelled
            g.b2 += d_sum2;
            for (j, &h) in hidden.iter().enumerate() {
                let d_sum1 = self.w2[j] * d_sum2 * h * (1.0 - h);
                g.w2[j] += h * d_sum2;
                g.b1[j] += d_sum1;
                g.w1[j][0] += x[0] * d_sum1;
                g.w1[j][1] += x[1] * d_sum1;
            }
        }
        g
    }
    // ANCHOR_END: xor_gradient

    /// One step of gradient descent.
    pub fn step(&mut self, rate: f64) {
        let g = self.gradient();
        self.b2 -= rate * g.b2;
        for j in 0..self.w1.len() {
            self.w2[j] -= rate * g.w2[j];
            self.b1[j] -= rate * g.b1[j];
            self.w1[j][0] -= rate * g.w1[j][0];
            self.w1[j][1] -= rate * g.w1[j][1];
        }
    }

    /// `steps` steps of gradient descent.
    pub fn train(&mut self, rate: f64, steps: usize) {
        for _ in 0..steps {
            self.step(rate);
        }
    }
}

/// The 2-H-1 net as an expression: the engine needs no derivative from us.
pub struct EngineNet {
    /// Per hidden neuron: its two weights, its bias, its weight to the output; then the output's bias.
    pub parameters: Vec<Value>,
}

impl EngineNet {
    /// The same numbers as `net`'s.
    pub fn from_net(net: &XorNet) -> EngineNet {
        let mut parameters = Vec::new();
        for j in 0..net.w1.len() {
            parameters.extend([net.w1[j][0], net.w1[j][1], net.b1[j], net.w2[j]].map(Value::from));
        }
        parameters.push(Value::from(net.b2));
        EngineNet { parameters }
    }

    /// Back to plain numbers.
    pub fn to_net(&self) -> XorNet {
        let mut net = XorNet::equal(0, 0.0);
        for p in self.parameters.chunks_exact(4) {
            net.w1.push([p[0].data(), p[1].data()]);
            net.b1.push(p[2].data());
            net.w2.push(p[3].data());
        }
        net.b2 = self.parameters[self.parameters.len() - 1].data();
        net
    }

    /// The mean cross-entropy over the four cases, as an expression of the parameters.
    // ANCHOR: engine_net
    pub fn loss(&self) -> Value {
        let mut loss = Value::from(0.0);
        for (x, y) in CASES {
            let mut sum = self.parameters[self.parameters.len() - 1].clone();
            for p in self.parameters.chunks_exact(4) {
                let hidden = (&p[0] * x[0] + &p[1] * x[1] + &p[2]).sigmoid();
                sum = sum + hidden * &p[3];
            }
            let answer = sum.sigmoid();
            let right = if y == 1.0 {
                answer
            } else {
                Value::from(1.0) - answer
            };
            loss = loss - right.ln() / 4.0;
        }
        loss
    }

    /// One step of gradient descent; the loss before it.
    pub fn step(&self, rate: f64) -> f64 {
        let loss = self.loss();
        loss.backward();
        for p in &self.parameters {
            p.set_data(p.data() - rate * p.grad());
        }
        loss.data()
    }
    // ANCHOR_END: engine_net
}

/// How many of `seeds` nets with `hidden` neurons solve XOR in `steps` steps at rate `rate`.
pub fn successes(hidden: usize, seeds: std::ops::Range<u64>, rate: f64, steps: usize) -> usize {
    seeds
        .filter(|&seed| {
            let mut net = XorNet::random(hidden, seed);
            net.train(rate, steps);
            net.solved()
        })
        .count()
}
