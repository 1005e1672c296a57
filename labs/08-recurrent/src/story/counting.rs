//! "Counting": two languages that have to be counted.

use crate::figures;
use lab08::counting::{
    counts_to, learn_as_then_bs, learn_parity, parity, parity_right, read_as_then_bs,
};
use lab08::reader::{Kind, Reader};
use lab08::window::{VOCABULARY, reader_right, sentences, train_reader};
use labkit::numerals::{count, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Tape;

/// Bits in a row to learn from.
const BITS: usize = 16;
/// The longest row of a to learn from.
const LONGEST: usize = 10;
/// Hidden units.
const HIDDEN: usize = 8;

/// "Counting".
pub fn counting(lesson: &mut Lesson) -> Result<()> {
    lesson.say("From here on nabla takes the steps (its layer `Rnn`), with a dense layer behind it that answers. First the question that the window failed: does the word “not” occur? It learns, as before, from sentences that have “not” among their first four words, and is asked after the eighth.");
    not_again(lesson);
    lesson.say("The same weights make it *possible* that what is learned early holds late. But in training nothing ever happened after the fourth word. What is to hold at every step must be shown at every step.");
    lesson.say("So take a task in which each step counts, and which no window can do: bits come in, one at a time, and after each the network says whether the ones *so far* are odd in number. One bit changed at the beginning changes all answers.");
    let networks = parity_networks(lesson);
    parity_table(lesson, &networks);
    draw_parity(lesson, &networks[0])?;
    lesson.say("It never saw a thousand of anything. It learned two states, *even* and *odd*, and what a 0 and a 1 do to each; from there on length does not matter.");
    as_then_bs(lesson)
}

fn not_again(lesson: &mut Lesson) {
    let mut rng = lesson.rng();
    let mut reader = Reader::new(Kind::Rnn, VOCABULARY, HIDDEN, 1, &mut rng);
    train_reader(&mut reader, 0..4, lesson.shortened(600, 5), &mut rng);
    let seen = reader_right(&reader, &sentences(1000, 0..4, &mut rng));
    let moved = reader_right(&reader, &sentences(1000, 4..8, &mut rng));
    lesson.predict_number(
        "Its weights are the same at every step. How many sentences does it answer right if “not” stands in the second half?",
        Quantity::percent(moved, 0).within(0.1),
        "It may find the word there, but nothing makes it.",
    );
    let verdict = if moved < 0.65 {
        "as by a coin".to_string()
    } else {
        percent(moved)
    };
    let table = Table::new(["“not” stands at", "answered right"])
        .row(["words 1 to 4, as in training", &percent(seen)])
        .row(["words 5 to 8", &verdict]);
    lesson.table(&table.caption("An RNN with 8 hidden units; 1,000 new sentences each."));
}

fn parity_networks(lesson: &Lesson) -> Vec<Reader> {
    let (seeds, steps) = (lesson.seeds(3, 1), lesson.shortened(2_500, 5));
    let mut bar = lesson.progress("parity", seeds.len() * steps);
    let learn = |seed| {
        let mut rng = nabla::rng(seed);
        let mut reader = Reader::new(Kind::Rnn, 1, HIDDEN, 1, &mut rng);
        learn_parity(&mut reader, BITS, steps, &mut rng, |loss| {
            bar.step(loss, None);
        });
        reader
    };
    let networks = seeds.into_iter().map(learn).collect();
    bar.done();
    networks
}

fn parity_table(lesson: &mut Lesson, networks: &[Reader]) {
    let share = |length| {
        let one = |reader| parity_right(reader, length, &mut nabla::rng(5));
        mean(networks.iter().map(one))
    };
    let shares = [BITS, 100, 1_000].map(|length| (length, share(length)));
    lesson.predict_number(
        "A network with eight hidden units learns that from rows of 16 bits. Then it gets rows of 1,000. How many of its 1,000 answers are right?",
        Quantity::new(1_000.0 * shares[2].1, 0).within(50.0),
        "All, or nearly.",
    );
    let mut table = Table::new(["bits in a row", "answers right"]);
    for (length, share) in shares {
        table.push([count(length), percent(share)]);
    }
    lesson.table(&table.caption(format!("Mean of {} RNNs with 8 hidden units, 200 new rows each. A single slip would make all answers after it wrong.", networks.len())));
}

fn draw_parity(lesson: &mut Lesson, reader: &Reader) -> Result<()> {
    let (bits, odd) = parity(1, 24, &mut lesson.rng());
    let states = {
        let tape = Tape::new();
        let x = tape.constant(bits.clone());
        reader.layer.run(&tape, x, None, None).outputs.value()
    };
    lesson.figure(
        "parity-states",
        "The eight hidden units (rows) of a network while it reads 24 bits (above); orange is +1, blue −1. Below: odd so far? The pattern depends on odd or even, and on the last bit or two; what came before leaves no other trace.",
        (680, 290),
        |area| figures::states::draw(area, states.data(), bits.data(), odd.data()),
    )
}

fn as_then_bs(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Two states are few. Here is a language that needs more: some a, then *as many* b, then some a again, as in aabbaaabbbab. At each step the network is asked for the next letter. While a come in, nobody can know when they will end. But from the first b on everything is settled: so many b, and then an a.");
    let mut rng = lesson.rng();
    let mut reader = Reader::new(Kind::Rnn, 2, HIDDEN, 2, &mut rng);
    let steps = lesson.shortened(3_000, 5);
    let mut bar = lesson.progress("counting", steps);
    learn_as_then_bs(&mut reader, LONGEST, steps, &mut rng, |loss| {
        bar.step(loss, None)
    });
    bar.done();
    let right = |range: std::ops::RangeInclusive<usize>| {
        range.filter(|&letters| counts_to(&reader, letters)).count()
    };
    let (seen, beyond) = (right(1..=LONGEST), right(14..=30));
    lesson.predict_number(
        "It learns with up to 10 letters a. Of the 17 numbers from 14 to 30, for how many will it know how many b have to come?",
        Quantity::new(beyond as f64, 0).within(1.0),
        "It counts as far as it has seen, and hardly one further.",
    );
    let table = Table::new(["letters a", "counted right"])
        .row(["1 to 10", &format!("{seen} of {LONGEST}")])
        .row(["14 to 30", &format!("{beyond} of 17")]);
    lesson.table(&table);
    let (states, _) = read_as_then_bs(&reader, LONGEST);
    let mut chart = Chart::new("letters read: ten a, ten b", "hidden unit");
    for unit in shown_units(&states) {
        let slow = drift(&states, unit).into_iter().enumerate();
        let points = slow.map(|(t, value)| (t as f64 + 1.5, f64::from(value)));
        chart = chart.line(format!("unit {}", unit + 1), points);
    }
    lesson.chart(
        "counting-units",
        "Three of the eight hidden units while ten a and then ten b come in, as the mean of two neighbouring letters. They move on with every letter: that is the count.",
        &chart.y_range(-1.0..1.0),
    )?;
    lesson.say("So the network counts, with numbers between −1 and 1 for counters (Rodriguez, Wiles and Elman, 1999). Every number of letters needs a value of its own there: the more there are, the closer they lie together, and what lies beyond the last one that was practised was never taught. A sum that can grow would count further. Keep that in mind.");
    Ok(())
}

/// The mean of each two neighbouring values of a unit.
fn drift(states: &[f32], unit: usize) -> Vec<f32> {
    let values: Vec<f32> = states.iter().skip(unit).step_by(HIDDEN).copied().collect();
    values.windows(2).map(|w| (w[0] + w[1]) / 2.0).collect()
}

/// The three units whose slow part moves most.
fn shown_units(states: &[f32]) -> Vec<usize> {
    let travel = |unit: usize| -> f32 {
        let slow = drift(states, unit);
        let most = slow.iter().copied().fold(f32::MIN, f32::max);
        most - slow.iter().copied().fold(f32::MAX, f32::min)
    };
    let mut units: Vec<usize> = (0..HIDDEN).collect();
    units.sort_by(|&a, &b| travel(b).total_cmp(&travel(a)));
    units.truncate(3);
    units.sort_unstable();
    units
}
