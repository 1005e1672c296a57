//! Lab 6.

use labkit::{About, Lesson};

const ABOUT: About = About {
    lab: 6,
    title: "Convolution, by hand and on the graphics card",
    question: "?",
    minutes: 90,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab06::judging::exercises(), &[], |_lesson| Ok(()))
}
