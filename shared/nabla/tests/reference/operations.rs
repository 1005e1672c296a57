//! Every operation of `Var`: its value and all its gradients.

use super::{Numbers, Value, assert_close, reference};
use nabla::{Activation, Labels, Padding, Tape, Tensor, Var, Window};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// |got − want| / (1 + |want|). Single precision rounds to 6·10⁻⁸; a few dozen additions in another
/// order cost a digit.
const TOLERANCE: f32 = 1e-6;

#[derive(Deserialize)]
pub struct Case {
    op: String,
    inputs: Vec<Numbers>,
    arguments: Vec<Value>,
    labels: Option<Vec<u8>>,
    target: Option<Numbers>,
    value: Numbers,
    grads: Vec<Numbers>,
}

impl Case {
    fn number(&self) -> f32 {
        self.arguments[0].as_f64().expect("a number") as f32
    }

    fn axis(&self) -> usize {
        self.sizes()[0]
    }

    fn sizes(&self) -> Vec<usize> {
        let size = |v: &Value| v.as_u64().expect("a size") as usize;
        self.arguments.iter().map(size).collect()
    }

    fn activation(&self) -> Activation {
        match self.arguments[0].as_str().expect("a name") {
            "identity" => Activation::Identity,
            "relu" => Activation::Relu,
            "sigmoid" => Activation::Sigmoid,
            "tanh" => Activation::Tanh,
            "leaky_relu" => Activation::LeakyRelu(0.25),
            "elu" => Activation::Elu(1.5),
            other => panic!("no activation is called {other}"),
        }
    }

    /// A convolution's window, from the weight's shape and the arguments after the activation.
    fn window(&self) -> Window {
        let numbers = |v: &Value| -> Option<Vec<usize>> {
            let numbers = v.as_array()?.iter();
            Some(
                numbers
                    .map(|n| n.as_u64().expect("a size") as usize)
                    .collect(),
            )
        };
        let stride = numbers(&self.arguments[1]).expect("[down, right]");
        let padding = &self.arguments[2];
        let window = Window::new([self.inputs[1].shape[0], self.inputs[1].shape[1]])
            .stride([stride[0], stride[1]]);
        window.padding(match (padding.as_str(), numbers(padding).as_deref()) {
            (Some("valid"), _) => Padding::Valid,
            (Some("same"), _) => Padding::Same,
            (_, Some(&[above, below, left, right])) => Padding::Explicit {
                rows: [above, below],
                columns: [left, right],
            },
            _ => panic!("{padding} is no padding"),
        })
    }

    fn target(&self) -> Tensor {
        self.target.as_ref().expect("a target").tensor()
    }

    fn labels(&self) -> Labels {
        let ids = self.labels.as_ref().expect("labels");
        Labels::new(ids, self.inputs[0].shape[1])
    }

    /// The operation, as nabla spells it.
    fn run<'t>(&self, v: &[Var<'t>]) -> Var<'t> {
        let x = v[0];
        match self.op.as_str() {
            "add" => x + v[1],
            "sub" => x - v[1],
            "mul" => x * v[1],
            "div" => x / v[1],
            "add_number" => x + self.number(),
            "sub_number" => x - self.number(),
            "mul_number" => x * self.number(),
            "div_number" => x / self.number(),
            "number_add" => self.number() + x,
            "number_sub" => self.number() - x,
            "number_mul" => self.number() * x,
            "number_div" => self.number() / x,
            "neg" => -x,
            "matmul" => x.matmul(v[1]),
            "t" => x.t(),
            "reshape" => x.reshape(&self.sizes()[..]),
            "broadcast_to" => x.broadcast_to(&self.sizes()[..]),
            "sum" => x.sum(),
            "mean" => x.mean(),
            "sum_axis" => x.sum_axis(self.axis()),
            "mean_axis" => x.mean_axis(self.axis()),
            "exp" => x.exp(),
            "ln" => x.ln(),
            "sqrt" => x.sqrt(),
            "square" => x.square(),
            "abs" => x.abs(),
            "powi" => x.powi(self.number() as i32),
            "recip" => x.recip(),
            "sigmoid" => x.sigmoid(),
            "tanh" => x.tanh(),
            "relu" => x.relu(),
            "leaky_relu" => x.leaky_relu(self.number()),
            "elu" => x.elu(self.number()),
            "softplus" => x.softplus(),
            "prelu" => x.prelu(v[1]),
            "activate" => x.activate(self.activation()),
            "softmax" => x.softmax(),
            "log_softmax" => x.log_softmax(),
            "conv2d" => x.conv2d(v[1], v[2], self.window(), self.activation()),
            "conv2d_no_bias" => x.conv2d_no_bias(v[1], self.window(), self.activation()),
            "linear_no_bias" => x.linear_no_bias(v[1], self.activation()),
            "linear" => x.linear(v[1], v[2], self.activation()),
            "softmax_cross_entropy" => x.softmax_cross_entropy(&self.labels()),
            "sigmoid_cross_entropy" => x.sigmoid_cross_entropy(&self.target()),
            "mse" => x.mse(&self.target()),
            "mae" => x.mae(&self.target()),
            "kl" => x.kl(&self.target()),
            other => panic!("reference.json has an operation this test cannot run: {other}"),
        }
    }

    fn check(&self) {
        let tape = Tape::new();
        let inputs = self.inputs.iter().map(Numbers::tensor);
        let vars: Vec<Var> = inputs.map(|x| tape.variable(x)).collect();
        let y = self.run(&vars);
        let shapes: Vec<_> = self.inputs.iter().map(|x| &x.shape).collect();
        let name = || format!("{}{:?} of {shapes:?}", self.op, self.arguments);
        assert_close(&y.value(), &self.value, TOLERANCE, &name);
        let from_above = tape.constant(upstream(&y.value()));
        let grads = (y * from_above).sum().backward();
        for (i, (var, want)) in vars.iter().zip(&self.grads).enumerate() {
            let name = || format!("{}, gradient of input {i}", name());
            assert_close(grads.of(*var), want, TOLERANCE, &name);
        }
    }
}

/// As `upstream` in make.py.
fn upstream(y: &Tensor) -> Tensor {
    let share = |i| ((7 * i + 11) % 13) as f32 / 4.0 - 1.5;
    Tensor::from_vec((0..y.len()).map(share).collect(), y.shape())
}

#[test]
fn values_and_gradients_are_pytorchs() {
    reference().operations.iter().for_each(Case::check);
}

/// The methods of `Var` that make a new value, read off the sources: a new one without a case here
/// is a failure, not an oversight.
fn operations_in_the_sources() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ops");
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(&folder).expect("nabla's sources are here") {
        let path = file.expect("readable").path();
        if path.is_dir() {
            continue; // An operation's second home, on the graphics card.
        }
        let text = std::fs::read_to_string(path).expect("readable");
        for line in text.lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("pub fn ") {
                let (name, rest) = rest.split_once('(').expect("a function has parentheses");
                if rest.starts_with("self") && rest.contains("Var<'t>") {
                    names.insert(name.to_string());
                }
            }
            // The table of `methods!`: `name(parameter) => Elementwise::…`.
            if let Some((name, _)) = line.split_once(" => Elementwise::")
                && !name.contains("Activation")
            {
                let name = name.split('(').next().expect("split gives one piece");
                names.insert(name.to_string());
            }
        }
    }
    names
}

#[test]
fn every_operation_has_a_case() {
    let cases: BTreeSet<String> = reference()
        .operations
        .into_iter()
        .map(|case| case.op)
        .collect();
    let mut wanted = operations_in_the_sources();
    assert!(
        wanted.len() > 30,
        "the sources were not understood: {wanted:?}"
    );
    // `apply` is how the functions below are written down, each of which has its cases.
    assert!(wanted.remove("apply"));
    wanted.extend(["add", "sub", "mul", "div", "neg"].map(String::from));
    let missing: Vec<_> = wanted.difference(&cases).collect();
    assert!(missing.is_empty(), "no case in make.py for {missing:?}");
}
