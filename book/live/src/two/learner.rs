//! The playground's network and its training: nabla's layers, tape and optimiser, in mini-batches.

use super::points::Points;
use datasets::Batches;
use nabla::optim::{Group, Optimizer, Sgd};
use nabla::{Activation, Init, Linear, Module, Sequential, Tape, Tensor};

/// What is chosen before the training.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Hidden layers, and units in each.
    pub layers: usize,
    pub units: usize,
    pub activation: Activation,
    pub batch: usize,
    pub seed: u64,
}

/// A network that learns.
pub struct Learner {
    pub model: Sequential,
    batches: Batches,
    train: Tensor,
    targets: Tensor,
    pub epochs: usize,
}

/// How well a network does on some points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    pub loss: f64,
    pub accuracy: f64,
}

impl Learner {
    pub fn new(plan: &Plan, train: &Points) -> Self {
        let (x, targets) = train.tensors();
        Learner {
            model: network(plan),
            batches: Batches::new(train.len(), plan.batch, plan.seed),
            train: x,
            targets,
            epochs: 0,
        }
    }

    /// Shows every point once. `decay` is the part of L2: each weight falls by `rate · decay` of itself at a step. Biases
    /// are left alone, as usual: a large one bends nothing.
    pub fn epoch(&mut self, rate: f32, decay: f32) {
        let free = Group::new().weight_decay(0.0);
        let layers = (0..self.model.len()).filter_map(|layer| self.model.get::<Linear>(layer));
        let plain = Sgd::new(rate).weight_decay(decay);
        let mut optimizer =
            layers.fold(plain, |optimizer, layer| optimizer.group(&layer.bias, free));
        for places in self.batches.epoch() {
            let tape = Tape::new();
            let x = tape.constant(self.train.gather_rows(places));
            let loss = self
                .model
                .forward(&tape, x)
                .sigmoid_cross_entropy(&self.targets.gather_rows(places));
            optimizer.step(&mut self.model, &loss.backward());
        }
        self.epochs += 1;
    }

    /// The mean loss, in nats, and the fraction on the right side.
    pub fn score(&self, points: &Points) -> Score {
        let (x, targets) = points.tensors();
        let tape = Tape::new();
        let logits = self.model.forward(&tape, tape.constant(x));
        let loss = logits.sigmoid_cross_entropy(&targets).value().item();
        let logits = logits.value();
        let sides = logits.data().iter().zip(targets.data());
        let right = sides
            .filter(|(logit, target)| (**logit > 0.0) == (**target > 0.5))
            .count();
        Score {
            loss: f64::from(loss),
            accuracy: right as f64 / points.len() as f64,
        }
    }

    /// What every unit says at these places `[N, 2]`, layer by layer: `[N, units]` each, the last one the output's logit.
    pub fn look(&self, places: &Tensor) -> Vec<Tensor> {
        let tape = Tape::new();
        let mut seen = Vec::with_capacity(self.model.len());
        self.model
            .iter()
            .fold(tape.constant(places.clone()), |x, layer| {
                let y = layer.forward(&tape, x);
                seen.push(y.value());
                y
            });
        seen
    }

    /// The weights between layer `layer` and what comes before it: `[from][to]`.
    pub fn weights(&self, layer: usize) -> Vec<Vec<f32>> {
        let mut rows = Vec::new();
        self.model[layer].visit(&mut |param| {
            if let &[_, to] = param.value().dims() {
                rows = param
                    .value()
                    .data()
                    .chunks(to)
                    .map(<[f32]>::to_vec)
                    .collect();
            }
        });
        rows
    }

    /// The biases of a layer.
    pub fn biases(&self, layer: usize) -> Vec<f32> {
        let mut biases = Vec::new();
        self.model[layer].visit(&mut |param| {
            if param.value().dims().len() == 1 {
                biases = param.value().data().to_vec();
            }
        });
        biases
    }
}

/// Two inputs, equal hidden layers, one logit.
fn network(plan: &Plan) -> Sequential {
    let mut rng = nabla::rng(plan.seed);
    let init = if plan.activation == Activation::Relu {
        Init::He
    } else {
        Init::Xavier
    };
    let mut model = Sequential::new();
    let mut inputs = 2;
    for _ in 0..plan.layers {
        model =
            model.push(Linear::new(inputs, plan.units, init, &mut rng).activation(plan.activation));
        inputs = plan.units;
    }
    model.push(Linear::new(inputs, 1, Init::Xavier, &mut rng))
}
