//! Lab 9: autoencoders.

use labkit::{About, Lesson};

const ABOUT: About = About {
    lab: 9,
    title: "Autoencoders",
    question: "What does a network learn of pictures when nobody tells it what they show, and can it draw new ones?",
    minutes: 100,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab09::judging::exercises(), &[], |_lesson| Ok(()))
}
