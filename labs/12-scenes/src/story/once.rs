//! Seen once.

use super::same::Pairs;
use lab12::episodes::Made;
use lab12::siamese::{Objective, points};
use labkit::draw::{frame, text};
use labkit::numerals::percentage;
use labkit::{Area, Lesson, Quantity, Result, Table, ink};
use nabla::Tensor;
use plotters::prelude::*;

/// The section.
pub fn once(story: &Pairs, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A child sees one zebra and knows zebras. The exam: of each of the digits 5 to 9 *one* picture is shown, then another picture of one of them, to be named after the nearest of the five. No network here has seen any of these digits before. Luck names one in five.");
    let pixels = story.exam(&story.unseen.pictures);
    let mut rows = vec![("nearest in pixels".to_string(), "pixels", pixels)];
    for (objective, net) in story.networks(lesson) {
        let exam = story.exam(&points(net, &story.unseen.pictures));
        rows.push((objective.name().to_string(), objective.name(), exam));
    }
    lesson.predict_choice(
        &format!("Nearest in pixels names {}. And nearest among the points of a network that has learned 0 to 4?", percentage(pixels.0, 1)),
        &["clearly more", "about as many", "clearly fewer"],
        versus(rows[2].2, pixels),
        "A network that has five digits to tell apart learns what tells *them* apart, and throws away the rest: that is what makes it good at them. Pixels throw nothing away.",
    );
    lesson.say("What is missing is variety: five classes say little about what classes are like. More digits we do not have; but we can make some up. Cut two digits in half and put them together, turn the result, mirror it, let it lean, and do the same to all pictures of that class: nobody writes it, and yet it is a character with many handwritings. Twenty of those in each batch, and never the same twenty again.");
    let (batch, _) = story.known.batch(Made::Up, &mut lesson.rng());
    let size = story.known.side.pow(2);
    let rows_of = batch.data().chunks_exact(4 * size).take(6);
    let sheet: Vec<(&str, Vec<&[f32]>)> = rows_of
        .map(|class| ("made up", class.chunks_exact(size).collect()))
        .collect();
    lesson.sheet(
        "made-up",
        "Six classes that were made up, four pictures of each.",
        story.known.side,
        &sheet,
    )?;
    let net = story.trained(lesson, Objective::Neighbours, Made::Up, 8);
    let mapped = points(&net, &story.unseen.pictures);
    rows.push((
        "neighbours, made-up classes".to_string(),
        "made_up",
        story.exam(&mapped),
    ));
    let made = rows[4].2;
    lesson.predict_number(
        "How many does a network name that learned from made-up classes?",
        Quantity::percent(made.0, 1).within(0.04),
        &format!("{}.", percentage(made.0, 1)),
    );
    let mut table = Table::new(["", "named rightly", "±"]);
    for (words, key, (middle, error)) in &rows {
        lesson.number(&format!("once_{key}"), *middle);
        lesson.number(&format!("once_{key}_error"), *error);
        table.push([words.clone(), percentage(*middle, 1), percentage(*error, 1)]);
    }
    lesson.table(&table.caption("Five digits never seen, one example of each: 1,000 draws of the five, five questions in each; ± is the standard error of the mean over a hundred parts."));
    lesson.figure(
        "points",
        "Digits that the network has never seen, where it puts them: the two directions of largest variance.",
        (380, 380),
        |area| plane(area, &mapped, &story.unseen.digits),
    )?;
    lesson.say("These pictures have 8 × 8 pixels, and were centred and brought to one size by hand: pixels are hard to beat here. On MNIST they name about half; `--network siamese --data mnist` trains on made-up classes there.");
    Ok(())
}

/// 0: clearly more, 1: about as many, 2: clearly fewer; three standard errors are clear.
fn versus(a: (f64, f64), b: (f64, f64)) -> usize {
    let apart = (a.0 - b.0) / a.1.hypot(b.1);
    match apart {
        x if x > 3.0 => 0,
        x if x < -3.0 => 2,
        _ => 1,
    }
}

/// The points of pictures, `[N, D]`, along their two directions of largest variance.
fn plane(area: &Area<'_>, points: &Tensor, digits: &[u8]) -> Result<()> {
    let flat = flat(points);
    let reach = flat.iter().flatten().fold(0.0_f64, |m, x| m.max(x.abs()));
    let place = |p: &[f64; 2]| {
        let [x, y] = p.map(|x| (x / reach * 175.0).round() as i32);
        (190 + x, 190 - y)
    };
    frame(area, (5, 5), (370, 370), ink::GRID, 1)?;
    for (point, &digit) in flat.iter().zip(digits) {
        let hue = ink::hue(usize::from(digit) - 5);
        area.draw(&Circle::new(place(point), 2, hue.mix(0.8).filled()))?;
    }
    for digit in 5..10 {
        let own = || {
            flat.iter()
                .zip(digits)
                .filter(|(_, d)| **d == digit)
                .map(|(p, _)| p)
        };
        let middle = [0, 1].map(|i| labkit::statistics::mean(own().map(|p| p[i])));
        text(area, &digit.to_string(), place(&middle), 22, ink::INK)?;
    }
    Ok(())
}

/// Each point along the two directions of largest variance.
fn flat(points: &Tensor) -> Vec<[f64; 2]> {
    let (n, dim) = points.shape().as_rows();
    let x =
        nalgebra::DMatrix::from_row_iterator(n, dim, points.data().iter().map(|&x| f64::from(x)));
    let middle = x.row_mean();
    let x = nalgebra::DMatrix::from_fn(n, dim, |i, j| x[(i, j)] - middle[j]);
    let eigen = (x.transpose() * &x).symmetric_eigen();
    let mut order: Vec<usize> = (0..dim).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let along = |i: usize, k: usize| (x.row(i) * eigen.eigenvectors.column(order[k]))[0];
    (0..n).map(|i| [along(i, 0), along(i, 1)]).collect()
}
