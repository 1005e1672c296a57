//! Lab 12: Where, how many, which.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training.

mod figures;
mod story;

use labkit::About;
use story::{
    average, beam, bleu, film, four, grid, keep, lazy, masks, once, overlap, pixels_run, same,
    scenes, words,
};

const ABOUT: About = About {
    lab: 12,
    title: "Where, how many, which",
    question: "A network can say what a picture shows. How does it say where, how many, which pixels, whether two are the same, and all of it in words?",
    minutes: 120,
    source: lab12::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "unet", "siamese"]);
    trainer::run(ABOUT, lab12::judging::exercises(), &flags, |lesson| {
        match lesson.choice("network") {
            "unet" => return lesson.section("One long training", pixels_run::unet),
            "siamese" => return lesson.section("One long training", pixels_run::siamese),
            _ => {}
        }
        let pairs = same::Pairs::new(lesson)?;
        lesson.sections(&[
            ("Scenes from a seed", &scenes::scenes),
            ("Four numbers", &four::four),
            ("Two losses for a box", &overlap::overlap),
            ("A grid that answers", &grid::grid),
            ("Keep the best", &keep::keep),
            ("Average precision", &average::average),
            ("Which pixels", &masks::masks),
            ("The lazy answer", &lazy::lazy),
            ("The same or not", &|l| same::same(&pairs, l)),
            ("Seen once", &|l| once::once(&pairs, l)),
            ("In words", &words::words),
            ("The best sentence", &beam::beam),
            ("How good is a sentence", &bleu::bleu),
            ("Film", &film::film),
        ])
    })
}
