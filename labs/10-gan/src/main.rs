//! Lab 10: adversarial networks.

use labkit::{About, Lesson};

const ABOUT: About = About {
    lab: 10,
    title: "Adversarial networks",
    question: "Can two networks teach each other, one to draw and one to tell drawings from the real?",
    minutes: 100,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab10::judging::exercises(), &[], |_lesson| Ok(()))
}
