//! Every operation of `Var`: its value and all its gradients.

use super::{Numbers, Value, assert_close, reference};
use nabla::{Activation, Labels, Mode, Moments, Padding, Tape, Tensor, Var, Window};
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

    /// A convolution's window: its size is in the weight's shape, the rest in the arguments after the
    /// activation.
    fn window(&self) -> Window {
        let window = self.window_of(&self.inputs[1].shape[..2]);
        let Some(dilation) = self.arguments.get(3).and_then(list) else {
            return window;
        };
        let groups = self.arguments[4].as_u64().expect("groups") as usize;
        window.dilation([dilation[0], dilation[1]]).groups(groups)
    }

    /// That of a sequence: of one number each, the padding before and behind.
    fn window_of_a_sequence(&self) -> Window {
        let size = |at: usize| self.arguments[at].as_u64().expect("a size") as usize;
        let columns = list(&self.arguments[2]).expect("[before, behind]");
        Window::new(self.inputs[1].shape[0])
            .stride(size(1))
            .padding(Padding::Explicit {
                rows: [0, 0],
                columns: [columns[0], columns[1]],
            })
            .dilation(size(3))
            .groups(size(4))
    }

    /// A pooling's window.
    fn pool(&self) -> Window {
        self.window_of(&list(&self.arguments[0]).expect("[height, width]"))
    }

    fn window_of(&self, size: &[usize]) -> Window {
        let stride = list(&self.arguments[1]).expect("[down, right]");
        let padding = &self.arguments[2];
        let window = Window::new([size[0], size[1]]).stride([stride[0], stride[1]]);
        window.padding(match (padding.as_str(), list(padding).as_deref()) {
            (Some("valid"), _) => Padding::Valid,
            (Some("same"), _) => Padding::Same,
            (_, Some(&[above, below, left, right])) => Padding::Explicit {
                rows: [above, below],
                columns: [left, right],
            },
            _ => panic!("{padding} is no padding"),
        })
    }

    /// The moments that follow ε.
    fn moments(&self) -> Moments {
        let tensor = |v: &Value| Tensor::from(ndarray::Array1::from(numbers(v)));
        Moments {
            mean: tensor(&self.arguments[1]),
            variance: tensor(&self.arguments[2]),
        }
    }

    fn target(&self) -> Tensor {
        self.target.as_ref().expect("a target").tensor()
    }

    fn labels(&self) -> Labels {
        let ids = self.labels.as_ref().expect("labels");
        let classes = self.inputs[0].shape.last().expect("an axis of classes");
        Labels::new(ids, *classes)
    }

    /// The operation, as nabla spells it.
    fn run<'t>(&self, v: &[Var<'t>]) -> Var<'t> {
        let (x, bias) = (v[0], v.get(2).copied());
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
            "conv2d" => x.conv2d(v[1], bias, self.window(), self.activation()),
            "conv_transpose2d" => x.conv_transpose2d(v[1], bias, self.window(), self.activation()),
            "conv1d" => x.conv1d(v[1], bias, self.window_of_a_sequence(), self.activation()),
            "upsample2d" => x.upsample2d([self.sizes()[0], self.sizes()[1]]),
            "linear" => x.linear(v[1], bias, self.activation()),
            "softmax_cross_entropy" => x.softmax_cross_entropy(&self.labels()),
            "weighted_softmax_cross_entropy" => {
                let labels = Labels::new(&ids(&self.arguments[1]), self.inputs[0].shape[1]);
                x.weighted_softmax_cross_entropy(&labels, &numbers(&self.arguments[0]))
            }
            "softmax_cross_entropy_each" => x.softmax_cross_entropy_each(&self.labels()),
            "softmax_cross_entropy, ignoring" => {
                let classes = *self.inputs[0].shape.last().expect("logits");
                let ignored = self.number() as u8;
                let labels = Labels::ignoring(&ids(&self.arguments[1]), classes, ignored);
                x.softmax_cross_entropy(&labels)
            }
            "sigmoid_cross_entropy" => x.sigmoid_cross_entropy(&self.target()),
            "sigmoid_cross_entropy_each" => x.sigmoid_cross_entropy_each(&self.target()),
            "mse" => x.mse(&self.target()),
            "mse_each" => x.mse_each(&self.target()),
            "mae" => x.mae(&self.target()),
            "mae_each" => x.mae_each(&self.target()),
            "kl" => x.kl(&self.target()),
            "kl_each" => x.kl_each(&self.target()),
            "bernoulli_loss" => x.bernoulli_loss(&self.target()),
            "bernoulli_loss_each" => x.bernoulli_loss_each(&self.target()),
            "gaussian_kl" => x.gaussian_kl(v[1]),
            "reparameterize" => x.reparameterize(v[1]),
            "slice" => match self.sizes()[..] {
                [axis, start, end] => x.slice(axis, start..end),
                _ => panic!("an axis and a range"),
            },
            "select" => x.select(self.axis(), self.sizes()[1]),
            "reverse" => x.reverse(self.axis()),
            "stack" => Var::stack(v, self.axis()),
            "max_pool2d" => x.max_pool2d(self.pool()),
            "min_pool2d" => x.min_pool2d(self.pool()),
            "avg_pool2d" => x.avg_pool2d(self.pool()),
            "global_avg_pool" => x.global_avg_pool(),
            "global_max_pool" => x.global_max_pool(),
            "dropout" => x.dropout(self.number()),
            "flatten" => x.flatten(),
            "pad" => match self.sizes()[..] {
                [above, below, left, right] => x.pad([above, below], [left, right]),
                _ => panic!("four margins"),
            },
            "concat" => Var::concat(v, self.axis()),
            "batch_norm" => x.batch_norm(v[1], v[2], self.number()),
            "batch_norm_by" => x.batch_norm_by(v[1], v[2], &self.moments(), self.number()),
            "layer_norm" => x.layer_norm(v[1], bias, self.number()),
            "group_norm" => {
                let groups = self.arguments[1].as_u64().expect("a number of groups") as usize;
                x.group_norm(groups, v[1], bias, self.number())
            }
            "instance_norm" => x.instance_norm(v[1], bias, self.number()),
            "pick" => x.pick(&self.labels()),
            "where_cond" => x.where_cond(&self.target(), v[1]),
            other => super::recurrent::run(other, v, &self.arguments)
                .or_else(|| super::attention::run(other, v, &self.arguments))
                .unwrap_or_else(|| {
                    panic!("reference.json has an operation this test cannot run: {other}")
                }),
        }
    }

    /// Draws are made for learning, and with the seed that make.py knows.
    fn tape(&self) -> Tape {
        if self.op != "reparameterize" {
            return Tape::new();
        }
        let tape = Tape::training(&mut nabla::rng(5));
        let seed = self.arguments[0].as_u64().expect("a seed");
        assert_eq!(tape.mode(), Mode::Training { seed });
        tape
    }

    fn check(&self) {
        let tape = self.tape();
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

/// A list of sizes, if it is one.
fn list(value: &Value) -> Option<Vec<usize>> {
    let sizes = value.as_array()?.iter();
    Some(
        sizes
            .map(|n| n.as_u64().expect("a size") as usize)
            .collect(),
    )
}

/// A list of numbers.
fn numbers(value: &Value) -> Vec<f32> {
    let numbers = value.as_array().expect("a list").iter();
    numbers
        .map(|n| n.as_f64().expect("a number") as f32)
        .collect()
}

/// A list of labels.
fn ids(value: &Value) -> Vec<u8> {
    numbers(value).iter().map(|&id| id as u8).collect()
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
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says which package it tests");
    let folder = Path::new(&package).join("src/ops");
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
                // Those of a table, `$name`, are read there.
                let is_written_out = !name.starts_with('$');
                if is_written_out && rest.starts_with("self") && rest.contains("Var<'t>") {
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
            // The table of `losses!`: `name, name_for_each: Kind per …`.
            if let Some((pair, _)) = line.split_once(" per ")
                && let Some((pair, _)) = pair.split_once(": ")
                && let Some((name, each)) = pair.split_once(", ")
                && !name.contains(' ')
            {
                names.extend([name, each].map(String::from));
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
