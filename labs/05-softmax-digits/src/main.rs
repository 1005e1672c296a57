//! Lab 5: softmax reads digits, then deeper networks do.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, in `story/long_run.rs`.

mod figures;
mod story;

use labkit::About;
use story::{
    Story, bugs, deeper, errors, gap, gradient, learning, one_hot, races, softmax, start, units,
};

const ABOUT: About = About {
    lab: 5,
    title: "Softmax reads digits, then deeper",
    question: "Which of ten digits is this, how sure are we, and which of 7,850 numbers should change if we were wrong?",
    minutes: 75,
    source: lab05::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "softmax", "mlp64", "mlp512", "mlp512x3"]);
    trainer::run(ABOUT, lab05::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", story::long_run::long_run);
        }
        let story = Story::new(lesson)?;
        lesson.section("An answer in ten parts", |l| one_hot::ten_parts(&story, l))?;
        lesson.section("From two classes to ten", |l| {
            softmax::two_to_ten(&story, l)
        })?;
        lesson.section("When e overflows", softmax::overflow)?;
        lesson.section("The gradient is p − y", |l| gradient::gradient(&story, l))?;
        lesson.section("Learning to read", |l| learning::learning(&story, l))?;
        lesson.section("What the weights look like", |l| {
            learning::weights(&story, l)
        })?;
        lesson.section("Where it errs", |l| errors::errors(&story, l))?;
        lesson.section("Two costs, ten classes", |l| races::costs(&story, l))?;
        lesson.section("What scale should pixels have?", |l| {
            units::units(&story, l)
        })?;
        lesson.section("How to start", |l| start::start(&story, l))?;
        lesson.section("Bugs that still learn", |l| bugs::bugs(&story, l))?;
        lesson.section("A big network and few digits", |l| gap::gap(&story, l))?;
        lesson.section("Deeper", |l| deeper::deeper(&story, l))?;
        lesson.section("Ten digits, read", |l| deeper::read(&story, l))?;
        Ok(())
    })
}
