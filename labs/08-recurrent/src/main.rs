//! Lab 8: recurrent networks.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::{About, Lesson};
use story::{cell, shapes};

const ABOUT: About = About {
    lab: 8,
    title: "Recurrent networks",
    question: "How can a network of fixed size read a sentence of any length, and remember what it read?",
    minutes: 120,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab08::judging::exercises(), &[], |lesson| {
        if let Some(threads) = lesson.flags().threads {
            nabla::set_threads(threads);
        }
        lesson.section("One word at a time", shapes::shapes)?;
        lesson.section("A cell by hand", cell::by_hand)?;
        lesson.section("Back through time", cell::back)?;
        Ok(())
    })
}
