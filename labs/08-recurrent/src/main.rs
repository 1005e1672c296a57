//! Lab 8: recurrent networks.

use labkit::{About, Lesson};

const ABOUT: About = About {
    lab: 8,
    title: "Recurrent networks",
    question: "How can a network of fixed size read a sentence of any length, and remember what it read?",
    minutes: 100,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab08::judging::exercises(), &[], |_lesson| Ok(()))
}
