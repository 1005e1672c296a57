//! "A shorter way back": truncated backpropagation through time.

use lab08::reader::{Kind, Reader};
use lab08::truncated::{Echo, STREAMS, learn, right};
use labkit::numerals::{count, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Result, Table};

/// Hidden units.
const HIDDEN: usize = 8;
/// How far back the bit lies that is asked for.
const DELAY: usize = 5;
/// Steps of each stream, to learn from.
const READ: usize = 24_000;

/// "A shorter way back".
pub fn truncated(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A text has a million letters. Unfolded, that is a network of a million layers, whose states all have to be kept for the way back, for a single step of learning. Nobody does that. One reads a piece of, say, 50 steps, goes back through these, takes a step of descent, and reads on. The *state* is handed on from piece to piece; the *gradient* is cut: to the next piece, the state it starts from is just some numbers. This is **truncated** backpropagation through time.");
    lesson.say(format!("What does it cost? {STREAMS} endless streams of bits; at each step the network is to say which bit came {DELAY} steps ago. It has {HIDDEN} hidden units, and reads {} bits of each stream, in pieces.", count(READ)));
    lesson.predict(
        "The state is handed on, so at every step the network *could* still know what came five steps ago, however short the pieces are. How long must they be for it to learn that?",
        "6 steps or more: the bit, and its answer five steps later, have to lie in one piece, at least now and then.",
    );
    let windows = [1, 2, 3, 6, 8, 24];
    let mut bar = lesson.progress("windows", windows.len());
    let mut table = Table::new([
        "steps a piece",
        "repeated right",
        "states kept for the way back",
    ]);
    for window in windows {
        let shares = lesson
            .seeds(2, 1)
            .into_iter()
            .map(|seed| one(lesson, window, seed));
        let shares: Vec<f64> = shares.collect();
        let best = shares.iter().copied().fold(0.0, f64::max);
        let shown = if best < 0.75 {
            "hardly better than guessed".to_string()
        } else {
            percent(mean(shares.iter().copied()))
        };
        table.push([window.to_string(), shown, count(STREAMS * window)]);
        bar.step(0.0, None);
    }
    bar.done();
    lesson.table(
        &table.caption(
            "Mean over the networks (two, or one with `--quick`), each asked about 500 new bits of 16 streams in one go.",
        ),
    );
    lesson.say("It is all or nothing. With 6 steps only the last of each piece has its cause inside the same piece, one answer in six; that is enough, because what is learned there holds everywhere. With less, no gradient ever leads from a mistake to the bit that it is about. The network does carry *something* of that bit along, by chance, but nobody teaches it to.");
    lesson.say("In nabla: `run.state().detach()` takes the state off the tape, `.on(&tape)` puts it on the next one, as a constant. Forget the detach in PyTorch, and the second piece stops with *Trying to backward through the graph a second time*; silence that with `retain_graph=True`, as people do, and every step goes back to the beginning of the text. And when one text ends and another begins, start from 0 again, or the new one is read in the light of the old.");
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
