//! The pictures, their labels, and labels in ten parts.

use super::Story;
use lab05::{exercises, solutions};
use labkit::numerals::{count, list};
use labkit::{Lesson, Quantity, Result, Table};
use trainer::half;

pub fn ten_parts(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let (train, valid, test) = (&story.train, &story.valid, &story.test);
    lesson.say(format!(
        "A picture is {} numbers: 28 rows of 28 pixels, 0 for the page, 1 for full ink.",
        train.pixels.ncols()
    ));
    // One of each class, the first that comes.
    let firsts: Vec<usize> = (0..train.classes)
        .filter_map(|k| {
            train
                .labels
                .iter()
                .position(|&label| usize::from(label) == k)
        })
        .collect();
    let halves: Vec<Vec<f32>> = firsts
        .iter()
        .map(|&i| half(&train.pixels.row(i).to_vec()))
        .collect();
    let pictures: Vec<(String, usize, usize, &[f32])> = firsts
        .iter()
        .zip(&halves)
        .map(|(&i, picture)| {
            let name = train.class_name(usize::from(train.labels[i]));
            (name.to_string(), 14, 14, picture.as_slice())
        })
        .collect();
    lesson.grey(
        "One of each class, shown at half the size, 14 × 14.",
        &pictures,
    )?;
    lesson.predict_number(
        "Lab 4 fitted numbers. Fit the label as a number, 0 to 9, by squared error: how many times as bad is it to take a 1 for a 9 as to \
         take it for a 2?",
        Quantity::new(64.0, 0).within(0.0),
        "64 times. But labels are names. As numbers they would tell the network that 4 lies between 3 and 5, that 8² is the price of a 9 \
         for a 1, and that whoever hesitates between 1 and 7 should say 4.",
    );
    lesson.say(
        "So the answer gets a place for each class, and the label becomes a list with a single 1: *one-hot*. Now every \
         wrong class is equally wrong, and a hesitation between 1 and 7 can be said: ½ here, ½ there.",
    );
    let one_hot = lesson.answer(
        "one_hot",
        exercises::one_hot as fn(usize, usize) -> Vec<f32>,
        solutions::one_hot,
    );
    let mut table = Table::new(["label", "one-hot"]);
    for label in [0, 3, 7] {
        let hot = one_hot(label, 10);
        table.push([
            label.to_string(),
            list(hot.iter().map(|&y| f64::from(y)), 0),
        ]);
    }
    lesson.table(&table);
    lesson.say(format!(
        "{} pictures are there to learn from, {} to choose by (*validation*), {} for the end (*test*).",
        count(train.len()),
        count(valid.len()),
        count(test.len())
    ));
    lesson.say("A one-hot list can be read as probabilities: certain of one class. That is what the network should learn to answer.");
    Ok(())
}
