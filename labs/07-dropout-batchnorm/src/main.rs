//! Lab 7.

use labkit::{About, Lesson};

const ABOUT: About = About {
    lab: 7,
    title: "Dropout and batch normalisation",
    question: "?",
    minutes: 90,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab07::judging::exercises(), &[], |_lesson| Ok(()))
}
