//! Heads.

use lab13::counting::{LETTERS, Reader, Task};
use lab13::positions::Places;
use lab13::{exercises, solutions};
use labkit::numerals::percent;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Tokens;

/// Letters of a sequence.
const LENGTH: usize = 10;

type Split = fn(&[f64], usize, usize) -> Vec<f64>;

/// The section.
pub fn heads(lesson: &mut Lesson) -> Result<()> {
    let split: Split = lesson.answer("split_heads", exercises::split_heads, solutions::split_heads);
    lesson.say(format!("One softmax gives one mean. A task that needs two things: at each place, which of {LETTERS} letters stands before it and which behind, in this order? {} answers. Whoever takes the mean of both neighbours knows which two letters, but not which was which.", LETTERS * LETTERS));
    lesson.say("*Heads* share the columns of queries, keys and values out among themselves. Each looks for itself, and what they saw is put side by side: as many numbers, as many weights.");
    let steps = lesson.shortened(600, 10);
    let readers = [1, 2, 4].map(|heads| {
        let rng = &mut lesson.rng();
        let fresh = Reader::new(Task::Neighbours, Places::Learned, 32, LENGTH, rng);
        let mut bar = lesson.progress(&format!("heads: {heads}"), steps);
        let reader = Reader { heads, ..fresh }.learned(Task::Neighbours, (LENGTH, steps), rng, |loss| bar.step(loss, None));
        bar.done();
        let right = reader.right(Task::Neighbours, LENGTH, 0, rng);
        (reader, right)
    });
    let [one, two, _] = readers.each_ref().map(|(_, right)| *right);
    lesson.number("one_head", one);
    lesson.predict_number(
        &format!("Two heads get {} right. One head, of the same width?", percent(two)),
        Quantity::percent(one, 0).within(0.1),
        &format!("{}.", percent(one)),
    );
    let mut table = Table::new(["heads", "numbers each", "right"]);
    for (reader, right) in &readers {
        table.push([reader.heads.to_string(), (32 / reader.heads).to_string(), percent(*right)]);
    }
    lesson.table(&table);
    let (tokens, _) = Task::Neighbours.one(LENGTH, &mut lesson.rng());
    let tokens = Tokens::new(&tokens, [1, LENGTH], 2 * LETTERS);
    let mut maps = Vec::new();
    for (reader, _) in &readers[..2] {
        for (head, sheet) in (1..).zip(reader.sheets(&tokens, split)) {
            let map: Vec<f32> = sheet.weights().concat().iter().map(|&p| p as f32).collect();
            maps.push((format!("{head} of {}", reader.heads), map));
        }
    }
    let drawn: Vec<_> = maps.iter().map(|(label, map)| (label, LENGTH, LENGTH, &map[..])).collect();
    lesson.grey("Where heads look: rows ask, columns are asked, ink is weight.", &drawn)?;
    lesson.say("Nobody told a head what to look for. One head alone looks both ways at once, by unequal shares, and has to find out from the mixture who was who.");
    Ok(())
}
