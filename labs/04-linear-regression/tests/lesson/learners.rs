//! Wrong answers as learners write them, and right ones in clothes of their own: what does the judge say to each?

use lab04::judging::exercises;
use lab04::solutions;
use labkit::judge::says;

#[test]
fn gradients() {
    type Pairs = (f32, f32, Vec<f32>, Vec<f32>);
    let sum = |answer: fn(&Pairs) -> (f32, f32)| says(&exercises(), "loss_gradient", answer);
    let residual_twice = |(w, b, x, y): &Pairs| {
        let (dw, db) = solutions::loss_gradient(*w, *b, x, y);
        (dw * db, db)
    };
    assert_eq!(sum(residual_twice), "wrong");
    let absolute = |(w, b, x, y): &Pairs| {
        let (dw, db) = solutions::loss_gradient(*w, *b, x, y);
        (dw.abs(), db.abs())
    };
    assert_eq!(sum(absolute), "loses the sign");
    let slope_from_mean = |(w, b, x, y): &Pairs| {
        let (dw, db) = solutions::loss_gradient(*w, *b, x, y);
        (dw / x.len() as f32, db)
    };
    assert_eq!(sum(slope_from_mean), "half a mean");
    let loss = |(w, b, x, y): &Pairs| {
        let squares = x.iter().zip(y).map(|(x, y)| (w * x + b - y).powi(2));
        (squares.sum(), 0.0)
    };
    assert_eq!(sum(loss), "wrong");
    let in_f64 = |(w, b, x, y): &Pairs| {
        let (mut dw, mut db) = (0.0, 0.0);
        for (&x, &y) in x.iter().zip(y) {
            let residual = f64::from(*w) * f64::from(x) + f64::from(*b) - f64::from(y);
            dw += 2.0 * residual * f64::from(x);
            db += 2.0 * residual;
        }
        (dw as f32, db as f32)
    };
    assert_eq!(sum(in_f64), "right");

    type Batch = (f64, f64, Vec<usize>);
    const X: [f64; 5] = [0.5, -1.0, 2.0, 3.5, -2.5];
    const Y: [f64; 5] = [1.0, 0.5, -1.0, -3.0, 4.0];
    let mean = |answer: fn(&Batch) -> (f64, f64)| says(&exercises(), "minibatch_gradient", answer);
    assert_eq!(
        mean(|(w, b, rows)| solutions::minibatch_gradient(*w, *b, &X, &Y, &rows[..1])),
        "one row only"
    );
    let sorted = |(w, b, rows): &Batch| {
        let mut rows = rows.clone();
        rows.sort();
        solutions::minibatch_gradient(*w, *b, &X, &Y, &rows)
    };
    assert_eq!(mean(sorted), "right");
    let from_one = |(w, b, rows): &Batch| {
        let rows: Vec<usize> = rows.iter().map(|row| row.saturating_sub(1)).collect();
        solutions::minibatch_gradient(*w, *b, &X, &Y, &rows)
    };
    assert_eq!(mean(from_one), "counts rows from 1");
    let twice_n = |(w, b, rows): &Batch| {
        let (dw, db) = solutions::minibatch_gradient(*w, *b, &X, &Y, rows);
        (2.0 * dw, 2.0 * db)
    };
    assert_eq!(mean(twice_n), "a 2 too many");
}

#[test]
fn momentum() {
    type Step = (f64, f64, f64, f64, f64);
    let says = |answer: fn(&Step) -> (f64, f64)| says(&exercises(), "momentum_step", answer);
    assert_eq!(
        says(|&(a, d, g, rate, nu)| (a - rate * g + nu * d, -rate * g + nu * d)),
        "takes the full gradient"
    );
    assert_eq!(
        says(|&(a, d, g, rate, nu)| {
            let new = -rate * g + nu * d;
            (a + (1.0 - nu) * new, (1.0 - nu) * new)
        }),
        "wrong"
    );
    assert_eq!(
        says(|&(a, d, g, rate, nu)| (a, -(1.0 - nu) * rate * g + nu * d)),
        "leaves the parameter"
    );
    assert_eq!(
        says(|&(a, d, g, rate, nu)| (
            a * nu - (1.0 - nu) * rate * g,
            -(1.0 - nu) * rate * g + nu * d
        )),
        "wrong"
    );
    assert_eq!(
        says(|&(a, d, g, rate, nu)| (
            a - rate * ((1.0 - nu) * g - nu * d),
            -rate * ((1.0 - nu) * g - nu * d)
        )),
        "rates the last change too"
    );
}

#[test]
fn fits() {
    type Ridge = (Vec<f64>, Vec<f64>, usize, f64);
    let ridge = |answer: fn(&Ridge) -> Vec<f64>| says(&exercises(), "ridge", answer);
    let shrunk = |(x, y, degree, mu): &Ridge| {
        let a = lab04::mistakes::unpenalised(x, y, *degree);
        a.iter().map(|a| a / (1.0 + mu)).collect()
    };
    assert_eq!(ridge(shrunk), "wrong");
    let root = |(x, y, degree, mu): &Ridge| solutions::ridge(x, y, *degree, mu.sqrt());
    assert_eq!(ridge(root), "wrong");
    let longer = |(x, y, degree, mu): &Ridge| solutions::ridge(x, y, degree + 1, *mu);
    assert_eq!(ridge(longer), "one coefficient too many");

    let constants = |answer: fn(&[f64]) -> (f64, f64)| {
        says(&exercises(), "best_constants", move |values: &Vec<f64>| {
            answer(values)
        })
    };
    let mode =
        |values: &[f64]| {
            let count = |v: f64| values.iter().filter(|&&other| other == v).count();
            let best = values.iter().copied().fold(values[0], |best, v| {
                if count(v) > count(best) { v } else { best }
            });
            (solutions::best_constants(values).0, best)
        };
    assert_eq!(constants(mode), "the commonest value");
    let root_mean_square = |values: &[f64]| {
        let squares: f64 = values.iter().map(|v| v * v).sum();
        (
            (squares / values.len() as f64).sqrt(),
            solutions::best_constants(values).1,
        )
    };
    assert_eq!(constants(root_mean_square), "root mean square");
    let as_integers = |values: &[f64]| {
        let mut sorted: Vec<i64> = values.iter().map(|&v| v as i64).collect();
        sorted.sort();
        let n = sorted.len();
        (
            solutions::best_constants(values).0,
            (sorted[(n - 1) / 2] + sorted[n / 2]) as f64 / 2.0,
        )
    };
    assert_eq!(constants(as_integers), "whole numbers");

    type Columns = (Vec<f64>, Vec<f64>);
    let scaled = |answer: fn(&Columns) -> Columns| says(&exercises(), "standardise", answer);
    let twice = |(train, test): &Columns| {
        let (a, b) = solutions::standardise(train, test);
        solutions::standardise(&b, &a)
    };
    assert_eq!(scaled(twice), "wrong");
    let own_mean = |(train, test): &Columns| {
        let mean = test.iter().sum::<f64>() / test.len() as f64;
        let shift = train.iter().sum::<f64>() / train.len() as f64 - mean;
        let shifted: Vec<f64> = test.iter().map(|v| v + shift).collect();
        solutions::standardise(train, &shifted)
    };
    assert_eq!(scaled(own_mean), "the test column's own mean");
    let largest = |(train, test): &Columns| {
        let largest = train.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        let apply = |column: &[f64]| column.iter().map(|v| v / largest).collect();
        (apply(train), apply(test))
    };
    assert_eq!(scaled(largest), "divides by the largest");
    let running = |(train, test): &Columns| {
        let (mut mean, mut squares) = (0.0, 0.0);
        for (n, v) in (1..).zip(train) {
            let before = v - mean;
            mean += before / f64::from(n);
            squares += before * (v - mean);
        }
        let deviation = (squares / train.len() as f64).sqrt();
        let apply = |column: &[f64]| column.iter().map(|v| (v - mean) / deviation).collect();
        (apply(train), apply(test))
    };
    assert_eq!(scaled(running), "right");
}

#[test]
fn on_paper() {
    let bug = |w: f64, b: f64| says(&exercises(), "broadcast_bug", move |()| (w, b));
    assert_eq!(bug(0.0, -1.5), "right");
    assert_eq!(bug(-1.0, 1.0), "thinks it harmless");
    assert_eq!(bug(-0.25, -1.5), "wrong");
    assert_eq!(bug(-1.5, 0.0), "swaps the two");
    let rate = |rate: f64| says(&exercises(), "largest_stable_rate", move |()| rate);
    assert_eq!(rate(0.13962), "right");
    assert_eq!(rate(0.279241), "loses the 2 of the square");
    assert_eq!(rate(0.2), "leaves b out");
    assert_eq!(rate(14.324555), "stops at the eigenvalue");
    assert_eq!(rate(0.14), "wrong");
}
