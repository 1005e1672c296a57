//! The learner's engine, trained.

use lab03::tape::{Engine, Tape, xor_loss};
use lab03::xor::{CASES, XorNet};
use lab03::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};

/// A start that gets there.
const START: [f64; 9] = [1.0, -1.5, 0.5, 2.0, -2.0, 1.0, 0.5, 1.5, -1.0];
const RATE: f64 = 1.0;

type Training = fn(&Engine, [f64; 9], f64, usize) -> [f64; 9];

pub fn engine(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "`src/tape.rs` is half an engine: it keeps its numbers on a list and calls them by their places. The other half is \
         three exercises, and here they run as one program.",
    );
    let engine = Engine {
        mul: lesson.answer(
            "mul",
            exercises::mul as fn(&mut Tape, usize, usize) -> usize,
            solutions::mul,
        ),
        walk: lesson.answer(
            "walk_backward",
            exercises::walk_backward as fn(&[Vec<(usize, f64)>]) -> Vec<f64>,
            solutions::walk_backward,
        ),
    };
    let train = lesson.answer(
        "train_xor",
        exercises::train_xor as Training,
        solutions::train_xor,
    );
    let mut table = Table::new(["steps", "loss", "0 xor 0", "0 xor 1", "1 xor 0", "1 xor 1"]);
    for steps in [0, 100, 300, 1000] {
        let weights = train(&engine, START, RATE, steps);
        let mut tape = engine.tape();
        let places = weights.map(|weight| tape.number(weight));
        let loss = xor_loss(&mut tape, &places);
        let net = net(weights);
        let mut row = vec![steps.to_string(), num(tape.value(loss), 4)];
        row.extend(CASES.iter().map(|&(x, _)| num(net.answer(x), 3)));
        table.push(row);
    }
    lesson.table(&table.caption(format!("XOR, learned by that program at rate {RATE}.")));
    Ok(())
}

/// The net whose nine numbers these are.
fn net(w: [f64; 9]) -> XorNet {
    XorNet {
        w1: vec![[w[0], w[1]], [w[4], w[5]]],
        b1: vec![w[2], w[6]],
        w2: vec![w[3], w[7]],
        b2: w[8],
    }
}
