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
        let drawn = Drawn::new(lesson)?;
        lesson.sections(&[
            ("The forger and the expert", &game::game),
            ("One round by hand", &round::round),
            ("The best expert", &best::best),
            ("A forger on a line", &line::line),
            ("Round and round", &spiral::spiral),
            ("Who moves how often", &pace::pace),
            ("A gradient for a forger who loses", &losses::losses),
            ("Two clouds of eight", &ring::collapse),
            ("Eight of eight", &ring::cured),
            ("Heights in place of verdicts", &heights::heights),
            ("A forger of pixels", &|l| pixels::pixels(&drawn, l)),
            ("Painting with a kernel", &brush::kernel),
            ("A forger with a brush", &|l| brush::dcgan(&drawn, l)),
            ("Drawn to order", &|l| order::order(&drawn, l)),
            ("From one digit to another", &|l| {
                between::between(&drawn, l)
            }),
            ("Sharp or safe", &|l| beside::beside(&drawn, l)),
            ("A score that does not flatter", &|l| {
                scores::scores(&drawn, l)
            }),
        ])
    })
}
