//! 442 patients, ten measurements each.

use labkit::numerals::{num, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nalgebra::{DMatrix, DVector};

use lab04::poly::{by_gradient_descent, by_svd, condition, mean_curvatures};
use lab04::samples::three_way;
use lab04::table::{Standardise, design, explained};
use lab04::{exercises, solutions};

pub fn diabetes(lesson: &mut Lesson) -> Result<()> {
    let data = datasets::diabetes();
    lesson.say(
        "A real table at last: 442 diabetes patients, ten measurements each, and how far the disease \
         had come a year later [Efron, Hastie, Johnstone, Tibshirani 2004]. The columns are in \
         years, in kg/m², in mg/dl:",
    );
    let mut table = Table::new(["column", "smallest", "mean", "largest"]);
    for (name, column) in data.names.iter().zip(data.features.columns()) {
        let (low, high) = column
            .iter()
            .fold((f64::MAX, f64::MIN), |(l, h), &v| (l.min(v), h.max(v)));
        table.push([
            (*name).to_string(),
            num(low, 1),
            num(column.mean().unwrap_or(f64::NAN), 1),
            num(high, 1),
        ]);
    }
    lesson.table(&table);
    let standardise: Standardise = lesson.answer(
        "standardise",
        exercises::standardise as Standardise,
        solutions::standardise,
    );
    let rows: Vec<usize> = (0..data.targets.len()).collect();
    let (table, _) = design(standardise, data.features.view(), &rows, &rows);
    let targets = DVector::from_iterator(rows.len(), data.targets.iter().copied());
    let raw = DMatrix::from_fn(rows.len(), 11, |i, j| {
        if j == 0 {
            1.0
        } else {
            data.features[[i, j - 1]]
        }
    });
    let ((flat, steep), (raw_flat, raw_steep)) = (mean_curvatures(&table), mean_curvatures(&raw));
    lesson.predict_number(
        "Take these columns as they are. How many times as large is the largest curvature of the loss as the smallest?",
        Quantity::new(raw_steep / raw_flat, 0).factor(10.0),
        &format!(
            "λ_max/λ_min is {}, and even the best rate needs half that many steps to divide the distance by 2.7. \
             Standardise, so that every column has mean 0 and standard deviation 1, and it is {:.0}.",
            scientific(raw_steep / raw_flat, 1),
            steep / flat
        ),
    );
    let steps = if lesson.flags().quick { 500 } else { 6000 };
    let svd = by_svd(&table, &targets, 1e-12);
    let walked = by_gradient_descent(&table, &targets, 2.0 / (flat + steep), steps);
    coefficients(lesson, &data.names, &svd, &walked);
    let gap = lesson.number("diabetes_gap", (&walked - &svd).amax());
    lesson.say(format!(
        "After {steps} steps the two agree to {}: the same answer, once in closed form and once on \
         foot. The condition number that is left, {:.0} (the square of cond(V) = {:.1}), comes from the \
         blood fats: total cholesterol `s1` is nearly the sum of its parts `s2`, `s3` and a share of \
         `s5`.",
        scientific(gap, 0),
        steep / flat,
        condition(&table),
    ));
    honest(lesson, &data.features.view(), standardise, &targets);
    let bars = data
        .names
        .iter()
        .zip(svd.iter().skip(1))
        .map(|(name, a)| (name.to_string(), *a));
    lesson.chart(
        "diabetes",
        "What one standard deviation more of each column adds to the prediction.",
        &Chart::new("", "progress of the disease").bars("one standard deviation more", bars),
    )
}

fn coefficients(lesson: &mut Lesson, names: &[&str], svd: &DVector<f64>, walked: &DVector<f64>) {
    let mut table = Table::new(["", "SVD", "gradient descent"]);
    let names = ["(constant)"].into_iter().chain(names.iter().copied());
    for ((name, a), b) in names.zip(svd.iter()).zip(walked.iter()) {
        table.push([name.to_string(), num(*a, 6), num(*b, 6)]);
    }
    lesson.table(&table);
}

/// Train on 70 %, look at the rest.
fn honest(
    lesson: &mut Lesson,
    features: &ndarray::ArrayView2<f64>,
    standardise: Standardise,
    targets: &DVector<f64>,
) {
    let (train, validation, test) = three_way(targets.len(), &mut lesson.rng());
    let unseen = [validation, test].concat();
    let (fitted, applied) = design(standardise, *features, &train, &unseen);
    let pick =
        |rows: &[usize]| DVector::from_iterator(rows.len(), rows.iter().map(|&i| targets[i]));
    let a = by_svd(&fitted, &pick(&train), 1e-12);
    let seen = 100.0 * lesson.number("diabetes_train", explained(&fitted, &a, &pick(&train)));
    let new = 100.0 * lesson.number("diabetes_unseen", explained(&applied, &a, &pick(&unseen)));
    lesson.say(format!(
        "How good is it? On the {} training rows of a 70/30 split the line explains {seen:.0} % of the \
         variance of the targets; on the {} others, {new:.0} %. Half of the matter is not in these ten numbers, or not on a straight \
         line.",
        train.len(),
        unseen.len(),
    ));
}
