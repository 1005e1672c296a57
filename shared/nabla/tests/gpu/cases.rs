//! The table of all operations: an operation of `ops!` that is missing here fails a test.

use nabla::gradcheck::sample;
use nabla::{Activation, Device, Elementwise, Labels, Tensor, Var, Window};

/// |got − want| / (largest + |want|). Both devices round to 6·10⁻⁸, in another order, and a card's
/// exponentials may be off by a few units more.
const TOLERANCE: f32 = 1e-5;

/// Some operation on some inputs.
pub struct Operation {
    /// As in `ops!`.
    pub op: &'static str,
    pub name: String,
    pub inputs: Vec<Tensor>,
    pub training: bool,
    pub tolerance: f32,
    pub run: Run,
}

/// Computes something from the inputs. Whatever else it needs goes to the device.
type Run = Box<dyn for<'t> Fn(&[Var<'t>], &Device) -> Var<'t> + Send>;

/// The table as it is written.
#[derive(Default)]
pub struct Table(Vec<Operation>);

impl Table {
    /// Adds a case; inputs of these shapes are filled with numbers between −1.5 and 1.5, none near 0.
    pub fn add(
        &mut self,
        op: &'static str,
        name: impl Into<String>,
        shapes: &[&[usize]],
        run: impl for<'t> Fn(&[Var<'t>], &Device) -> Var<'t> + Send + 'static,
    ) -> &mut Operation {
        let inputs = shapes.iter().zip(1..);
        let inputs = inputs.map(|(&shape, seed)| sample(shape, seed)).collect();
        let shapes: Vec<String> = shapes.iter().map(|shape| format!("{shape:?}")).collect();
        self.0.push(Operation {
            op,
            name: format!("{} {}", name.into(), shapes.join(" ")),
            inputs,
            training: false,
            tolerance: TOLERANCE,
            run: Box::new(run),
        });
        self.0.last_mut().expect("just pushed")
    }
}

/// All cases.
pub fn operations() -> Vec<Operation> {
    let mut table = Table::default();
    elementwise(&mut table);
    binary(&mut table);
    sums(&mut table);
    products(&mut table);
    rows(&mut table);
    losses(&mut table);
    empty(&mut table);
    super::images::images(&mut table);
    super::sequences::sequences(&mut table);
    table.0
}

const ACTIVATIONS: [Activation; 6] = [
    Activation::Identity,
    Activation::Relu,
    Activation::Sigmoid,
    Activation::Tanh,
    Activation::LeakyRelu(0.2),
    Activation::Elu(1.5),
];

/// An axis of size 0: nothing to sum is 0, and a batch of none goes through every layer.
fn empty(table: &mut Table) {
    table.add("MatMul", "nothing inside", &[&[2, 0], &[0, 3]], |v, _| {
        v[0].matmul(v[1])
    });
    table.add("Reduce", "sum_axis(0)", &[&[0, 3]], |v, _| v[0].sum_axis(0));
    table.add("Reduce", "sum", &[&[0, 3]], |v, _| v[0].sum());
    table.add("Softmax", "softmax", &[&[0, 3]], |v, _| v[0].softmax());
    table.add("Pad", "pad", &[&[0, 2, 3, 1]], |v, _| {
        v[0].pad([1, 0], [2, 3])
    });
    let layer: [&[usize]; 3] = [&[0, 4], &[4, 3], &[3]];
    table.add("Linear", "a batch of none", &layer, |v, _| {
        v[0].linear(v[1], v[2], Activation::Tanh)
    });
    let layer: [&[usize]; 3] = [&[0, 5, 6, 4], &[3, 3, 4, 8], &[8]];
    table.add("Conv2d", "a batch of none", &layer, |v, _| {
        v[0].conv2d(v[1], v[2], Window::new([3, 3]), Activation::Tanh)
    });
    let layer: [&[usize]; 3] = [&[0, 5, 6, 4], &[3, 3, 8, 4], &[8]];
    table.add("ConvTranspose2d", "a batch of none", &layer, |v, _| {
        v[0].conv_transpose2d(v[1], v[2], Window::new([3, 3]), Activation::Tanh)
    });
    table.add("Pool2d", "a batch of none", &[&[0, 5, 6, 4]], |v, _| {
        v[0].max_pool2d(Window::new([2, 2]))
    });
    table.add(
        "GroupNorm",
        "a batch of none",
        &[&[0, 4], &[4], &[4]],
        |v, _| v[0].layer_norm(v[1], v[2], 1e-3),
    );
}

fn elementwise(table: &mut Table) {
    use Elementwise::*;
    for f in [
        Identity,
        Neg,
        Scale(-1.7),
        Shift(0.3),
        Over(-1.7),
        Under(2.3),
        Exp,
        Ln,
        Sqrt,
        Square,
        Abs,
        Powi(0),
        Powi(1),
        Powi(3),
        Powi(-2),
        Recip,
        Sigmoid,
        Tanh,
        Relu,
        LeakyRelu(0.2),
        Elu(1.3),
        Softplus,
    ] {
        let small = table.add("Elementwise", format!("{f:?}"), &[&[7, 3]], move |v, _| {
            v[0].apply(f)
        });
        if matches!(f, Ln | Sqrt) {
            let numbers = small.inputs[0].data().iter().map(|x| x.abs()).collect();
            small.inputs = vec![Tensor::from_vec(numbers, [7, 3])];
        }
    }
    // From far below 0, through it, to far above.
    for f in [Exp, Sigmoid, Tanh, Elu(1.3), Softplus] {
        let name = format!("{f:?}, far and near");
        let wide = table.add("Elementwise", name, &[&[131, 67]], move |v, _| {
            v[0].apply(f)
        });
        let far = |x: &f32| x * x * x * 4.0;
        let numbers = wide.inputs[0].data().iter().map(far).collect();
        wide.inputs = vec![Tensor::from_vec(numbers, [131, 67])];
    }
    table
        .add("Prelu", "prelu", &[&[131, 67], &[]], |v, _| {
            v[0].prelu(v[1])
        })
        .tolerance = 1e-4;
    table.add("Prelu", "prelu", &[&[3, 5], &[1]], |v, _| v[0].prelu(v[1]));
    table.add("Reshape", "reshape", &[&[3, 4, 5]], |v, _| {
        v[0].square().reshape([5, 12])
    });
}

fn binary(table: &mut Table) {
    for [a, b] in [
        [&[131, 67][..], &[131, 67][..]],
        [&[3, 2], &[2]],
        [&[2], &[3, 2]],
        [&[3, 1], &[1, 2]],
        [&[], &[3, 2]],
        [&[5, 7], &[1]],
        [&[2, 1, 3], &[4, 1]],
        [&[2, 3, 1, 2, 1, 5], &[1, 3, 2, 1, 4, 1]],
        [&[2, 24, 24, 5], &[5]],
    ] {
        let shapes = [a, b];
        table
            .add("Binary", "add", &shapes, |v, _| v[0] + v[1])
            .tolerance = 1e-4;
        table
            .add("Binary", "sub", &shapes, |v, _| v[0] - v[1])
            .tolerance = 1e-4;
        table
            .add("Binary", "mul", &shapes, |v, _| v[0] * v[1])
            .tolerance = 1e-4;
        table
            .add("Binary", "div", &shapes, |v, _| v[0] / v[1])
            .tolerance = 1e-4;
    }
    table.add("Binary", "a value used twice", &[&[9, 5]], |v, _| {
        v[0] * v[0] + v[0]
    });
    for shape in [&[2, 1][..], &[3], &[], &[1, 3], &[4, 1, 3]] {
        table.add("BroadcastTo", "broadcast_to", &[shape], |v, _| {
            v[0].broadcast_to([4, 2, 3])
        });
    }
    // More workgroups than fit into one row of a grid. The gradient is a sum of 17 million numbers.
    table.add("BroadcastTo", "over many workgroups", &[&[1]], |v, _| {
        v[0].broadcast_to([170_001, 100]).mean_axis(1)
    });
}

fn sums(table: &mut Table) {
    for shape in [&[][..], &[5], &[2, 3, 4], &[131, 67, 5], &[300_001]] {
        let sum = table.add("Reduce", "sum", &[shape], |v, _| v[0].sum());
        sum.tolerance = 1e-4;
        // Of numbers of both signs: the mean is near 0, its rounding is theirs.
        let mean = table.add("Reduce", "mean", &[shape], |v, _| v[0].mean());
        mean.tolerance = 1e-4;
    }
    for shape in [
        &[2, 3, 4][..],
        &[131, 67, 5],
        &[5, 300, 1],
        &[1, 40_000, 3],
        &[70_000, 16, 1],
    ] {
        for axis in 0..3 {
            let name = format!("sum_axis({axis})");
            let sum = table.add("Reduce", name, &[shape], move |v, _| v[0].sum_axis(axis));
            sum.tolerance = 1e-4;
        }
        table.add("Reduce", "mean_axis(1)", &[shape], |v, _| v[0].mean_axis(1));
    }
}

fn products(table: &mut Table) {
    for [m, k, n] in [
        [1, 1, 1],
        [4, 3, 5],
        [131, 67, 259],
        [64, 784, 64],
        [3, 2000, 7],
        [600, 20, 520],
    ] {
        let product = table.add("MatMul", "matmul", &[&[m, k], &[k, n]], |v, _| {
            v[0].matmul(v[1])
        });
        product.tolerance = 1e-4;
    }
    for shape in [[2, 3], [131, 67], [1, 300]] {
        table.add("Transpose", "t", &[&shape], |v, _| v[0].t());
    }
    for activation in ACTIVATIONS {
        for [n, inputs, outputs] in [[5, 3, 2], [128, 64, 10], [33, 130, 67]] {
            let shapes = [&[n, inputs][..], &[inputs, outputs], &[outputs]];
            let name = format!("{activation:?}");
            let layer = table.add("Linear", name, &shapes, move |v, _| {
                v[0].linear(v[1], v[2], activation)
            });
            layer.tolerance = 1e-4;
        }
    }
    table.add(
        "Linear",
        "more axes",
        &[&[4, 3, 5], &[5, 2], &[2]],
        |v, _| v[0].linear(v[1], v[2], Activation::Tanh),
    );
    table.add("Linear", "no bias", &[&[4, 5], &[5, 3]], |v, _| {
        v[0].linear_no_bias(v[1], Activation::Tanh)
    });
}

fn rows(table: &mut Table) {
    for shape in [
        &[][..],
        &[3],
        &[7, 10],
        &[131, 67],
        &[2, 3, 4],
        &[70_000, 3],
        &[3, 1000],
    ] {
        table.add("Softmax", "softmax", &[shape], |v, _| v[0].softmax());
        let log = table.add("LogSoftmax", "log_softmax", &[shape], |v, _| {
            v[0].log_softmax()
        });
        log.tolerance = 1e-4;
    }
    for [n, classes] in [[1, 2], [7, 10], [131, 67], [70_000, 3]] {
        let ids: Vec<u8> = (0..n).map(|i| (i * 7 % classes) as u8).collect();
        let labels = Labels::new(&ids, classes);
        let weights: Vec<f32> = (0..n).map(|i| (i % 3) as f32 + 0.5).collect();
        let [twin, each] = [(); 2].map(|()| labels.clone());
        let some = Labels::ignoring(&ids, classes, 1);
        table.add(
            "SoftmaxCrossEntropy",
            "loss",
            &[&[n, classes]],
            move |v, _| v[0].softmax_cross_entropy(&labels) * 3.0,
        );
        table.add(
            "SoftmaxCrossEntropy",
            "weighted loss",
            &[&[n, classes]],
            move |v, _| v[0].weighted_softmax_cross_entropy(&twin, &weights) * 2.0,
        );
        table.add(
            "SoftmaxCrossEntropy",
            "each",
            &[&[n, classes]],
            move |v, _| v[0].softmax_cross_entropy_each(&each) * 2.0,
        );
        table.add(
            "SoftmaxCrossEntropy",
            "some are ignored",
            &[&[n, 1, 1, classes]],
            move |v, _| {
                v[0].softmax_cross_entropy(&some) + v[0].softmax_cross_entropy_each(&some).mean()
            },
        );
    }
}

fn losses(table: &mut Table) {
    type Loss = for<'t> fn(Var<'t>, &Tensor) -> Var<'t>;
    const LOSSES: [(&str, Loss); 10] = [
        ("mse", |x, t| x.mse(t)),
        ("mse_each", |x, t| x.mse_each(t)),
        ("mae", |x, t| x.mae(t)),
        ("mae_each", |x, t| x.mae_each(t)),
        ("kl", |x, t| x.log_softmax().kl(t)),
        ("kl_each", |x, t| x.log_softmax().kl_each(t)),
        ("sigmoid_cross_entropy", |x, t| x.sigmoid_cross_entropy(t)),
        ("sigmoid_cross_entropy_each", |x, t| {
            x.sigmoid_cross_entropy_each(t)
        }),
        ("bernoulli_loss", |x, t| x.bernoulli_loss(t)),
        ("bernoulli_loss_each", |x, t| x.bernoulli_loss_each(t)),
    ];
    for shape in [&[3, 1][..], &[7, 5], &[131, 67, 11]] {
        let chances: Vec<f32> = sample(shape, 9)
            .data()
            .iter()
            .map(|x| (x + 1.5) / 3.0)
            .collect();
        let mut chances = Tensor::from_vec(chances, shape);
        chances.data_mut()[1] = 0.0;
        for (name, loss) in LOSSES {
            let target = chances.clone();
            table.add("Loss", name, &[shape], move |v, d| {
                loss(v[0], &target.to(d)) * 2.0
            });
        }
    }
    // Sure and right: the loss is small, and not rounded away.
    let sure = table.add("Loss", "sigmoid_cross_entropy, sure", &[&[4]], |v, d| {
        v[0].sigmoid_cross_entropy_each(&Tensor::from_slice(&[1., 0., 1., 0.], [4]).to(d))
    });
    sure.inputs = vec![Tensor::from_slice(
        &[15., -15., 20., f32::NEG_INFINITY],
        [4],
    )];
}
