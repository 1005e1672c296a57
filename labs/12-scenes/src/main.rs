//! Lab 12: Where, how many, which.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training.

mod figures;
mod story;

use labkit::{About, Flag};
use story::{
    average, beam, bleu, boxes::Boxes, film, four, grid, keep, lazy, long_run, masks, once,
    overlap, same, scenes, words,
};

const ABOUT: About = About {
    lab: 12,
    title: "Where, how many, which",
    question: "A network can say what a picture shows. How does it say where, how many, which pixels, whether two are the same, and all of it in words?",
    minutes: 120,
    source: lab12::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "detector", "unet", "siamese", "captions"]);
    let own = [Flag::choice(
        "words",
        &["moved", "not-moved"],
        "moved",
        "In in-words: whether the words that are wanted are those given, moved by one",
    )
    .not_with("network")];
    let flags = [&flags[..], &own].concat();
    trainer::run(ABOUT, lab12::judging::exercises(), &flags, |lesson| {
        let long = match lesson.choice("network") {
            "detector" => Some(long_run::detector as fn(&mut _) -> _),
            "unet" => Some(long_run::unet as _),
            "siamese" => Some(long_run::siamese as _),
            "captions" => Some(long_run::captions as _),
            _ => None,
        };
        if let Some(long) = long {
            return lesson.section("One long training", long);
        }
        let boxes = Boxes::new(lesson)?;
        let pairs = same::Pairs::new(lesson)?;
        let captions = words::Captions::new(lesson)?;
        lesson.sections(&[
            ("Scenes from a seed", &|l| scenes::scenes(&boxes, l)),
            ("Four numbers", &|l| four::four(&boxes, l)),
            ("Two losses for a box", &|l| overlap::overlap(&boxes, l)),
            ("A grid that answers", &|l| grid::grid(&boxes, l)),
            ("Keep the best", &|l| keep::keep(&boxes, l)),
            ("Average precision", &|l| average::average(&boxes, l)),
            ("Which pixels", &masks::masks),
            ("The lazy answer", &lazy::lazy),
            ("The same or not", &|l| same::same(&pairs, l)),
            ("Seen once", &|l| once::once(&pairs, l)),
            ("In words", &|l| words::words(&captions, l)),
            ("The best sentence", &|l| beam::beam(&captions, l)),
            ("How good is a sentence", &|l| bleu::bleu(&captions, l)),
            ("Film", &film::film),
        ])
    })
}
