//! Networks as movements: where a point of the plane is while it goes through the layers.

use crate::two::learner::{Learner, Plan};
use crate::two::points::Points;
use lab02::activation::Activation;
use lab02::network::weighted_sum;
use lab02::plane::Point;
use lab02::rings::{Net, seen_from_the_side, three_cuts, two_neurons};
use lab02::samples::Samples;

/// The threshold with which the lesson's three cuts get all points right.
const THRESHOLD: f64 = 2.35;
/// How the moons' network is trained: from this seed no layer turns the plane over on its way.
const SEED: u64 = 18;
const EPOCHS: usize = 150;

/// Layers, the points that go through, and how the paper lies under them.
pub struct Way {
    layers: Vec<Layer>,
    /// Points and their classes.
    pub samples: Samples,
    /// The paper reaches from minus this to this.
    pub reach: f64,
    /// The output's line where the layers end, as `[a, b, c]` of a·x + b·y + c = 0, on the paper.
    pub own: Option<[f64; 3]>,
}

/// One layer: a row of weights for each neuron.
struct Layer {
    weights: Vec<Vec<f64>>,
    bias: Vec<f64>,
    bend: Activation,
}

impl Layer {
    fn of_rings(net: &Net) -> Self {
        Layer {
            weights: net.neurons().map(|n| n[..2].to_vec()).collect(),
            bias: net.neurons().map(|n| n[2]).collect(),
            bend: Activation::Sigmoid,
        }
    }

    /// W·x + b
    fn sums(&self, x: &[f64]) -> Vec<f64> {
        let rows = self.weights.iter().zip(&self.bias);
        rows.map(|(row, bias)| weighted_sum(row, x) + bias)
            .collect()
    }
}

/// On the paper: two numbers as they are, three seen from the side.
fn seen(x: &[f64]) -> Point {
    match *x {
        [a, b, c] => seen_from_the_side([a, b, c]),
        _ => [x[0], x[1]],
    }
}

fn between(from: f64, to: f64, part: f64) -> f64 {
    from + part * (to - from)
}

impl Way {
    /// The way through the network of this name.
    pub fn through(name: &str) -> Self {
        match name {
            "deep" => Self::moons(),
            "three" => {
                let net = three_cuts(THRESHOLD);
                // As in the lesson's figure: where the three together say as much as the threshold.
                let height = (THRESHOLD - 1.5) / 3f64.sqrt();
                Self::rings(&net, Some([0.0, 1.0, -height]))
            }
            _ => Self::rings(&two_neurons(), None),
        }
    }

    fn rings(net: &Net, own: Option<[f64; 3]>) -> Self {
        Way {
            layers: vec![Layer::of_rings(net)],
            samples: Samples::rings(1),
            reach: 1.2,
            own,
        }
    }

    /// Four layers of two neurons, which nabla trains here and now.
    fn moons() -> Self {
        let points = Points::of("moons", 0.05, 1);
        let plan = Plan {
            layers: 4,
            units: 2,
            activation: nabla::Activation::Tanh,
            batch: 10,
            seed: SEED,
        };
        let mut learner = Learner::new(&plan, &points);
        while learner.epochs < EPOCHS {
            learner.epoch(0.1, 0.0);
        }
        let layer = |layer: usize| {
            let (from, bias) = (learner.weights(layer), learner.biases(layer));
            let row = |to: usize| [0, 1].map(|n| f64::from(from[n][to])).to_vec();
            Layer {
                weights: vec![row(0), row(1)],
                bias: bias.into_iter().map(f64::from).collect(),
                bend: Activation::Tanh,
            }
        };
        let (last, bias) = (learner.weights(4), learner.biases(4));
        Way {
            layers: (0..4).map(layer).collect(),
            samples: Samples {
                labels: points.class.iter().map(|&class| f64::from(class)).collect(),
                points: points.at.iter().map(|at| at.map(f64::from)).collect(),
            },
            reach: 2.2,
            own: Some([last[0][0], last[1][0], bias[0]].map(f64::from)),
        }
    }

    /// How many layers.
    pub fn depth(&self) -> usize {
        self.layers.len()
    }

    /// What bends: σ or tanh.
    pub fn bend(&self) -> &'static str {
        match self.layers[0].bend {
            Activation::Sigmoid => "σ",
            _ => "tanh",
        }
    }

    /// Whether the layers end in a space of three dimensions.
    pub fn is_a_cube(&self) -> bool {
        self.layers[0].weights.len() == 3
    }

    /// Where a point is on the paper after so many layers. In the first half of each it is on its way to W·x + b, in the
    /// second it is bent.
    pub fn place(&self, point: Point, layers: f64) -> Point {
        let whole = (layers as usize).min(self.depth());
        let mut x = point.to_vec();
        for layer in &self.layers[..whole] {
            x = layer.sums(&x);
            x.iter_mut().for_each(|v| *v = layer.bend.value(*v));
        }
        let part = layers - whole as f64;
        let Some(layer) = self.layers.get(whole).filter(|_| part > 0.0) else {
            return seen(&x);
        };
        let sums = layer.sums(&x);
        if part < 0.5 {
            let (from, to) = (seen(&x), seen(&sums));
            return [0, 1].map(|axis| between(from[axis], to[axis], 2.0 * part));
        }
        let bent = sums.iter();
        let bent = bent.map(|s| between(*s, layer.bend.value(*s), 2.0 * part - 1.0));
        seen(&bent.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_end_a_point_is_where_the_lab_says() {
        let way = Way::through("two");
        for point in [[0.3, -0.8], [1.0, 0.5]] {
            let known: Vec<f64> = two_neurons().hidden(point).collect();
            assert_eq!(way.place(point, 1.0).to_vec(), known);
            assert_eq!(way.place(point, 0.0), point);
        }
        // The lesson's three cuts: a point is up where the three together say more than the threshold.
        let (way, net) = (Way::through("three"), three_cuts(THRESHOLD));
        let [_, _, height] = way.own.unwrap();
        for (point, _) in way.samples.iter() {
            let up = way.place(point, 1.0)[1] + height;
            let score = net.score(point);
            assert!((-3f64.sqrt() * up - score).abs() < 1e-12, "{up} {score}");
        }
    }

    #[test]
    fn nothing_jumps_and_no_layer_of_the_moons_turns_the_plane_over() {
        for name in ["two", "three", "deep"] {
            let way = Way::through(name);
            let steps = 400 * way.depth();
            let point = [0.7, -0.4];
            let at = |step: usize| way.place(point, step as f64 / 400.0);
            for step in 0..steps {
                let ([a, b], [c, d]) = (at(step), at(step + 1));
                assert!((a - c).hypot(b - d) < 0.1, "{name} at {step}");
            }
        }
        let way = Way::through("deep");
        for step in 0..=4 * 400 {
            let at = |p| way.place(p, f64::from(step) / 400.0);
            let [o, a, b] = [[0.1, 0.1], [0.1001, 0.1], [0.1, 0.1001]].map(at);
            let area = (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
            assert!(area > 0.0, "at {step}");
        }
    }
}
