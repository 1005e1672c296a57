//! Wrong answers as learners write them, and right ones in clothes of their own: what does the judge say to each?

mod engine;

use engine::ours;
use lab03::judging::exercises;
use lab03::solutions;
use lab03::tape::{Record, xor_loss};
use labkit::judge::says;
use ndarray::{Array1, Array2, Axis};

type Matrix = Array2<f64>;
type Vector = Array1<f64>;

#[test]
fn numbers_on_paper() {
    let by_hand = |value: f64| says(&exercises(), "gradient_by_hand", move |()| value);
    assert_eq!(by_hand(0.0918), "right");
    assert_eq!(by_hand(-0.0918), "sign");
    assert_eq!(by_hand(0.027648), "the other neuron's derivative");
    // E itself; the first output's target.
    assert_eq!(by_hand(0.28125), "wrong");
    assert_eq!(by_hand(-0.00612), "wrong");
    let bug = |value: f64| says(&exercises(), "planted_bug", move |()| value);
    assert_eq!(
        [2.0, 7.0, 6.0, 1.0].map(bug),
        ["right", "unnoticed", "wrong", "wrong"]
    );
}

#[test]
fn a_layer() {
    let says = |answer: fn(&Matrix, &Matrix, &Matrix) -> (Matrix, Matrix, Vector)| {
        says(
            &exercises(),
            "layer_backward",
            move |(x, w, d): &(Matrix, Matrix, Matrix)| answer(x, w, d),
        )
    };
    let by_the_other_product = |x: &Matrix, w: &Matrix, d: &Matrix| {
        let rows = d.rows().into_iter();
        let d_b = rows.fold(Vector::zeros(d.ncols()), |sum, row| sum + row);
        (
            w.dot(&d.t()).reversed_axes(),
            d.t().dot(x).reversed_axes(),
            d_b,
        )
    };
    assert_eq!(says(by_the_other_product), "right");
    assert_eq!(
        says(|x, w, d| (d.dot(w), x.t().dot(d), d.sum_axis(Axis(0)))),
        "w as it is"
    );
    assert_eq!(
        says(|x, w, d| (d.dot(&w.t()), x.dot(d), d.sum_axis(Axis(0)))),
        "x as it is"
    );
    assert_eq!(
        says(|x, w, d| (
            d.dot(&w.t()),
            x.t().dot(d),
            d.mean_axis(Axis(0)).expect("rows")
        )),
        "averaged twice"
    );
    assert_eq!(
        says(|x, w, d| (d.dot(&w.t()), x.t().dot(d), d.sum_axis(Axis(1)))),
        "bias along the rows"
    );
    assert_eq!(
        says(|x, w, d| (d.dot(&w.t()), x.t().dot(d), Vector::zeros(d.ncols()))),
        "wrong"
    );
    assert_eq!(
        says(|x, w, d| (d.dot(&w.t()) * x, x.t().dot(d), d.sum_axis(Axis(0)))),
        "wrong"
    );
}

/// The gradient of a neuron whose answer is `sigmoid` of the sum.
fn with(x: &Matrix, y: &Vector, w: &Vector, b: f64, sigmoid: fn(f64) -> f64) -> (Vector, f64) {
    let d = ((x.dot(w) + b).mapv(sigmoid) - y) / y.len() as f64;
    (x.t().dot(&d), d.sum())
}

#[test]
fn a_neuron_with_cross_entropy() {
    let says = |answer: fn(&Matrix, &Vector, &Vector, f64) -> (Vector, f64)| {
        says(
            &exercises(),
            "cross_entropy_gradient",
            move |(x, y, w, b): &(Matrix, Vector, Vector, f64)| answer(x, y, w, *b),
        )
    };
    let by_the_tangent = |x: &Matrix, y: &Vector, w: &Vector, b: f64| {
        let d = (x.dot(w) + b).mapv(|z| 0.5 + 0.5 * (0.5 * z).tanh()) - y;
        let mean = |column: Vector| column.sum() / y.len() as f64;
        let d_w = x
            .columns()
            .into_iter()
            .map(|column| mean(&column * &d))
            .collect();
        (d_w, mean(d.clone()))
    };
    assert_eq!(says(by_the_tangent), "right");
    assert_eq!(
        says(|x, y, w, b| with(x, y, w, b, |z| z.exp() / (1.0 + z.exp()))),
        "overflows"
    );
    assert_eq!(
        says(|x, y, w, b| with(x, y, w, b, |z| (1.0 / (1.0 + (-z).exp()))
            .clamp(1e-12, 1.0 - 1e-12))),
        "clamped"
    );
    assert_eq!(
        says(|x, y, w, b| with(x, y, w, -b, |z| 1.0 / (1.0 + (-z).exp()))),
        "wrong"
    );
    assert_eq!(says(|x, y, w, b| with(x, y, w, b, f64::tanh)), "wrong");
    // Single precision.
    assert_eq!(
        says(|x, y, w, b| with(x, y, w, b, |z| f64::from(1.0 / (1.0 + (-z as f32).exp())))),
        "wrong"
    );
}

#[test]
fn a_divergence() {
    let says = |answer: fn(f64, f64) -> f64| {
        says(
            &exercises(),
            "kl_divergence",
            move |(p, q): &(Vec<f64>, Vec<f64>)| {
                p.iter().zip(q).map(|(&p, &q)| answer(p, q)).sum::<f64>()
            },
        )
    };
    assert_eq!(
        says(|p, q| if p == 0.0 { 0.0 } else { p * (p.ln() - q.ln()) }),
        "right"
    );
    assert_eq!(
        says(|p, q| (p + 1e-9) * ((p + 1e-9) / q).ln()),
        "a little for nothing"
    );
    assert_eq!(
        says(|p, q| p * ((p + 1e-12) / (q + 1e-12)).ln()),
        "a little for nothing"
    );
    assert_eq!(
        says(|p, q| p.max(1e-10) * (p.max(1e-10) / q).ln()),
        "a little for nothing"
    );
    assert_eq!(
        says(|p, q| if p < 1e-6 { 0.0 } else { p * (p / q).ln() }),
        "rare is not never"
    );
    assert_eq!(
        says(|p, q| if p > 0.0 { p * (p / q).log10() } else { 0.0 }),
        "wrong"
    );
    assert_eq!(
        says(|p, q| if p > 0.0 { (p - q) * (p / q).ln() } else { 0.0 }),
        "wrong"
    );
}

/// One from each of ten people, written down before anybody asked the judge.
#[test]
fn ten_more() {
    let all = exercises();
    let paper = says(&all, "gradient_by_hand", |()| 0.0956);
    assert_eq!(paper, "no input");
    let uphill = says(
        &all,
        "layer_backward",
        |(x, w, d): &(Matrix, Matrix, Matrix)| {
            (-d.dot(&w.t()), -x.t().dot(d), -d.sum_axis(Axis(0)))
        },
    );
    assert_eq!(uphill, "wrong");
    let in_two_logarithms = says(&all, "kl_divergence", |(p, q): &(Vec<f64>, Vec<f64>)| {
        p.iter()
            .zip(q)
            .map(|(p, q)| p * p.ln() - p * q.ln())
            .sum::<f64>()
    });
    assert_eq!(in_two_logarithms, "0 · ln 0");
    let neuron = |d: fn(f64, f64) -> f64| {
        says(
            &all,
            "cross_entropy_gradient",
            move |(x, y, w, b): &(Matrix, Vector, Vector, f64)| {
                let a = (x.dot(w) + *b).mapv(|z| 1.0 / (1.0 + (-z).exp()));
                let n = y.len() as f64;
                let d: Vector = a.iter().zip(y).map(|(&a, &y)| d(a, y) / n).collect();
                (x.t().dot(&d), d.sum())
            },
        )
    };
    assert_eq!(neuron(|a, y| (a - y).abs()), "wrong");
    assert_eq!(
        neuron(|a, y| y * (a - 1.0) / a * a + (1.0 - y) * a / (1.0 - a) * (1.0 - a)),
        "not cancelled"
    );
    assert_eq!(
        says(&all, "planted_bug", |()| 5.0),
        "overwriting in the square alone"
    );
    let walk = |answer: fn(&[Record]) -> Vec<f64>| {
        says(
            &all,
            "walk_backward",
            move |tape: &Vec<Vec<(usize, f64)>>| answer(tape),
        )
    };
    let without_the_last = |tape: &[Vec<(usize, f64)>]| {
        let mut grads = vec![0.0; tape.len()];
        grads[tape.len() - 1] = 1.0;
        for i in (0..tape.len() - 1).rev() {
            for &(from, derivative) in &tape[i] {
                grads[from] += derivative * grads[i];
            }
        }
        grads
    };
    assert_eq!(walk(without_the_last), "nothing handed on");
    let set_not_added = |tape: &[Vec<(usize, f64)>]| {
        let mut grads = vec![0.0; tape.len()];
        grads[tape.len() - 1] = 1.0;
        for i in (0..tape.len()).rev() {
            for &(from, derivative) in &tape[i] {
                grads[from] = derivative * grads[i];
            }
        }
        grads
    };
    assert_eq!(walk(set_not_added), "overwrites");
    let training = |answer: fn([f64; 9], f64, usize) -> [f64; 9]| {
        says(
            &all,
            "train_xor",
            move |&(weights, rate, steps): &([f64; 9], f64, usize)| answer(weights, rate, steps),
        )
    };
    let one_loss = |mut weights: [f64; 9], rate: f64, steps: usize| {
        let mut tape = ours().tape();
        let places = weights.map(|weight| tape.number(weight));
        xor_loss(&mut tape, &places);
        for _ in 0..steps {
            let grads = tape.gradients();
            weights = std::array::from_fn(|i| weights[i] - rate * grads[places[i]]);
        }
        weights
    };
    assert_eq!(training(one_loss), "one tape");
    assert_eq!(
        training(|weights, rate, steps| solutions::train_xor(&ours(), weights, rate, steps + 1)),
        "miscounted"
    );
}
