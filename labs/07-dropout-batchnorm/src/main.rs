//! Lab 7: dropout and batch normalisation.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`. With `--network` the lesson
//! gives way to one long training, which is the trainer's.

mod figures;
mod story;

use lab07::network::NETWORKS;
use labkit::About;
use story::{
    Story, buys, committee, cures, heart, lies, masks, moved, order, rare, rates, remembered,
    score, sisters, stop, through, weights,
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
    trainer::run(ABOUT, lab07::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", |l| {
                trainer::long_run(l, &NETWORKS).map(drop)
            });
        }
        let story = Story::new(lesson)?;
        lesson.section("Learned by heart", |l| heart::heart(&story, l))?;
        lesson.section("Smaller weights", |l| weights::weights(&story, l))?;
        lesson.section("Stop in time", |l| stop::stop(&story, l))?;
        lesson.section("Neurons that are not there", |l| masks::masks(&story, l))?;
        lesson.section("Too loud, too quiet", |l| masks::scaling(&story, l))?;
        lesson.section("How much to drop", |l| rates::rates(&story, l))?;
        lesson.section("Many networks in one", |l| committee::committee(&story, l))?;
        lesson.section("Digits from digits", |l| moved::moved(&story, l))?;
        lesson.section("The cures side by side", |l| cures::cures(&story, l))?;
        lesson.section("Numbers in order", order::order)?;
        lesson.section("The gradient through a mean", through::through)?;
        lesson.section("What is remembered", |l| remembered::remembered(&story, l))?;
        lesson.section("What order buys", |l| buys::buys(&story, l))?;
        lesson.section("Before or after", |l| buys::before_or_after(&story, l))?;
        lesson.section("Four ways to share a mean", sisters::sisters)?;
        lesson.section("The networks of the score", |l| score::networks(&story, l))?;
        lesson.section("A class that hardly comes", |l| rare::imbalance(&story, l))?;
        lesson.section("Labels that are wrong", |l| lies::lies(&story, l))?;
        Ok(())
    })
}
