//! Operations by name: what `OPS` of `make.py` is for PyTorch.

use super::{attention, recurrent};
use nabla::{Activation, Labels, Moments, Padding, Tensor, Var, Window};
use serde::Deserialize;
use serde_json::Value;

/// An operation and what it is given besides its inputs.
#[derive(Deserialize)]
pub struct Call {
    pub op: String,
    pub arguments: Vec<Value>,
    /// Classes; those of a network without them are its first argument.
    pub labels: Option<Vec<u8>>,
    pub target: Option<Numbers>,
}

/// A tensor in a file.
#[derive(Deserialize)]
pub struct Numbers {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

impl Numbers {
    pub fn tensor(&self) -> Tensor {
        Tensor::from_slice(&self.data, &self.shape[..])
    }
}

impl Call {
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
    fn window(&self, weight: Var) -> Window {
        let window = self.window_of(&weight.shape().dims()[..2]);
        let Some(dilation) = self.arguments.get(3).and_then(list) else {
            return window;
        };
        let groups = self.arguments[4].as_u64().expect("groups") as usize;
        window.dilation([dilation[0], dilation[1]]).groups(groups)
    }

    /// That of a sequence: of one number each, the padding before and behind.
    fn window_of_a_sequence(&self, weight: Var) -> Window {
        let size = |at: usize| self.arguments[at].as_u64().expect("a size") as usize;
        let columns = list(&self.arguments[2]).expect("[before, behind]");
        Window::new(weight.shape().dims()[0])
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

    fn labels(&self, x: Var) -> Labels {
        let own = self.labels.clone();
        Labels::new(
            &own.unwrap_or_else(|| ids(&self.arguments[0])),
            x.shape().last(),
        )
    }

    /// The operation, as nabla spells it.
    pub fn run<'t>(&self, v: &[Var<'t>]) -> Var<'t> {
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
            "conv2d" => x.conv2d(v[1], bias, self.window(v[1]), self.activation()),
            "conv_transpose2d" => {
                x.conv_transpose2d(v[1], bias, self.window(v[1]), self.activation())
            }
            "conv1d" => x.conv1d(
                v[1],
                bias,
                self.window_of_a_sequence(v[1]),
                self.activation(),
            ),
            "upsample2d" => x.upsample2d([self.sizes()[0], self.sizes()[1]]),
            "linear" => x.linear(v[1], bias, self.activation()),
            "softmax_cross_entropy" => x.softmax_cross_entropy(&self.labels(x)),
            "weighted_softmax_cross_entropy" => {
                let labels = Labels::new(&ids(&self.arguments[1]), x.shape().last());
                x.weighted_softmax_cross_entropy(&labels, &numbers(&self.arguments[0]))
            }
            "softmax_cross_entropy_each" => x.softmax_cross_entropy_each(&self.labels(x)),
            "softmax_cross_entropy, ignoring" => {
                let classes = x.shape().last();
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
            "pick" => x.pick(&self.labels(x)),
            "where_cond" => x.where_cond(&self.target(), v[1]),
            other => recurrent::run(other, v, &self.arguments)
                .or_else(|| attention::run(other, v, &self.arguments))
                .unwrap_or_else(|| {
                    panic!("reference.json has an operation this test cannot run: {other}")
                }),
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
pub fn upstream(y: &Tensor) -> Tensor {
    let share = |i| ((7 * i + 11) % 13) as f32 / 4.0 - 1.5;
    Tensor::from_vec((0..y.len()).map(share).collect(), y.shape())
}
