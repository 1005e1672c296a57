//! Lab 6: convolution, by hand and on the graphics card.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, in `story/long_run.rs`.

mod figures;
mod story;

use labkit::{About, Lesson};
use story::{sliding, volumes};

const ABOUT: About = About {
    lab: 6,
    title: "Convolution, by hand and on the graphics card",
    question: "How can a network see that two pixels are neighbours, and find an edge wherever it is?",
    minutes: 100,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab06::judging::exercises(), &[], |lesson| {
        lesson.section("A filter on the tip of a seven", sliding::seven)?;
        lesson.section("Nine products and a sum", sliding::a_sum)?;
        lesson.section("Which way round?", sliding::which_way)?;
        lesson.section("Colours, and many filters", volumes::volumes)?;
        lesson.section("How large, and how many numbers", volumes::sizes)?;
        Ok(())
    })
}
