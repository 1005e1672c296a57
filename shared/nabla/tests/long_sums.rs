//! Sums are right at any length, wherever one is taken: beside double precision, on either device.
//!
//! Single precision adds 0.1 to 100,000 as 0.1015625: one running sum of four million of them is wrong in the
//! third digit.

use nabla::{Activation, Device, Tape, Tensor, Var, Window};

/// A name, and what is done on a device.
type Case = (&'static str, fn(&Device));

/// All of them.
pub const CASES: [Case; 7] = [
    ("everything", everything),
    ("along an axis", along_an_axis),
    ("of what was repeated", of_what_was_repeated),
    ("of biases", of_biases),
    ("of norms", of_norms),
    ("losses", losses),
    ("softmax of long rows", softmax_of_long_rows),
];

const LONG: usize = 4 << 20;

/// Equal numbers, numbers of any sign, and one that is larger than all others together.
fn inputs() -> [Box<dyn Fn(usize) -> f32>; 3] {
    [
        Box::new(|_| 0.1),
        Box::new(|i| (i as u32).wrapping_mul(2_654_435_769) as i32 as f32 / 2_f32.powi(31)),
        Box::new(|i| if i == 12_345 { 1e7 } else { 0.1 }),
    ]
}

/// Each of `got` is the sum of `terms` with its number, times `factor`.
#[track_caller]
fn assert_sums(got: &Tensor, factor: f64, terms: impl Fn(usize) -> Box<dyn Iterator<Item = f32>>) {
    for (k, got) in got.data().iter().enumerate() {
        let (mut want, mut size) = (0.0, 0.0);
        for x in terms(k) {
            want += f64::from(x);
            size += f64::from(x.abs());
        }
        let error = (f64::from(*got) - factor * want).abs();
        assert!(
            error <= factor.abs() * (1.5e-6 * want.abs() + 1e-7 * size),
            "number {k} is {got}, in double precision {}",
            factor * want
        );
    }
}

fn filled(shape: &[usize], f: &dyn Fn(usize) -> f32, device: &Device) -> Tensor {
    let count: usize = shape.iter().product();
    Tensor::from_vec((0..count).map(f).collect(), shape).to(device)
}

/// The numbers of column (o, i) of an array `[…, len, inner]`.
fn column(x: &Tensor, len: usize, inner: usize, k: usize) -> Box<dyn Iterator<Item = f32>> {
    let first = k / inner * len * inner + k % inner;
    let data: Vec<f32> = x.data()[first..].to_vec();
    Box::new((0..len).map(move |l| data[l * inner]))
}

fn everything(device: &Device) {
    for f in inputs() {
        let x = filled(&[LONG + 3], &f, device);
        let tape = Tape::new();
        let v = tape.constant(x.clone());
        assert_sums(&v.sum().value(), 1.0, |_| column(&x, LONG + 3, 1, 0));
        let share = 1.0 / (LONG + 3) as f64;
        assert_sums(&v.mean().value(), share, |_| column(&x, LONG + 3, 1, 0));
    }
}

fn along_an_axis(device: &Device) {
    for f in inputs() {
        for shape in [
            [1, LONG, 1],
            [3, 1_000_003, 1],
            [1, 1_000_003, 3],
            [2, 500_009, 2],
            [1, 20_011, 100],
            [1, 5_003, 400],
            [900, 2_003, 1],
        ] {
            let x = filled(&shape, &f, device);
            let tape = Tape::new();
            let sum = tape.constant(x.clone()).sum_axis(1).value();
            assert_sums(&sum, 1.0, |k| column(&x, shape[1], shape[2], k));
        }
        let pictures = filled(&[2, 701, 702, 3], &f, device);
        let tape = Tape::new();
        let mean = tape.constant(pictures.clone()).global_avg_pool().value();
        assert_sums(&mean, 1.0 / (701.0 * 702.0), |k| {
            column(&pictures, 701 * 702, 3, k)
        });
    }
}

/// The gradient of what is used often: `x` of ones times numbers of shape `full`.
fn gradient(x: &[usize], above: &Tensor) -> Tensor {
    let tape = Tape::new();
    let ones = tape.variable(Tensor::ones(x).to(&above.device()));
    let loss = (ones.broadcast_to(above.shape()) * tape.constant(above.clone())).sum();
    loss.backward().of(ones).clone()
}

fn of_what_was_repeated(device: &Device) {
    for f in inputs() {
        let above = filled(&[LONG], &f, device);
        for scalar in [&[][..], &[1]] {
            assert_sums(&gradient(scalar, &above), 1.0, |_| {
                column(&above, LONG, 1, 0)
            });
        }
        let above = filled(&[1_000_003, 3], &f, device);
        assert_sums(&gradient(&[3], &above), 1.0, |k| {
            column(&above, 1_000_003, 3, k)
        });
        let above = filled(&[2, 1_000_003], &f, device);
        assert_sums(&gradient(&[2, 1], &above), 1.0, |k| {
            column(&above, 1_000_003, 1, k)
        });
        let above = filled(&[700, 3, 701], &f, device);
        let numbers = above.data().to_vec();
        assert_sums(&gradient(&[1, 3, 1], &above), 1.0, |k| {
            let place = |i: usize| (i / 701 * 3 + k) * 701 + i % 701;
            let column: Vec<f32> = (0..700 * 701).map(|i| numbers[place(i)]).collect();
            Box::new(column.into_iter())
        });
    }
}

/// The gradient of a bias, `[3]`, where `above` comes from above.
#[track_caller]
fn assert_bias(above: &Tensor, layer: impl for<'t> Fn(&'t Tape, Var<'t>) -> Var<'t>) {
    let tape = Tape::new();
    let bias = tape.variable(Tensor::zeros([3]).to(&above.device()));
    let loss = (layer(&tape, bias) * tape.constant(above.clone())).sum();
    let grads = loss.backward();
    let rows = above.len() / 3;
    assert_sums(grads.of(bias), 1.0, |k| column(above, rows, 3, k));
}

fn of_biases(device: &Device) {
    let none = |shape: &[usize]| Tensor::zeros(shape).to(device);
    for f in inputs() {
        assert_bias(&filled(&[300_007, 3], &f, device), |tape, b| {
            let x = tape.constant(none(&[300_007, 1]));
            x.linear(tape.constant(none(&[1, 3])), b, Activation::Identity)
        });
        for images in [[1, 500, 600], [3_000, 10, 10]] {
            let [n, h, w] = images;
            let above = filled(&[n, h, w, 3], &f, device);
            let x = none(&[n, h, w, 1]);
            assert_bias(&above, |tape, b| {
                let (x, w) = (tape.constant(x.clone()), tape.constant(none(&[1, 1, 1, 3])));
                x.conv2d(w, b, Window::new(1), Activation::Identity)
            });
            assert_bias(&above, |tape, b| {
                let (x, w) = (tape.constant(x.clone()), tape.constant(none(&[1, 1, 3, 1])));
                x.conv_transpose2d(w, b, Window::new(1), Activation::Identity)
            });
        }
    }
}

fn of_norms(device: &Device) {
    for f in inputs() {
        let scale = Tensor::ones([3]).to(device);
        let pictures = filled(&[2, 400, 401, 3], &f, device);
        let rows = pictures.reshape([2 * 400 * 401, 3]);
        let ones = Tensor::ones(rows.shape()).to(device);
        assert_bias(&rows, |tape, b| {
            tape.constant(ones.clone())
                .batch_norm(tape.constant(scale.clone()), b, 1.0)
        });
        assert_bias(&rows, |tape, b| {
            tape.constant(ones.clone())
                .layer_norm(tape.constant(scale.clone()), b, 1.0)
        });
        let ones = ones.reshape(pictures.shape());
        assert_bias(&pictures, |tape, b| {
            tape.constant(ones.clone())
                .group_norm(3, tape.constant(scale.clone()), b, 1.0)
        });
    }
    // Of equal numbers nothing is left beside their mean, unless that is wrong: y says by how many millionths of 1.
    let (tape, n) = (Tape::new(), 300_000);
    let x = tape.constant(Tensor::full([1, n], 0.1).to(device));
    let [one, none] = [1.0, 0.0].map(|x| tape.constant(Tensor::full([n], x).to(device)));
    let y = x.layer_norm(one, none, 1e-12).value();
    assert!(y.data().iter().all(|y| y.abs() < 0.2), "{}", y.data()[0]);
}

/// The mean of equal losses is the loss.
fn losses(device: &Device) {
    type Loss = for<'t> fn(Var<'t>, &Tensor) -> Var<'t>;
    let all: [Loss; 5] = [
        |x, t| x.mse(t),
        |x, t| x.mae(t),
        |x, t| x.sigmoid_cross_entropy(t),
        |x, t| {
            x.reshape([1 << 19, 8])
                .bernoulli_loss(&t.reshape([1 << 19, 8]))
                / 8.0
        },
        |x, t| {
            x.reshape([2, 1 << 21])
                .mse_each(&t.reshape([2, 1 << 21]))
                .slice(0, 1..2)
                .sum()
        },
    ];
    let tape = Tape::new();
    let x = tape.constant(Tensor::full([LONG], 0.3).to(device));
    let t = Tensor::full([LONG], 0.6).to(device);
    for (i, (loss, want)) in all
        .iter()
        // By Python: 0.3², 0.3, ln(1 + e^0.3) − 0.18.
        .zip([0.09, 0.3, 0.674_355_24, 0.674_355_24, 0.09])
        .enumerate()
    {
        let got = loss(x, &t).item();
        assert!(
            (got / want - 1.0).abs() < 1e-6,
            "loss {i} is {got}, not {want}"
        );
    }
    let (x, t) = (x.reshape([1, LONG]), t.reshape([1, LONG]));
    let (want, numbers) = (0.6 * (0.6_f64.ln() - 0.3), LONG as f64);
    let got = f64::from(x.kl(&t).item());
    assert!((got / (want * numbers) - 1.0).abs() < 1e-6, "{got}");
    let got = f64::from(x.gaussian_kl(x).item());
    let want = 0.5 * (0.3_f64.exp() + 0.09 - 1.3);
    assert!((got / (want * numbers) - 1.0).abs() < 2e-6, "{got}");
}

fn softmax_of_long_rows(device: &Device) {
    let n = 1_000_003;
    let tape = Tape::new();
    let x = tape.variable(Tensor::zeros([1, n]).to(device));
    let above = filled(&[1, n], &|i| (i % 7) as f32 * 0.1, device);
    let mean = above.data().iter().map(|&x| f64::from(x)).sum::<f64>() / n as f64;
    for (y, log) in [(x.softmax(), false), (x.log_softmax(), true)] {
        let grads = (y * tape.constant(above.clone())).sum().backward();
        for (dx, dy) in grads.of(x).data().iter().zip(above.data()) {
            let want = f64::from(*dy) - mean;
            let got = f64::from(*dx) * if log { 1.0 } else { n as f64 };
            assert!((got - want).abs() < 1e-5, "{got} {want}");
        }
    }
}

#[test]
fn they_are_right_at_any_length() {
    for (name, check) in CASES {
        println!("{name}");
        check(&Device::Cpu);
    }
}
