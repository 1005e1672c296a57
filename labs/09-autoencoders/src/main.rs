//! Lab 9: autoencoders.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, in `story/long_run.rs`.

mod figures;
mod story;

use lab06::long_run::device_help;
use labkit::{About, Flag, Lesson};
use story::{Story, door, network_pca, random, widest};

const ABOUT: About = About {
    lab: 9,
    title: "Autoencoders",
    question: "What does a network learn of pictures when nobody tells it what they show, and can it draw new ones?",
    minutes: 120,
    manifest_dir: env!("CARGO_MANIFEST_DIR"),
};

fn main() -> std::process::ExitCode {
    let network = Flag::choice(
        "network",
        &["none"],
        "none",
        "In place of the lesson: train this network on all of --data, and show what it has learned",
    );
    let resume = Flag::switch(
        "resume",
        "With --network: go on from the checkpoint that an interrupted training left in --out",
    );
    let device = Flag::choice("device", &["cpu", "gpu"], "cpu", device_help());
    let flags = [network, resume, device];
    Lesson::run(ABOUT, lab09::judging::exercises(), &flags, |lesson| {
        if let Some(threads) = lesson.flags().threads {
            nabla::set_threads(threads);
        }
        let story = Story::new(lesson)?;
        lesson.section("A narrow door", door::door)?;
        lesson.section("The widest directions", |l| widest::widest(&story, l))?;
        lesson.section("Thrown at random", |l| random::random(&story, l))?;
        lesson.section("A network finds the same plane", |l| {
            network_pca::lands(&story, l)
        })?;
        Ok(())
    })
}
