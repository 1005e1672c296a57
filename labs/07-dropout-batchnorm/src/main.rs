//! Lab 7: dropout and batch normalisation.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, which is the trainer's.

mod figures;
mod story;

use lab07::network::NETWORKS;
use labkit::{About, Flag};
use story::{
    Story, buys, committee, cures, heart, lies, masks, moved, order, rare, rates, remembered,
    score, sisters, steps, stop, through, weights, wins,
};

const ABOUT: About = About {
    lab: 7,
    title: "Dropout and batch normalisation",
    question: "A network knows its pictures by heart. How does it come to know digits, and how does a deep one keep its numbers in order on the way?",
    minutes: 100,
    source: lab07::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "cnn2_dropout", "cnn_bn", "cnn2_adadelta"]);
    let own = [
        Flag::number(
            "rate",
            0.0..1.0,
            0.5,
            "A rate of dropout to try, in place of 0.5",
        ),
        Flag::number(
            "decay",
            0.0..=1000.0,
            1.0,
            "A weight decay to try, in place of 1",
        ),
        Flag::choice(
            "order",
            &["before", "after"],
            "before",
            "Where batch norm stands: before or after the activation",
        ),
    ];
    let flags = [&flags[..], &own.map(|flag| flag.not_with("network"))].concat();
    trainer::run(ABOUT, lab07::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", |l| {
                trainer::long_run(l, &NETWORKS).map(drop)
            });
        }
        lesson.try_this(&[
            (
                "--section how-much-to-drop --rate 0.9",
                "How many of its own 300 pictures does it know after 60 epochs?",
            ),
            (
                "--section smaller-weights --decay 100",
                "What does a network say whose weights are not allowed to grow?",
            ),
            (
                "--section four-labels-in-ten --rate 0.8",
                "Does more of it help more?",
            ),
            (
                "--section what-order-buys --order after",
                "Which of the sick networks notices?",
            ),
        ]);
        let story = Story::new(lesson)?;
        lesson.sections(&[
            ("Learned by heart", &|l| heart::heart(&story, l)),
            ("Smaller weights", &|l| weights::weights(&story, l)),
            ("Stop in time", &|l| stop::stop(&story, l)),
            ("Neurons that are not there", &|l| masks::masks(&story, l)),
            ("Too loud, too quiet", &|l| masks::scaling(&story, l)),
            ("How much to drop", &|l| rates::rates(&story, l)),
            ("Many networks in one", &|l| committee::committee(&story, l)),
            ("Digits from digits", &|l| moved::moved(&story, l)),
            ("The cures side by side", &|l| cures::cures(&story, l)),
            ("Four labels in ten", &|l| wins::wins(&story, l)),
            ("Numbers in order", &order::order),
            ("The gradient through a mean", &through::through),
            ("What is remembered", &|l| remembered::remembered(&story, l)),
            ("What order buys", &|l| buys::buys(&story, l)),
            ("Before or after", &|l| buys::before_or_after(&story, l)),
            ("The first steps", &|l| steps::steps(&story, l)),
            ("Four ways to share a mean", &sisters::sisters),
            ("The networks of the score", &|l| score::networks(&story, l)),
            ("A class that hardly comes", &|l| rare::imbalance(&story, l)),
            ("Labels that are wrong", &|l| lies::lies(&story, l)),
        ])
    })
}
