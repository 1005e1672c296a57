//! Lab 1, the lesson: `cargo run -p lab01`. Each section is one function of [`story`].

mod story;

use labkit::{About, Flag, Lesson};
use story::{curve, downhill, gates, likelihood, step};

const ABOUT: About = About {
    lab: 1,
    title: "One sigmoid neuron",
    question: "How can one number-cruncher say yes or no, and learn to?",
    minutes: 45,
    source: lab01::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let descent = Flag::choice(
        "descent",
        &["healthy", "frozen-bias"],
        "healthy",
        "The gradient that the section on gradient descent follows; one of them has a bug",
    );
    Lesson::run(ABOUT, lab01::judging::exercises(), &[descent], |lesson| {
        lesson.sections(&[
            ("The parts of a neuron", &curve::parts),
            ("A curve that says yes or no", &curve::yes_or_no),
            ("Two neurons make a bump", &curve::bumps),
            ("The step of the 1940s: the perceptron", &step::forties),
            ("Burnt toast", &step::burnt_toast),
            (
                "How likely is the data? The log-loss",
                &likelihood::how_likely,
            ),
            ("The gradient of the loss", &likelihood::gradient),
            ("Downhill: gradient descent", &downhill::downhill),
            ("How long a step? The learning rate", &downhill::rates),
            ("When the loss overflows", &downhill::overflow),
            ("AND, OR and NAND", &gates::straight_lines),
            ("The wall: XOR", &gates::xor),
            ("Three neurons climb it", &gates::three_neurons),
        ])
    })
}
