//! The best sentence.

use super::words::Captions;
use crate::figures;
use lab12::captions::example::{PHRASES, made_up, spoken};
use lab12::captions::grammar::{END, LONGEST, decode};
use lab12::captions::writing::{exact, log_p, next_words};
use lab12::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use std::cell::Cell;

/// How often the made-up model stops after "a three", where that is looked at.
const STOPS: f64 = 0.7;
/// Scenes that are searched.
const SCENES: usize = 150;

/// A search: continuations, the end, the width, the longest, the power of the length.
type Search = fn(&dyn Fn(&[usize]) -> Vec<f64>, usize, usize, usize, f64) -> Vec<usize>;

/// "The best sentence".
pub fn beam(captions: &Captions, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The captioner gives every sentence a probability. Which one should it say? Surely the most probable; but of all sequences of 9 words nobody can try every one. **Greedy** search takes the likeliest next word each time. A made-up model in front of a three and a large digit that may be a seven or a one:");
    let caption = "A made-up model: what can follow what, and how probable it is. Where nothing stands at a line, it is sure.";
    lesson.figure("tree", caption, (720, 250), figures::tree::draw)?;
    let rows = [&[][..], &[1], &[5, 6]].map(|said| {
        let after = made_up(0.0, said).into_iter().zip(PHRASES);
        let after = after.filter(|(log_p, _)| log_p.is_finite());
        let after = after.map(|(log_p, phrase)| format!("{phrase} {}", num(log_p.exp(), 2)));
        let said = match said {
            [] => "–".into(),
            _ => spoken(said),
        };
        [said, after.collect::<Vec<_>>().join(", ")]
    });
    let table = Table::new(["said so far", "what comes next"]).rows(rows);
    lesson.table(&table.caption("After *a large seven* and *a large one* comes *right of a three*, after *a three* comes *left of a large*, surely."));
    let (yours, ours) = (exercises::beam_search, solutions::beam_search);
    let search: Search = lesson.answer("beam_search", yours, ours);
    let found = |stops: f64, width, alpha| {
        let next = |said: &[usize]| made_up(stops, said);
        let words = search(&next, 0, width, 6, alpha);
        let ln_p = log_p(&next, &words);
        (spoken(&words), ln_p, words.len())
    };
    let (greedy, ln_p, _) = found(0.0, 1, 0.0);
    let p = ln_p.exp();
    lesson.predict_number(
        "How probable is the sentence that greedy search writes?",
        Quantity::new(p, 3),
        &format!("*{greedy}*: 0.55 · 0.52 · 1 = {}.", num(p, 3)),
    );
    let (best, ln_p, _) = found(0.0, 2, 0.0);
    let p = ln_p.exp();
    lesson.predict_number(
        "And the most probable of the four sentences?",
        Quantity::new(p, 3),
        &format!("*{best}*: 0.45 · 1 · 0.8 = {}. Greedy search went wrong with its first word. That was the likelier one, and what follows it is a toss-up.", num(p, 3)),
    );
    lesson.say("So keep more than one. **Beam search** keeps the `width` best sentences so far; each round continues all of them with every word, and again keeps the best. With width 2 it finds the better sentence here. It is no cure for everything: what has left the beam is lost, as before.");
    lesson.say("One thing more. Every word makes a sentence less probable, so the most probable are short ones. **Length normalisation** compares ln p divided by the number of words, to the power of some α: 0 leaves it out, 1 takes the mean.");
    let header = "α, a beam of width 5 finds, p, ln p, phrases, ln p a phrase";
    let rows = [0.0, 1.0].map(|alpha| {
        let (said, ln_p, phrases) = found(STOPS, 5, alpha);
        let [p, ln_p, each] = [ln_p.exp(), ln_p, ln_p / phrases as f64].map(|x| num(x, 2));
        [num(alpha, 0), said, p, ln_p, count(phrases), each]
    });
    let table = Table::new(header.split(", ")).rows(rows);
    lesson.table(&table.caption(format!("The made-up model once more; now it stops after *a three* in {} of the cases. Its end counts as a phrase.", percent(STOPS))));
    widths(captions, search, lesson)
}

/// The widths that are tried, each with an α.
const TRIED: [(usize, f64); 6] = [(1, 0.0), (2, 0.0), (3, 0.0), (5, 0.0), (20, 0.0), (5, 1.0)];

/// The captioner's sentences, by width and α.
fn widths(captions: &Captions, search: Search, lesson: &mut Lesson) -> Result<()> {
    let model = captions.model(lesson);
    let scenes = &captions.test[..lesson.shortened(SCENES, 10)];
    let mut bar = lesson.progress("searches", TRIED.len());
    let came = TRIED.map(|(width, alpha)| {
        let asked = Cell::new(0);
        let found = scenes.iter().map(|scene| {
            let next = next_words(model, scene);
            let counting = |said: &[usize]| {
                asked.set(asked.get() + 1);
                next(said)
            };
            let words = search(&counting, END as usize, width, LONGEST, alpha);
            let sentence = decode(words.iter().map(|&word| word as u32));
            (sentence, log_p(&next, &words))
        });
        let (sentences, log_ps): (Vec<String>, Vec<f64>) = found.unzip();
        bar.step(0.0, None);
        let asked = asked.get() as f64 / scenes.len() as f64;
        (mean(log_ps), exact(&sentences, scenes), asked)
    });
    bar.done();
    let [(_, greedy, _), .., (_, five, _), _, _] = came;
    let gain = 100.0 * (five - greedy);
    let (searched, greedy) = (count(scenes.len()), percent(greedy));
    lesson.predict_number(
        &format!("Back to the captioner, and {searched} of its scenes. Written greedily, {greedy} of the sentences are right. How many more, in percentage points, with a beam of width 5?"),
        Quantity::new(gain, 1).within(2.0),
        &format!("{} points. Greedy search settles on a first digit before it knows what can be said of it; a beam waits. But what the captioner does not see, no search finds.", num(gain, 1)),
    );
    let mut table = Table::new(["width", "α", "mean ln p", "right", "words asked for"]);
    for ((width, alpha), (log_p, right, asked)) in TRIED.into_iter().zip(came) {
        let (log_p, right) = (num(log_p, 3), percent(right));
        table.push([count(width), num(alpha, 0), log_p, right, num(asked, 0)]);
    }
    lesson.table(&table.caption("*ln p*: of the sentence found, without dividing by its length. *Words asked for*: how often the network had to say what comes next, a scene."));
    lesson.say("Look at the column ln p first. From greedy to a beam of a few it rises a little, then no more: the best sentences are found. This language is small; in translation, with tens of thousands of words and long sentences, widths of 4 to 10 are usual. There a very wide beam even harms, because the most probable sentences of such models are too short.");
    Ok(())
}
