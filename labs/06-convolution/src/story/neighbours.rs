//! What a network of dense layers does not know about pictures.

use super::Story;
use lab06::shifts::{by_shift, shifted, shuffled};
use labkit::numerals::{percent, percentage};
use labkit::{Lesson, Result, Table};
use trainer::{Examples, accuracy, half};

/// The section.
pub fn neighbours(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let dense = story.dense(lesson);
    lesson.say(format!(
        "Lab 5 ended with two hidden layers of 64 that read {} of the test pictures. There a picture was a list of 784 numbers; which of them are neighbours in the picture, the network was never told. Two experiments show what that means. For the first we shuffle the pixels, all pictures the same way, and train anew.",
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
    lesson.predict(
        "You could not read the picture in the middle. Can the network, once it is trained on such pictures?",
        "As well as before. The sum over 784 products does not ask for their order. Whatever you know about strokes, loops and edges, this network does not; it would learn as gladly from the pixels of a snowstorm.",
    );
    lesson.number("dense_accuracy", dense.accuracy);
    lesson.number("dense_shuffled", right);
    let mut table = Table::new(["trained and tested on", "read right"]);
    table.push(["pictures".to_string(), percent(dense.accuracy)]);
    table.push(["shuffled pictures".to_string(), percent(right)]);
    lesson.table(&table);
    lesson.say("The second experiment: the first network again, trained on pictures as they are. Only the *test* pictures are moved, by a few pixels. You would hardly notice, and hardly any ink is lost.");
    let shifts = by_shift(&story.flat.test, super::MOST_SHIFT, |examples| {
        accuracy(&dense.model, examples)
    });
    lesson.predict(
        "The test pictures are moved by 3 pixels of 28. How many are still read right?",
        &format!(
            "{}; and moved by {} pixels, {}, where guessing would give 10 %. Each weight belongs to one pixel, and the ink now lies on others.",
            percentage(shifts[3].1, 0),
            super::MOST_SHIFT,
            percentage(shifts[super::MOST_SHIFT].1, 0),
        ),
    );
    let mut table = Table::new(["moved by", "read right"]);
    for (pixels, right) in &shifts {
        table.push([format!("{pixels}"), percentage(*right, 0)]);
    }
    lesson.table(&table.caption("The mean of the four directions."));
    lesson.say(
        "This is what is wrong with lab 5's networks. They do not know that *beside* means anything, and what they learn in one place they know in that place only. More pictures would help, moved ones among them. But one would rather not have to tell a network 784 times what an edge is.",
    );
    Ok(())
}
