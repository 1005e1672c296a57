//! Lab 12: Where, how many, which.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training.

mod figures;
mod story;

use labkit::{About, Flag};
use story::{
    average, beam, bleu, film, four, grid, keep, lazy, masks, once, overlap, same, scenes, words,
};

const ABOUT: About = About {
    lab: 12,
    title: "Where, how many, which",
    question: "A network can say what a picture shows. How does it say where, how many, which pixels, whether two are the same, and all of it in words?",
    minutes: 120,
    source: lab12::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "captions"]);
    let own = [Flag::choice(
        "words",
        &["moved", "not-moved"],
        "moved",
        "In in-words: whether the words that are wanted are those given, moved by one",
    )
    .not_with("network")];
    let flags = [&flags[..], &own].concat();
    trainer::run(ABOUT, lab12::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") == "captions" {
            return lesson.section("One long training", lab12::captions::long_run::long_run);
        }
        let captions = words::Captions::new(lesson)?;
        lesson.sections(&[
            ("Scenes from a seed", &scenes::scenes),
            ("Four numbers", &four::four),
            ("Two losses for a box", &overlap::overlap),
            ("A grid that answers", &grid::grid),
            ("Keep the best", &keep::keep),
            ("Average precision", &average::average),
            ("Which pixels", &masks::masks),
            ("The lazy answer", &lazy::lazy),
            ("The same or not", &same::same),
            ("Seen once", &once::once),
            ("In words", &|l| words::words(&captions, l)),
            ("The best sentence", &|l| beam::beam(&captions, l)),
            ("How good is a sentence", &|l| bleu::bleu(&captions, l)),
            ("Film", &film::film),
        ])
    })
}
