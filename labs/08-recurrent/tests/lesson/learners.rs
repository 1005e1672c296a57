//! Wrong answers as learners write them: what does the judge say to each?

use lab08::judging::exercises;
use lab08::solutions;
use labkit::judge::says;

type Rows = Vec<Vec<f64>>;
type Cell = (Vec<f64>, Vec<f64>, Rows, Rows, Vec<f64>);
type Lstm = (Vec<f64>, (Vec<f64>, Vec<f64>), (Rows, Rows, Vec<f64>));
type Time = (f64, f64, Vec<f64>, f64);
type Clip = (Rows, f64);
type Warm = (Vec<f64>, f64);
type Sides = (Rows, Rows, usize);

fn sum(x: &[f64], w: &Rows, unit: usize) -> f64 {
    x.iter().zip(w).map(|(x, row)| x * row[unit]).sum()
}

#[test]
fn a_step() {
    let step = |answer: fn(&Cell) -> Vec<f64>| says(&exercises(), "rnn_step", answer);
    let bias_behind = |(x, h, w_x, w_h, b): &Cell| {
        let unit = |j: usize| (sum(x, w_x, j) + sum(h, w_h, j)).tanh() + b[j];
        (0..b.len()).map(unit).collect()
    };
    assert_eq!(step(bias_behind), "the bias behind");
    let bias_twice = |(x, h, w_x, w_h, b): &Cell| {
        let unit = |j: usize| (sum(x, w_x, j) + b[j] + sum(h, w_h, j) + b[j]).tanh();
        (0..b.len()).map(unit).collect()
    };
    assert_eq!(step(bias_twice), "the bias twice");
}

#[test]
fn through_time() {
    let time = |share: fn(usize, usize) -> f64| {
        says(
            &exercises(),
            "through_time",
            move |(w, u, xs, wanted): &Time| {
                let mut states = vec![0.0];
                for (t, x) in xs.iter().enumerate() {
                    states.push((w * states[t] + u * x).tanh());
                }
                let mut dh = states[xs.len()] - wanted;
                let (mut dw, mut du) = (0.0, 0.0);
                for t in (0..xs.len()).rev() {
                    let delta = dh * (1.0 - states[t + 1].powi(2));
                    dw += share(t, xs.len()) * delta * states[t];
                    du += share(t, xs.len()) * delta * xs[t];
                    dh = delta * w;
                }
                (dw, du)
            },
        )
    };
    assert_eq!(time(|_, _| 1.0), "right");
    assert_eq!(
        time(|_, steps| 1.0 / steps as f64),
        "the mean over the steps"
    );
    assert_eq!(
        time(|t, _| if t == 0 { 0.0 } else { 1.0 }),
        "without the first step"
    );
}

#[test]
fn clipped() {
    let clip = |factor: fn(f64, f64) -> f64| {
        says(
            &exercises(),
            "clip_by_norm",
            move |(gradients, longest): &Clip| -> Rows {
                let length = gradients
                    .iter()
                    .flatten()
                    .map(|g| g * g)
                    .sum::<f64>()
                    .sqrt();
                let factor = factor(length, *longest);
                gradients
                    .iter()
                    .map(|list| list.iter().map(|g| g * factor).collect())
                    .collect()
            },
        )
    };
    assert_eq!(clip(|length, longest| (longest / length).min(1.0)), "right");
    assert_eq!(
        clip(|length, longest| if length * length > longest {
            longest / length
        } else {
            1.0
        }),
        "squares compared"
    );
    assert_eq!(
        clip(|length, longest| if length > longest {
            length / longest
        } else {
            1.0
        }),
        "upside down"
    );
}

#[test]
fn gates() {
    let forget_one = |(x, (h, c), (w_x, w_h, b)): &Lstm| {
        let mut b = b.clone();
        let n = c.len();
        b[n..2 * n].iter_mut().for_each(|b| *b += 1.0);
        solutions::lstm_step(x, (h, c), w_x, w_h, &b)
    };
    assert_eq!(
        says(&exercises(), "lstm_step", forget_one),
        "one more for f"
    );
    let by_sigmoid = |(x, (h, c), (w_x, w_h, b)): &Lstm| {
        let (shown, kept) = solutions::lstm_step(x, (h, c), w_x, w_h, b);
        let again = |(shown, kept): (&f64, &f64)| shown / kept.tanh() / (1.0 + (-kept).exp());
        (
            shown.iter().zip(&kept).map(again).collect::<Vec<f64>>(),
            kept.clone(),
        )
    };
    assert_eq!(
        says(&exercises(), "lstm_step", by_sigmoid),
        "σ for what is shown"
    );
    let too_far = |answer: [f64; 4]| says(&exercises(), "read_too_far", move |()| answer);
    assert_eq!(too_far([6.5, 4.125, 2.0, 1.0]), "wrong");
    assert_eq!(too_far([6.5, 3.13, 2.0, 1.0]), "wrong");
    assert_eq!(too_far([7.0, 6.5, 2.0, 1.0]), "one step too early");
}

#[test]
fn letters() {
    let whole = |p: &Vec<f64>| p.iter().map(|p| (-p.log2()).ceil()).sum::<f64>() / p.len() as f64;
    assert_eq!(
        says(&exercises(), "bits_per_character", whole),
        "whole bits"
    );
    let complement =
        |p: &Vec<f64>| -> f64 { p.iter().map(|p| -(1.0 - p).log2()).sum::<f64>() / p.len() as f64 };
    assert_eq!(
        says(&exercises(), "bits_per_character", complement),
        "of what did not come"
    );
    let warm = |(logits, t): &Warm| solutions::with_temperature(logits, t.max(0.1));
    assert_eq!(says(&exercises(), "with_temperature", warm), "not so cold");
    let zero = |(logits, t): &Warm| {
        let powers: Vec<f64> = logits.iter().map(|l| (l / t).exp() / l.exp()).collect();
        let sum: f64 = powers.iter().sum();
        powers.iter().map(|p| p / sum).collect::<Vec<_>>()
    };
    assert_eq!(says(&exercises(), "with_temperature", zero), "wrong");
    let added = |(left, right, gap): &Sides| -> Vec<f64> {
        let both = solutions::both_sides(left, right, *gap);
        let (before, after) = both.split_at(left[*gap].len());
        before.iter().zip(after).map(|(a, b)| a + b).collect()
    };
    assert_eq!(says(&exercises(), "both_sides", added), "added up");
    let one_more = |(left, right, gap): &Sides| -> Vec<f64> {
        let at = |memory: &Rows, at: Option<usize>| {
            let there = at.and_then(|at| memory.get(at)).cloned();
            there.unwrap_or_else(|| vec![0.0; memory[0].len()])
        };
        [at(left, gap.checked_sub(2)), at(right, Some(gap + 2))].concat()
    };
    assert_eq!(
        says(&exercises(), "both_sides", one_more),
        "one letter too far"
    );
}
