//! What a network of dense layers does not know about pictures.

use super::Story;
use lab06::shifts::{by_shift, shifted, shuffled};
use labkit::numerals::{percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use trainer::{Examples, accuracy, half};

/// The section.
pub fn neighbours(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let dense = story.dense(lesson);
    lesson.say(format!(
        "Lab 5 ended with two hidden layers of 64. They read {} of the test pictures, each of them a list of 784 numbers. Here is one; the same with its pixels shuffled, as we shuffle those of all pictures; and the same moved.",
        percent(dense.accuracy),
    ));
    let picture = |examples: &Examples| half(&examples.images.data()[..784]);
    let pictures = [
        ("as written", picture(&story.flat.test)),
        ("shuffled", picture(&shuffled(&story.flat.test, story.seed))),
        ("moved by 3", picture(&shifted(&story.flat.test, (0, 3)))),
    ];
    let shown: Vec<(&str, usize, usize, &[f32])> = pictures
        .iter()
        .map(|(name, pixels)| (*name, 14, 14, pixels.as_slice()))
        .collect();
    lesson.grey("One test picture in three ways, at half the size.", &shown)?;
    let mixed = story.train_dense(&shuffled(&story.flat.train, story.seed), lesson);
    let right = accuracy(&mixed, &shuffled(&story.flat.test, story.seed));
    lesson.predict_number(
        "You could not read the picture in the middle. The network is trained anew, on pictures shuffled like that. How many of the shuffled test pictures does it read?",
        Quantity::percent(right, 1).within(0.02),
        &format!("{}. The sum over 784 products does not ask for their order. Whatever you know about strokes, loops and edges, this network does not; it would learn as gladly from the pixels of a snowstorm.", percent(right)),
    );
    lesson.number("dense_accuracy", dense.accuracy);
    lesson.number("dense_shuffled", right);
    let mut table = Table::new(["trained and tested on", "read right"]);
    table.push(["pictures".to_string(), percent(dense.accuracy)]);
    table.push(["shuffled pictures".to_string(), percent(right)]);
    lesson.table(&table);
    let shifts = by_shift(&story.flat.test, super::MOST_SHIFT, |examples| {
        accuracy(&dense.model, examples)
    });
    let by_3 = shifts[3].1;
    lesson.predict_number(
        "Now the first network again, which learned from pictures as they are. Only the *test* pictures are moved, by 3 pixels of 28; hardly any ink is lost. How many does it still read?",
        Quantity::percent(by_3, 0).within(0.1),
        &format!("{}, where guessing would give 10 %. Each weight belongs to one pixel, and the ink now lies on others.", percentage(by_3, 0)),
    );
    let mut table = Table::new(["moved by", "read right"]);
    for (pixels, right) in &shifts {
        table.push([format!("{pixels}"), percentage(*right, 0)]);
    }
    lesson.table(&table.caption("The mean of the four directions."));
    lesson.say("Such a network does not know that *beside* means anything, and what it learns in one place it knows in that place only. One would rather not have to tell it 784 times what an edge is.");
    Ok(())
}
