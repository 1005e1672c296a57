//! Principal component analysis.

use super::{Story, row};
use crate::figures;
use lab09::by_hand::POINTS;
use lab09::pca::{Pca, mean_squared, tensor_of};
use lab09::{exercises, solutions};
use labkit::numerals::{count, list, num, percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nalgebra::DMatrix;

/// How many directions are kept, one after the other.
const WIDTHS: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];

type Reconstruct = fn(&[f64], &[f64], &[Vec<f64>]) -> Vec<f64>;

/// The section.
pub fn widest(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The best k directions need no descent: they are the first columns of V in the singular value decomposition X = U·S·Vᵀ of the data less their mean, a row a picture. What is lost is the sum of the squared singular values s left out. For the four points of [A narrow door](#a-narrow-door):");
    let four = Pca::by_svd(&DMatrix::from_fn(4, 2, |i, j| POINTS[i][j]));
    lesson.show(format!(
        "s₁² = {}      s₂² = {}      v₁ = ({}, {})",
        num(four.singular[0].powi(2), 4),
        num(four.singular[1].powi(2), 4),
        num(four.directions[(0, 0)], 4),
        num(four.directions[(1, 0)], 4),
    ));
    lesson.say("18 and 2 again. Now the digits.");
    digits(story, lesson)?;
    pictures(story, lesson)?;
    by_hand(lesson);
    Ok(())
}

/// What is lost, counted in two ways, and on the test pictures.
fn digits(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let (x, x_test) = (story.x(), story.x_test());
    let pca = story.pca();
    lesson.say(format!(
        "{} training pictures of {} pixels have as many directions as pixels.",
        count(x.nrows()),
        x.ncols(),
    ));
    let explained = pca.explained(16);
    lesson.predict_number(
        "Keep the 16 widest. What share of the variance do they explain?",
        Quantity::percent(explained, 1),
        &format!(
            "{}. Pixels that lie side by side are dark together, so most directions hardly matter.",
            percent(explained)
        ),
    );
    let mut table = Table::new([
        "k",
        "explained",
        "by what is left out",
        "there and back",
        "test",
    ]);
    for k in WIDTHS.into_iter().filter(|&k| k <= x.ncols()) {
        let measured = mean_squared(&pca.reconstruct(&x, k), &x);
        let test = mean_squared(&pca.reconstruct(&x_test, k), &x_test);
        table.push([
            k.to_string(),
            percent(pca.explained(k)),
            num(pca.error(k, x.nrows()), 5),
            num(measured, 5),
            num(test, 5),
        ]);
    }
    lesson.table(&table.caption(
        "What is lost with k directions, per pixel: by the singular values left out, Σs²/(N·D); by going there and back; and on test pictures.",
    ));
    let bars = (1..)
        .map(f64::from)
        .zip(pca.singular.iter().map(|s| s * s / x.len() as f64));
    let chart = labkit::Chart::new("direction", "s² / (N·D)").points("", bars);
    lesson.chart(
        "spectrum",
        "How wide the digits are along each of their principal directions.",
        &chart,
    )
}

/// Directions as pictures, and digits made of few of them.
fn pictures(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let pca = story.pca();
    let size = story.size();
    let cell = (96 / size.0 as i32).max(2);
    let mut shown = vec![("the mean".to_string(), pca.mean.iter().copied().collect())];
    for k in 0..6 {
        let numbers: Vec<f64> = pca.directions.column(k).iter().copied().collect();
        shown.push((format!("direction {}", k + 1), numbers));
    }
    lesson.figure(
        "directions",
        "The mean picture and the first six directions. Orange is more ink, blue less. Every digit is the mean, plus so much of each.",
        (800, 140),
        |area| figures::signed::draw(area, &shown, size, (cell, 7)),
    )?;
    let x_test = story.x_test();
    let places = story.one_of_each(&[0, 2, 4, 9]);
    let label = |&i: &usize| format!("a {}", story.split.test.labels[i]);
    let labels: Vec<String> = places.iter().map(label).collect();
    from_two(lesson, pca, &x_test.select_rows(&places), &labels);
    for k in [2, 16] {
        let redrawn = tensor_of(&pca.reconstruct(&x_test, k));
        let pictures: Vec<(&str, usize, usize, &[f32])> = (labels.iter().zip(&places))
            .map(|(label, &i)| (label.as_str(), size.0, size.1, row(&redrawn, i)))
            .collect();
        let words = match k {
            2 => "Two numbers each: test digits redrawn from the first two directions.",
            _ => "Sixteen numbers each: the same digits, from the first sixteen.",
        };
        lesson.grey(words, &pictures)?;
    }
    Ok(())
}

/// Which of these few pictures two directions redraw best.
fn from_two(lesson: &mut Lesson, pca: &Pca, x: &DMatrix<f64>, labels: &[String]) {
    let [left, whole] = [2, 0].map(|k| pca.reconstruct(x, k) - x);
    let kept = |i: usize| 1.0 - left.row(i).norm_squared() / whole.row(i).norm_squared();
    let best = (0..labels.len()).max_by(|&a, &b| kept(a).total_cmp(&kept(b)));
    let shares = labels.iter().enumerate();
    let shares = shares.map(|(i, label)| format!("{label}: {}", percentage(kept(i), 0)));
    let choices: Vec<&str> = labels.iter().map(String::as_str).collect();
    lesson.predict_choice(
        "Redrawn from two numbers each, these test digits keep very different shares of what makes them differ from the mean. Which keeps most?",
        &choices,
        best.unwrap_or(0),
        &format!("Kept: {}.", shares.collect::<Vec<_>>().join(", ")),
    );
}

/// Three numbers, two directions.
fn by_hand(lesson: &mut Lesson) {
    let reconstruct = lesson.answer(
        "reconstruct",
        exercises::reconstruct as Reconstruct,
        solutions::reconstruct,
    );
    let (x, mean) = ([3.0, 0.0, 5.0], [1.0, 1.0, 2.0]);
    let directions = [vec![0.6, 0.8, 0.0], vec![0.0, 0.0, 1.0]];
    let there = reconstruct(&x, &mean, &directions);
    lesson.say("By hand, three numbers through two: the point (3, 0, 5), the mean (1, 1, 2), the directions (0.6, 0.8, 0) and (0, 0, 1). Exercise `reconstruct` makes of it");
    lesson.show(format!("({})", list(there, 2)));
}
