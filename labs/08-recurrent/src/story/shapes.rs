//! "One word at a time": why a network of fixed size cannot read, and what comes in and goes out over time.

use crate::figures;
use lab08::window::{VOCABULARY, WORDS, dense, right, sentences, train};
use labkit::numerals::{count, percent};
use labkit::{Lesson, Quantity, Result, Table};

/// "One word at a time".
pub fn shapes(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Every network so far took a list of fixed length: 784 pixels, never 785. A sentence has as many words as it likes. Let us cut all sentences to {WORDS} words and give each place its own inputs, one for each of {VOCABULARY} words. One question: does the word “not” occur?"));
    let mut rng = lesson.rng();
    let mut model = dense(16, &mut rng);
    train(&mut model, 0..4, lesson.shortened(300, 5), &mut rng);
    let seen = right(&model, &sentences(1000, 0..4, &mut rng));
    let moved = right(&model, &sentences(1000, 4..8, &mut rng));
    lesson.number("window_seen", seen);
    lesson.number("window_moved", moved);
    lesson.number("window_weights", VOCABULARY * 16);
    lesson.predict_number(
        "The network learns from sentences that have “not” among their first four words. How many does it answer right if “not” stands in the second half?",
        Quantity::percent(moved, 1),
        "As many as by tossing a coin.",
    );
    let table = Table::new(["“not” stands at", "answered right"])
        .row(["words 1 to 4, as in training", &percent(seen)])
        .row(["words 5 to 8", &percent(moved)]);
    lesson.table(&table.caption("1,000 new sentences each, half of them with “not”."));
    lesson.say("“Not” as word 2 and “not” as word 6 are two different inputs with different weights: what is learned about the one says nothing about the other. Convolution has the same weights at every place, in [A filter on the tip of a seven](lab06#a-filter-on-the-tip-of-a-seven), but a filter sees a few neighbours only.");
    let weights = 10_000 * 100;
    lesson.predict_number(
        "And the network grows with the sentence. With a vocabulary of 10,000 words and 100 neurons, how many weights does one more place take?",
        Quantity::new(f64::from(weights), 0),
        &format!("{}: one from each of the place's inputs to each neuron.", count(weights as usize)),
    );
    lesson.say("So do as you do when you read: take one word at a time, and keep in mind what was read. Let the network have a **state**. At each step it takes one word and its state, and makes a new state of them, always with the same weights. How long the sentence is no longer matters.");
    lesson.figure(
        "shapes",
        "What comes in (orange) and goes out (blue) over time. Green is one network, the same at each step; the arrows to the right are its state.",
        (960, 256),
        figures::shapes::draw,
    )?;
    lesson
        .say("As tensors, with N sentences of T words, C numbers a word and K numbers an answer:");
    let table = Table::new(["arrangement", "in", "out"])
        .row(["one to one", "[N, C]", "[N, K]"])
        .row(["one to many", "[N, C]", "[N, T, K]"])
        .row(["many to one", "[N, T, C]", "[N, K]"])
        .row(["many to many, in step", "[N, T, C]", "[N, T, K]"])
        .row(["many to many, later", "[N, T, C]", "[N, S, K]"]);
    lesson.table(&table.caption("S: the steps of the answer."));
    Ok(())
}
