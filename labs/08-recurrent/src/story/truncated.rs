//! "A shorter way back": truncated backpropagation through time.

use lab08::reader::{Kind, Reader};
use lab08::truncated::{Echo, STREAMS, learn, right};
use labkit::numerals::{count, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};

/// Hidden units.
const HIDDEN: usize = 8;
/// How far back the bit lies that is asked for.
const DELAY: usize = 5;
/// Steps of each stream, to learn from.
const READ: usize = 24_000;

/// "A shorter way back".
pub fn truncated(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A text has a million letters. Unfolded, that is a network of a million layers, whose states all have to be kept for the way back, for a single step of learning. Nobody does that. One reads a piece, goes back through it, takes a step of descent, and reads on. The *state* is handed on from piece to piece; the *gradient* is cut. This is **truncated** backpropagation through time.");
    lesson.say(format!("What does it cost? {STREAMS} endless streams of bits; at each step the network is to say which bit came {DELAY} steps ago. It has {HIDDEN} hidden units, and reads {} bits of each stream, in pieces.", count(READ)));
    let windows = [1, 2, 5, 6, 8, 24];
    let mut bar = lesson.progress("windows", windows.len());
    let results = windows.map(|window| {
        bar.step(0.0, None);
        let seeds = lesson.seeds(2, 1).into_iter();
        seeds
            .map(|seed| one(lesson, window, seed))
            .collect::<Vec<f64>>()
    });
    bar.done();
    let learned = |shares: &[f64]| shares.iter().any(|&share| share >= 0.75);
    let pairs = || windows.iter().zip(&results);
    if let Some((&shortest, _)) = pairs().find(|(_, shares)| learned(shares)) {
        lesson.predict_number(
            "The state is handed on, so at every step the network *could* still know what came five steps ago, however short the pieces are. How many steps must a piece have for it to learn that?",
            Quantity::new(shortest as f64, 0).within(0.5),
            &format!("{shortest}: the bit and its answer five steps later have to lie in one piece, at least now and then."),
        );
    }
    let mut table = Table::new([
        "steps a piece",
        "repeated right",
        "states kept for the way back",
    ]);
    for (&window, shares) in pairs() {
        let shown = if learned(shares) {
            percent(mean(shares.iter().copied()))
        } else {
            "hardly better than guessed".to_string()
        };
        table.push([window.to_string(), shown, count(STREAMS * window)]);
    }
    lesson.table(
        &table.caption(
            "Mean over the networks (two, or one with `--quick`), each asked about 500 new bits of 16 streams in one go.",
        ),
    );
    lesson.say("It is all or nothing. Where one answer of a piece has its cause inside the same piece, that is enough: what is learned there holds everywhere. With less, no gradient ever leads from a mistake to the bit that it is about. In nabla `run.state().detach()` takes the state off the tape, and `.on(&tape)` puts it on the next one, as a constant.");
    Ok(())
}

fn one(lesson: &Lesson, window: usize, seed: u64) -> f64 {
    let mut rng = nabla::rng(seed);
    let mut reader = Reader::new(Kind::Rnn, 1, HIDDEN, 1, &mut rng);
    let mut echo = Echo::new(DELAY, rng);
    learn(
        &mut reader,
        &mut echo,
        window,
        lesson.shortened(READ, 5) / window,
    );
    right(&reader, &mut echo, 500)
}
