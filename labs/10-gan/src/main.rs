//! Lab 10: adversarial networks.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::About;
use story::drawn::Drawn;
use story::{
    beside, best, between, brush, game, heights, line, losses, order, pace, pixels, ring, round,
    scores, spiral,
};

const ABOUT: About = About {
    lab: 10,
    title: "Adversarial networks",
    question: "Can two networks teach each other, one to draw and one to tell drawings from the real?",
    minutes: 100,
    source: lab10::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let flags = trainer::flags(&["none", "dcgan", "dense"]);
    trainer::run(ABOUT, lab10::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", lab10::long_run::long_run);
        }
        lesson.section("The forger and the expert", game::game)?;
        lesson.section("One round by hand", round::round)?;
        lesson.section("The best expert", best::best)?;
        lesson.section("A forger on a line", line::line)?;
        lesson.section("Round and round", spiral::spiral)?;
        lesson.section("Who moves how often", pace::pace)?;
        lesson.section("A gradient for a forger who loses", losses::losses)?;
        lesson.section("Two clouds of eight", ring::collapse)?;
        lesson.section("Eight of eight", ring::cured)?;
        lesson.section("Heights in place of verdicts", heights::heights)?;
        let drawn = Drawn::new(lesson)?;
        lesson.section("A forger of pixels", |l| pixels::pixels(&drawn, l))?;
        lesson.section("Painting with a kernel", brush::kernel)?;
        lesson.section("A forger with a brush", |l| brush::dcgan(&drawn, l))?;
        lesson.section("Drawn to order", |l| order::order(&drawn, l))?;
        lesson.section("From one digit to another", |l| between::between(&drawn, l))?;
        lesson.section("Sharp or safe", |l| beside::beside(&drawn, l))?;
        lesson.section("A score that does not flatter", |l| {
            scores::scores(&drawn, l)
        })?;
        Ok(())
    })
}
