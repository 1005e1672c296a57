//! Seen once.

use super::same::{Pairs, UNSEEN};
use lab12::episodes::Made;
use lab12::siamese::{Objective, points};
use labkit::numerals::percentage;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Tensor;
use nalgebra::DMatrix;

/// The section.
pub fn once(story: &Pairs, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A child sees one zebra and knows zebras. The exam: of each of the digits 5 to 9 *one* picture is shown, then another picture of one of them, to be named after the nearest of the five. No network here has seen any of these digits before. Luck names one in five.");
    let pixels = story.exam(&story.unseen.pictures);
    let mut rows = vec![("nearest in pixels", "pixels", pixels)];
    for (objective, net) in story.networks(lesson) {
        let exam = story.exam(&points(net, &story.unseen.pictures));
        rows.push((objective.name(), objective.name(), exam));
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
    let sheet = rows_of.map(|class| ("made up", class.chunks_exact(size).collect()));
    let (sheet, side): (Vec<_>, _) = (sheet.collect(), story.known.side);
    let caption = "Six classes that were made up, four pictures of each.";
    lesson.sheet("made-up", caption, side, &sheet)?;
    let net = story.trained(lesson, Objective::Neighbours, Made::Up, 8);
    let mapped = points(&net, &story.unseen.pictures);
    let made = story.exam(&mapped);
    rows.push(("neighbours, made-up classes", "made_up", made));
    lesson.predict_number(
        "How many does a network name that learned from made-up classes?",
        Quantity::percent(made.0, 1).within(0.04),
        &format!("{}.", percentage(made.0, 1)),
    );
    let rows = rows.into_iter().map(|(words, key, (middle, error))| {
        lesson.number(&format!("once_{key}"), middle);
        [
            words.to_string(),
            percentage(middle, 1),
            percentage(error, 1),
        ]
    });
    let table = Table::new(["", "named rightly", "±"]).rows(rows);
    lesson.table(&table.caption("Five digits never seen, one example of each: 1,000 draws of the five, five questions in each; ± is the standard error of the mean over a hundred parts."));
    let mut chart = Chart::new("the direction of largest variance", "the second").size(460, 400);
    let flat = flat(&mapped);
    for digit in UNSEEN {
        let own = flat.iter().zip(&story.unseen.digits);
        let own = own.filter(|(_, of)| **of == digit);
        chart = chart.points(digit.to_string(), own.map(|(point, _)| *point));
    }
    let caption = "Digits that the network has never seen, where it puts them: the two directions of largest variance.";
    lesson.chart("points", caption, &chart)?;
    lesson.say("These pictures have 8 × 8 pixels, and were centred and brought to one size by hand: pixels are hard to beat here. On MNIST they name about half; `--network siamese --data mnist` trains on made-up classes there.");
    Ok(())
}

/// 0: clearly more, 1: about as many, 2: clearly fewer; three standard errors are clear.
fn versus(a: (f64, f64), b: (f64, f64)) -> usize {
    match (a.0 - b.0) / a.1.hypot(b.1) {
        apart if apart > 3.0 => 0,
        apart if apart < -3.0 => 2,
        _ => 1,
    }
}

/// Points `[N, D]` along their two directions of largest variance.
fn flat(points: &Tensor) -> Vec<(f64, f64)> {
    let (n, dim) = points.shape().as_rows();
    let numbers = points.data().iter().map(|&x| f64::from(x));
    let mut x = DMatrix::from_row_iterator(n, dim, numbers);
    let middle = x.row_mean();
    x.row_iter_mut().for_each(|mut row| row -= &middle);
    let eigen = x.tr_mul(&x).symmetric_eigen();
    let mut order: Vec<usize> = (0..dim).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let turned = x * eigen.eigenvectors;
    let point = |row: usize| (turned[(row, order[0])], turned[(row, order[1])]);
    (0..n).map(point).collect()
}
