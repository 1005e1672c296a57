//! Lab 10: adversarial networks.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::{About, Flag};
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
    let own = [
        Flag::count(
            "k",
            1..=20,
            1,
            "Steps of the discriminator in a round: on the ring, and in who-moves-how-often",
        ),
        Flag::number(
            "beta1",
            0.0..1.0,
            0.9,
            "Adam's β₁: on the ring, and in who-moves-how-often",
        ),
        Flag::count(
            "pack",
            1..=16,
            1,
            "Points of the ring that the discriminator looks at as one",
        ),
    ]
    .map(|flag| flag.not_with("network"));
    let flags = [&flags[..], &own].concat();
    trainer::run(ABOUT, lab10::judging::exercises(), &flags, |lesson| {
        if lesson.choice("network") != "none" {
            return lesson.section("One long training", lab10::long_run::long_run);
        }
        lesson.try_this(&[
            (
                "--section eight-clouds --beta1 0.5",
                "What does a shorter memory change, and from which round on?",
            ),
            (
                "--section eight-clouds --pack 8",
                "Does it help to see eight points at once?",
            ),
            (
                "--section seven-recipes --k 5 --pack 2",
                "Two changes together: more good points than each alone brings?",
            ),
            (
                "--section who-moves --k 10 --beta1 0.9",
                "Can so good a discriminator make up for a long memory?",
            ),
            (
                "--section a-forger-with-a-brush --seed 2",
                "Another game by the same recipe: which of the nine can be read?",
            ),
        ]);
        let drawn = Drawn::new(lesson)?;
        lesson.sections(&[
            ("The forger and the expert", &game::game),
            ("One round by hand", &round::round),
            ("The best expert", &best::best),
            ("A forger on a line", &line::line),
            ("A game of two numbers", &spiral::spiral),
            ("Who moves how often", &pace::pace),
            ("A gradient for a forger who loses", &losses::losses),
            ("Eight clouds", &ring::collapse),
            ("Seven recipes for the ring", &ring::cured),
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
