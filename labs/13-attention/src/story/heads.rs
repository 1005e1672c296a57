//! Heads.

use super::breaking::trained;
use lab13::counting::{LETTERS, Reader, Task, WIDTH};
use lab13::positions::Places;
use lab13::{exercises, solutions};
use labkit::numerals::{count, percent};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Tokens;

/// Letters of a sequence.
const LENGTH: usize = 10;
/// Steps of each training.
const STEPS: usize = 300;

type Split = fn(&[f64], usize, usize) -> Vec<f64>;

/// The section.
pub fn heads(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (exercises::split_heads, solutions::split_heads);
    let split: Split = lesson.answer("split_heads", yours, ours);
    lesson.say("One softmax gives one mean. A task that needs four things at once: at each place, which letters stand two and one before it, one and two behind? Each is asked for by itself. Who takes the mean of all four knows which letters are there, but not which was where.");
    lesson.say("*Heads* share the columns of queries, keys and values out among themselves. Each looks for itself, and what they saw is put side by side. There are as many weights with one head as with four.");
    let readers = [1, 2, 4].map(|heads| {
        let fresh = Reader::new(Task::Around, Places::Learned, LENGTH, &mut lesson.rng());
        let what = format!("heads: {heads}");
        let reader = trained(lesson, &what, Reader { heads, ..fresh }, LENGTH, STEPS);
        let right = reader.exam(LENGTH, 0).1;
        (reader, right)
    });
    let one = lesson.number("one_head", readers[0].1);
    let four = lesson.number("four_heads", readers[2].1);
    lesson.predict_number(
        &format!("After a short training four heads get {} of the answers right; a guess is right in {}. One head, of the same width?", percent(four), percent(1.0 / LETTERS as f64)),
        Quantity::percent(one, 0).within(0.1),
        &format!("{}. It looks at several places with unequal shares, and has to tell from the mixture which share was whose.", percent(one)),
    );
    let rows = readers.iter().map(|(reader, right)| {
        let [heads, each] = [reader.heads, WIDTH / reader.heads].map(count);
        [heads, each, percent(*right)]
    });
    lesson.table(&Table::new(["heads", "numbers each", "right"]).rows(rows));
    let (tokens, _) = Task::Around.one(LENGTH, &mut lesson.rng());
    let tokens = Tokens::new(&tokens, [1, LENGTH], 2 * LETTERS);
    let maps =
        [&readers[0].0, &readers[2].0].map(|reader| (reader.heads, reader.maps(&tokens, split)));
    let heads = maps.iter().flat_map(|(heads, maps)| {
        let label = move |head| format!("head {head} of {heads}");
        (1..).map(label).zip(maps.data().chunks(LENGTH * LENGTH))
    });
    let drawn = heads.map(|(label, map)| (label, LENGTH, LENGTH, map));
    let caption = "Where heads look: rows ask, columns are asked, ink is weight.";
    lesson.grey(caption, &drawn.collect::<Vec<_>>())?;
    lesson.say("Nobody told a head what to look for. Each of the four found a distance of its own, for so the loss falls fastest.");
    Ok(())
}
