//! Wrong answers as learners write them, and right ones in clothes of their own: what does the judge say to each?

use lab02::judging::exercises;
use lab02::network::sigmoid;
use lab02::solutions;
use labkit::judge::says;
use ndarray::{Array1, Array2};

type Layer = (Array2<f64>, Array2<f64>, Array1<f64>);

#[test]
fn a_layer() {
    let says = |answer: fn(&Layer) -> Array2<f64>| says(&exercises(), "layer", answer);
    assert_eq!(
        says(|(x, w, b)| w.dot(&x.t()).mapv(sigmoid).reversed_axes() + b),
        "adds the bias after the activation"
    );
    assert_eq!(says(|(x, w, b)| (w.dot(&x.t()) + b).mapv(sigmoid)), "wrong");
    assert_eq!(
        says(|(x, w, b)| solutions::layer(x, w, b).mapv(sigmoid)),
        "bends twice"
    );
    assert_eq!(says(|(x, w, b)| (w.dot(x) + b).mapv(sigmoid)), "does not turn the weights");
    assert_eq!(
        says(|(x, w, b)| (x.dot(&w.t()) + b).mapv(|s| f64::from(s > 0.0))),
        "step"
    );
    let by_hand = |(x, w, b): &Layer| {
        Array2::from_shape_fn((x.nrows(), w.nrows()), |(i, j)| {
            sigmoid((0..x.ncols()).map(|k| x[[i, k]] * w[[j, k]]).sum::<f64>() + b[j])
        })
    };
    assert_eq!(says(by_hand), "right");
}

#[test]
fn a_bend_and_a_count() {
    let elu = |answer: fn(f64, f64) -> f64| {
        says(&exercises(), "elu_derivative", move |&(s, a)| answer(s, a))
    };
    assert_eq!(
        elu(|s, a| if s > 0.0 { 1.0 } else { a * s.exp() - a }),
        "keeps the constant"
    );
    assert_eq!(
        elu(|s, a| if s > 0.0 { a } else { a * s.exp() }),
        "α above zero"
    );
    assert_eq!(
        elu(|s, a| if s > 0.0 { 0.0 } else { a * s.exp() }),
        "flat above zero"
    );
    assert_eq!(elu(|s, a| (a * s.exp()).min(1.0)), "wrong");
    assert_eq!(elu(|s, a| a * s.min(0.0).exp()), "α above zero");

    let count = |answer: fn(&[usize]) -> usize| {
        says(&exercises(), "parameters", move |widths: &Vec<usize>| {
            answer(widths)
        })
    };
    assert_eq!(
        count(
            |w| (0..w.len() - 1).map(|i| w[i] * w[i + 1]).sum::<usize>() + w.iter().sum::<usize>()
        ),
        "gives the inputs biases"
    );
    assert_eq!(
        count(|w| w.windows(2).map(|p| p[0] + p[1] + p[1]).sum()),
        "wrong"
    );
    assert_eq!(
        count(|w| w
            .chunks(2)
            .map(|p| p.iter().product::<usize>() + p[p.len() - 1])
            .sum()),
        "wrong"
    );
    assert_eq!(
        count(|w| w[1..]
            .iter()
            .zip(w)
            .map(|(out, inputs)| out * (inputs + 1))
            .sum()),
        "right"
    );
}

#[test]
fn scores_and_surprise() {
    let softmax = |answer: fn(&[f64]) -> Vec<f64>| {
        says(&exercises(), "softmax", move |s: &Vec<f64>| answer(s))
    };
    let less_the_sum = |s: &[f64]| {
        let total: f64 = s.iter().sum();
        let powers: Vec<f64> = s.iter().map(|s| (s - total).exp()).collect();
        let total: f64 = powers.iter().sum();
        powers.iter().map(|p| p / total).collect()
    };
    assert_eq!(softmax(less_the_sum), "subtracts another score");
    let squares = |s: &[f64]| {
        let total: f64 = s.iter().map(|s| s * s).sum();
        s.iter().map(|s| s * s / total).collect()
    };
    assert_eq!(softmax(squares), "wrong");
    let over_largest_power = |s: &[f64]| {
        let powers: Vec<f64> = s.iter().map(|s| s.exp()).collect();
        let largest = powers.iter().copied().fold(0.0, f64::max);
        powers.iter().map(|p| p / largest).collect()
    };
    assert_eq!(softmax(over_largest_power), "wrong");
    let nan_to_zero = |s: &[f64]| {
        let p = lab02::scores::softmax_word_for_word(s);
        p.into_iter()
            .map(|p| if p.is_nan() { 0.0 } else { p })
            .collect()
    };
    assert_eq!(softmax(nan_to_zero), "hides the NaN");
    let by_differences = |s: &[f64]| {
        s.iter()
            .map(|a| 1.0 / s.iter().map(|b| (b - a).exp()).sum::<f64>())
            .collect()
    };
    assert_eq!(softmax(by_differences), "right");

    let loss = |answer: fn(&[f64], usize) -> f64| {
        says(
            &exercises(),
            "cross_entropy",
            move |(s, t): &(Vec<f64>, usize)| answer(s, *t),
        )
    };
    assert_eq!(
        loss(|s, t| s[t] - s.iter().copied().fold(f64::MIN, f64::max)),
        "wrong"
    );
    assert_eq!(
        loss(|s, t| s.iter().copied().fold(f64::MIN, f64::max) - s[t]),
        "only the lead"
    );
    assert_eq!(
        loss(|s, t| -solutions::softmax(s).iter().map(|p| p.ln()).sum::<f64>() + 0.0 * t as f64),
        "wrong"
    );
    assert_eq!(
        loss(|s, t| -solutions::softmax(s)[t] * solutions::softmax(s)[t].ln()),
        "wrong"
    );
    assert_eq!(
        loss(|s, t| s.iter().map(|a| (a - s[t]).exp()).sum::<f64>().ln()),
        "subtracts the true score"
    );
    assert_eq!(
        loss(|s, t| solutions::cross_entropy(s, t).min(100.0)),
        "wrong"
    );
}

#[test]
fn on_paper() {
    let by_hand = |answer: f64| says(&exercises(), "by_hand", move |()| answer);
    assert_eq!(by_hand(0.904), "right");
    assert_eq!(by_hand(2.2434), "stops at the sum");
    assert_eq!(by_hand(0.807), "wrong");
    assert_eq!(by_hand(0.119), "a hidden neuron");
    let bug = |answer: char| says(&exercises(), "planted_bug", move |()| answer);
    assert_eq!(bug('b'), "right");
    assert_eq!(bug('c'), "blames the sigmoid");
    let slip = |line: u32, value: f64| says(&exercises(), "find_the_slip", move |()| (line, value));
    assert_eq!(slip(4, 0.14), "right");
    assert_eq!(slip(4, 0.139), "right");
    assert_eq!(slip(4, 0.13), "turns the sign only");
    assert_eq!(slip(4, -0.14), "right line, same sign");
    assert_eq!(slip(3, 0.13), "blames a probability");
    assert_eq!(slip(2, 139.75), "blames the sum");
}
