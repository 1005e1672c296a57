//! A smudged letter, again.

use super::words::first;
use datasets::text::{self, Corpus};
use lab13::smudge::{BATCH, Guess, Hidden, LAB8, Restorer, WINDOW, guesses, score, train};
use labkit::numerals::{count, percent, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::parameters;

/// Steps of each training.
const STEPS: usize = 400;

/// The section.
pub fn smudged(lesson: &mut Lesson) -> Result<()> {
    let [left, both] = LAB8;
    lesson.say(format!("“the c?t”: which letter was smudged? Lab 8 asked two LSTMs, [A smudged letter](lab08#a-smudged-letter). One read from the left and restored {} of the letters in the test paragraphs; two readers, one from each side, restored {}.", percent(left), percent(both)));
    lesson.say("A transformer needs no second reader. Without its mask, a block lets every letter ask all others, on both sides. But then a letter also sees *itself*, so what is to be guessed has to be hidden: a token of its own stands there, the **mask token**. BERT (Devlin and others, 2018) hides 15 % of a text at a time, and learns from the guesses at those places alone.");
    let corpus = Corpus::new();
    let learn = corpus.learn_and_choose();
    let (steps, seed) = (lesson.shortened(STEPS, 10), lesson.flags().seed);
    let all = [Hidden::Share(0.15), Hidden::Middle];
    let mut bar = lesson.progress("smudges", all.len() * steps);
    let [scattered, middle] = all.map(|hidden| {
        let mut model = Restorer::new(&mut lesson.rng());
        train(&mut model, hidden, &learn, (steps, seed), |bits| {
            bar.step(bits, None);
        });
        model
    });
    bar.done();
    let [by_share, by_middle] = [&scattered, &middle].map(|model| score(model, &corpus.test));
    lesson.number("smudge_share", by_share);
    lesson.number("smudge_middle", by_middle);
    lesson.say(format!("Two blocks, {} weights, about as many as the two readers had. The same text, and {} steps of {} letters, as they had.", count(parameters(&middle)), count(steps), count(BATCH * WINDOW)));
    lesson.predict_number(
        &format!("The two readers restored {}. How many does the transformer restore that learned with 15 % hidden?", percent(both)),
        Quantity::percent(by_share, 1).within(0.07),
        &format!("{}. A reader comes to a letter *after* the one before it: the order is how it is built. A transformer gets a letter and the number of a place, and what place 5 has to do with place 6 it has to find out, in a few hundred steps. And it guesses 15 % of the letters that it sees, where the readers stop before every one.", percent(by_share)),
    );
    lesson.say("Help it with the order. Let the gap always be in the *middle* of the window, one gap and no more. Now place 7 is always the letter before it, and place 9 the one behind.");
    lesson.predict_choice(
        "It now gets one guess from a window of 16, where it got about two. Is it better or worse?",
        &["better", "worse", "about the same"],
        first(by_middle - by_share, 0.01),
        &format!("{} after {}. Fewer guesses, and each teaches more, for a place means the same in all of them.", percent(by_middle), percent(by_share)),
    );
    let table = Table::new(["", "letters restored"])
        .row(["LSTM from the left (lab 8)", &percent(left)])
        .row(["LSTMs from both sides (lab 8)", &percent(both)])
        .row(["transformer, 15 % hidden", &percent(by_share)])
        .row(["transformer, the middle hidden", &percent(by_middle)]);
    lesson.table(&table.caption("Every letter of the test paragraphs smudged alone; about as many weights, the same text, the same number of letters read."));
    shown(&middle, lesson);
    lesson.say("It sees both sides, and passes the reader from the left. Two readers stay ahead: in as many steps they had many more guesses, and the order for nothing. What is built in need not be learned, and where text and time are short that is worth most.");
    Ok(())
}

/// Sentences with a gap, and what stands there first and second.
fn shown(model: &Restorer, lesson: &mut Lesson) {
    let lines = [
        "the c?t",
        "chased the ca? up the tree",
        "the l?ss falls",
        "a large w?ight",
        "?eights are learned",
        "add the b?as",
    ];
    let line = |line: &str| {
        let gap = line.find('?').unwrap_or(0);
        let best = guesses(model, &text::encode(line), &[gap]).concat();
        let one = |(letter, p): &Guess| format!("{letter} {}", percentage(*p, 0));
        let two: Vec<String> = best.iter().take(2).map(one).collect();
        format!("✎ {line:<28} {}", two.join(", "))
    };
    lesson.show(lines.map(line).join("\n"));
}
