//! Lab 5: softmax reads digits, then deeper networks do.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, in `story/long_run.rs`.

mod figures;
mod story;

use labkit::{About, Flag};
use story::{
    Story, bugs, deeper, errors, gap, gradient, learning, one_hot, races, softmax, start, units,
};

const ABOUT: About = About {
    lab: 5,
    title: "Softmax reads digits, then deeper",
    question: "Which of ten digits is this, how sure are we, and which of 7,850 numbers should change if we were wrong?",
    minutes: 75,
    source: lab05::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "softmax", "mlp64", "mlp512", "mlp512x3"]);
    // Here the lesson's own networks go by it too.
    let own = [
        Flag::epochs(),
        Flag::number(
            "rate",
            0.000_001..=1000.0,
            0.5,
            "The learning rate of the softmax network",
        )
        .not_with("network"),
        Flag::count(
            "batch",
            1..=1000,
            100,
            "How many pictures a step of the softmax network looks at",
        )
        .not_with("network"),
    ];
    let flags = [&flags[..], &own].concat();
    trainer::run(ABOUT, lab05::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", story::long_run::long_run);
        }
        lesson.try_this(&[
            (
                "--section learning-to-read --rate 5",
                "Does a tenfold rate learn ten times as fast? Look at both losses.",
            ),
            (
                "--section learning-to-read --batch 1 --rate 0.01",
                "One picture a step: how does it end, and how long does an epoch take?",
            ),
            (
                "--section learning-to-read --epochs 200",
                "What becomes of the validation loss?",
            ),
            (
                "--section what-the-weights --epochs 1",
                "How soon can one see what the templates will be?",
            ),
        ]);
        let story = Story::new(lesson)?;
        lesson.sections(&[
            ("An answer in ten parts", &|l| one_hot::ten_parts(&story, l)),
            ("From two classes to ten", &|l| {
                softmax::two_to_ten(&story, l)
            }),
            ("When e overflows", &softmax::overflow),
            ("The gradient of ten logits", &|l| {
                gradient::gradient(&story, l)
            }),
            ("Learning to read", &|l| learning::learning(&story, l)),
            ("What the weights look like", &|l| {
                learning::weights(&story, l)
            }),
            ("Where it errs", &|l| errors::errors(&story, l)),
            ("Two costs, ten classes", &|l| races::costs(&story, l)),
            ("What scale should pixels have?", &|l| {
                units::units(&story, l)
            }),
            ("How to start", &|l| start::start(&story, l)),
            ("Bugs that still learn", &|l| bugs::bugs(&story, l)),
            ("A big network and few digits", &|l| gap::gap(&story, l)),
            ("Deeper", &|l| deeper::deeper(&story, l)),
            ("Ten digits, read", &|l| deeper::read(&story, l)),
        ])
    })
}
