//! Two hundred of MNIST's test digits, drawn with another pen, smaller or larger, off the centre: the reader of chapter 6 has to
//! know them. Ignored where the files are not at hand.

use libtest_mimic::{Arguments, Failed, Trial};
use live::retrace::{Drawn, drawn_elsewhere};
use live::{Pen, Session};
use std::process::ExitCode;

/// One in fifty of ten thousand.
const EVERY: usize = 50;
/// How many of two hundred may be misread: three in a hundred.
const MISREAD: usize = 6;

fn main() -> ExitCode {
    let test = datasets::images("mnist").map(|split| split.test);
    let present = test.is_ok();
    let why = if present {
        ""
    } else {
        " (no files: `cargo run -p datasets -- fetch mnist`)"
    };
    let name = format!("digits_drawn_by_others_are_read{why}");
    let trial = Trial::test(name, move || {
        let test = test.map_err(|error| Failed::from(error.to_string()))?;
        let pixels: Vec<f32> = test.pixels.iter().copied().collect();
        let drawn: Vec<Drawn> = drawn_elsewhere(&pixels, &test.labels, EVERY).collect();
        read(&drawn)
    });
    let trials = vec![trial.with_ignored_flag(!present)];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn read(drawn: &[Drawn]) -> Result<(), Failed> {
    let entry = live::find("06", "draw").ok_or("chapter 6 has a paper")?;
    let mut session = Session::open(entry);
    let mut misread = Vec::new();
    for (n, one) in drawn.iter().enumerate() {
        session.press("clear");
        session.set("pen", &one.pen.to_string());
        for stroke in one.strokes.points() {
            session.pen("paper", Pen::Down, stroke[0]);
            for &at in &stroke[1..] {
                session.pen("paper", Pen::Move, at);
            }
            session.pen("paper", Pen::Up, stroke[stroke.len() - 1]);
        }
        let guess = session.number("first");
        if guess != f64::from(one.digit) {
            misread.push(format!("number {n}, a {}, is read as {guess}", one.digit));
        }
    }
    println!(
        "{} of {} are read right",
        drawn.len() - misread.len(),
        drawn.len()
    );
    if drawn.len() != 200 || misread.len() > MISREAD {
        return Err(misread.join("\n").into());
    }
    Ok(())
}
