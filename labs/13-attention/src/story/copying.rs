//! A memory with addresses.

use lab13::machine::copying::{LONGEST, Task, learn, lstm, right};
use lab13::machine::network::{Machine, READS, WRITES};
use lab13::{exercises, solutions};
use labkit::numerals::{count, num, percentage};
use labkit::{Area, Lesson, Quantity, Result, Table, draw, ink};
use nabla::{Sequential, Tape, parameters};
use std::thread;

type Address = fn(&[f64], &[f64], f64, [f64; 3], f64) -> Vec<f64>;

/// Words in the sequences of the exam.
const LENGTHS: [usize; 4] = [10, LONGEST, 2 * LONGEST, 4 * LONGEST];
/// Batches that a machine learns from, and how many times as many the LSTM gets, which is quicker.
const STEPS: usize = 1800;
const MORE: usize = 3;

/// The section.
pub fn copying(lesson: &mut Lesson) -> Result<()> {
    lesson.say("An LSTM keeps all that it knows in one vector. A computer has a memory of many cells, and a pointer to one of them. A pointer has no gradient; so a *Neural Turing machine* (Graves, Wayne and Danihelka, 2014) stands on all rows of its memory at once, on each with a share. It goes where the content is like its key, or from where it stood a row back or on; then it sharpens what the move has blurred.");
    by_hand(lesson);
    lesson.say(format!("It learns to copy. Words of six random bits are heard, then a bell, then silence, in which the words are to be said again. The longest sequence has {LONGEST} words; the exam has {} and {}, and lends the machine more rows for it.", 2 * LONGEST, 4 * LONGEST));
    let (mut machines, lstm) = trained(lesson);
    standing(lesson, &machines[0])?;
    let exam = |machine: &mut Machine| {
        let right = LENGTHS.map(|length| {
            machine.rows = length + 4;
            right(machine, length, 50)
        });
        (parameters(machine), right)
    };
    let machines: Vec<Exam> = machines.iter_mut().map(exam).collect();
    let exam = LENGTHS.map(|length| right(&lstm, length, 50));
    result(lesson, &machines, (parameters(&lstm), exam));
    Ok(())
}

/// A head on five rows.
fn by_hand(lesson: &mut Lesson) {
    let address: Address = lesson.answer("address", exercises::address, solutions::address);
    let (found, before) = ([0.05, 0.05, 0.1, 0.7, 0.1], [0.0, 1.0, 0.0, 0.0, 0.0]);
    let gone = |gate, shares, power| address(&found, &before, gate, shares, power);
    let rows = [
        ("where it stood", before.to_vec()),
        ("found by content", found.to_vec()),
        ("gate 1, no move", gone(1.0, [0.0, 1.0, 0.0], 1.0)),
        ("gate 0, one row on", gone(0.0, [0.0, 0.0, 1.0], 1.0)),
        (
            "gate 0, 0.8 of it one row on",
            gone(0.0, [0.0, 0.2, 0.8], 1.0),
        ),
        ("the same, power 3", gone(0.0, [0.0, 0.2, 0.8], 3.0)),
    ];
    let rows = rows.map(|(words, shares)| {
        let shares = shares.into_iter().map(|w| num(w, 2));
        std::iter::once(words.to_string()).chain(shares)
    });
    let table = Table::new(["", "row 0", "1", "2", "3", "4"]).rows(rows);
    let caption = "The shares of a head on five rows: before, and after a step with four settings.";
    lesson.table(&table.caption(caption));
}

/// Three machines and an LSTM, each on a thread of its own.
fn trained(lesson: &Lesson) -> (Vec<Machine>, Sequential) {
    let (steps, seeds) = (lesson.shortened(STEPS, 60), lesson.seeds(3, 1));
    let mut bar = lesson.progress("three machines and an LSTM", steps);
    let mut machines: Vec<Machine> = seeds.iter().map(|&seed| Machine::fresh(seed)).collect();
    let mut reader = lstm(64, &mut nabla::rng(seeds[0]));
    thread::scope(|scope| {
        let (first, others) = machines.split_at_mut(1);
        for (machine, &seed) in others.iter_mut().zip(&seeds[1..]) {
            scope.spawn(move || learn(machine, steps, seed, |_| {}));
        }
        scope.spawn(|| learn(&mut reader, MORE * steps, seeds[0], |_| {}));
        learn(&mut first[0], steps, seeds[0], |loss| bar.step(loss, None));
    });
    bar.done();
    (machines, reader)
}

/// Where the heads of a machine stand while it copies: of each step the shares of the rows, of both heads.
fn stands(machine: &Machine) -> [Vec<Vec<f32>>; 2] {
    let task = Task::new(1, LONGEST, &mut nabla::rng(7));
    let tape = Tape::new();
    let addresses = machine.run(&tape, tape.constant(task.heard)).1;
    [READS, WRITES].map(|head| {
        let shares = |address: &nabla::Var<'_>| address.select(1, head).value().data().to_vec();
        addresses.iter().map(shares).collect()
    })
}

/// The row with the largest share.
fn top(shares: &[f32]) -> usize {
    let best = |&a: &usize, &b: &usize| shares[a].total_cmp(&shares[b]);
    (0..shares.len()).max_by(best).unwrap_or(0)
}

fn standing(lesson: &mut Lesson, machine: &Machine) -> Result<()> {
    let [reads, writes] = stands(machine);
    // The controller sees what was read at the step before, so a machine may read at the step of the answer or one step ahead.
    let same = |ahead: usize| {
        let read = |t: usize| top(&reads[LONGEST + 1 + t - ahead]) == top(&writes[t]);
        (0..LONGEST).filter(|&t| read(t)).count()
    };
    let (now, ahead) = (same(0), same(1));
    let when = match now >= ahead {
        true => "at the step at which they are said",
        false => "one step before they are said",
    };
    let same = lesson.number("copy_same_row", now.max(ahead));
    lesson.predict_choice(
        &format!("Of {LONGEST} words the third was heard at step 3. The bell rings at step {}, and then they are said, the third at step {}. Where does the head that reads go for it?", LONGEST + 1, LONGEST + 4),
        &["to the row where the head that writes stands now", "to the row where the head that writes stood at step 3", "to all rows; the controller keeps the words apart"],
        1,
        &format!("To the row where the third word was written. Of {LONGEST} words, {same} are read at the very row at which the head that writes stood when they were heard, and that {when}. Nobody told it to make a list: it was only told which bits were wrong."),
    );
    let caption = format!(
        "Where the heads stand, step by step to the right, row by row down. Left of the line {LONGEST} words are heard; right of it they are said."
    );
    lesson.figure("copying", &caption, (720, 250), |area| {
        draw_head(area, 10, "the head that writes", &writes)?;
        draw_head(area, 375, "the head that reads", &reads)
    })
}

/// A column for each step.
fn draw_head(area: &Area<'_>, left: i32, words: &str, shares: &[Vec<f32>]) -> Result<()> {
    let (cell, top, steps, rows) = (8, 36, shares.len(), shares[0].len());
    let at = |k: usize| shares[k % steps][k / steps];
    let turned: Vec<f32> = (0..steps * rows).map(at).collect();
    let middle = (left + cell * steps as i32 / 2, 18);
    draw::text(area, words, middle, 14, ink::INK)?;
    let (corner, picture) = ((left, top), (&turned[..], steps));
    draw::picture(area, corner, cell, picture, 12.0, draw::as_ink)?;
    let bell = left + cell * LONGEST as i32 + cell / 2;
    let ends = [(bell, top), (bell, top + cell * rows as i32)];
    draw::line(area, &ends, ink::ORANGE, 1)
}

/// How many weights a network has, and its share of right bits at all lengths.
type Exam = (usize, [f64; 4]);

/// What came of it.
fn result(lesson: &mut Lesson, machines: &[Exam], (weights, lstm): Exam) {
    let (own, first) = &machines[0];
    let twice = machines.iter().map(|(_, exam)| exam[2]);
    let good = twice.clone().filter(|&share| share >= 0.99);
    let good = lesson.number("copy_good", good.count());
    lesson.number("copy_least", twice.fold(1.0, f64::min));
    lesson.number("copy_twice", first[2]);
    lesson.number("copy_lstm", lstm[1]);
    lesson.number("copy_lstm_twice", lstm[2]);
    lesson.predict_number(
        &format!("The LSTM has {} weights, a machine {}. It learned from {MORE} times as many sequences. How many bits has it right at {LONGEST} words, the longest that it learned from?", count(weights), count(*own)),
        Quantity::percent(lstm[1], 1).within(0.1),
        &format!("{}; half would be luck.", percentage(lstm[1], 1)),
    );
    lesson.predict_number(
        &format!("And the first machine at {} words, twice as many as it ever heard?", LENGTHS[2]),
        Quantity::percent(first[2], 1).within(0.02),
        &format!("{}. It has learned to go on by one row, and that is as right at the fortieth word as at the second.", percentage(first[2], 1)),
    );
    let names = (1..=machines.len()).map(|i| format!("machine {i}"));
    let names = names.chain(["LSTM".to_string()]);
    let all = names.zip(machines.iter().copied().chain([(weights, lstm)]));
    let rows = all.map(|(name, (weights, exam))| {
        let exam = exam.map(|share| percentage(share, 1));
        [name, count(weights)].into_iter().chain(exam)
    });
    let table = Table::new(["", "weights", "10 words", "20", "40", "80"]).rows(rows);
    lesson.table(&table.caption(format!("Bits that are right, of 50 sequences of each length. At twice the length at least 99 %: {good} of {} machines, which differ in nothing but their first weights and what they heard.", machines.len())));
    lesson.say("What the LSTM has learned is to hold a few words; what a machine has learned is how to copy. Its address is attention to rows that it wrote itself. The rest of this lab drops the writing, and looks at everything.");
}
