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
    let w = Flag::number(
        "w",
        -20.0..=20.0,
        0.0,
        "Where gradient descent starts: its weight",
    );
    let b = Flag::number(
        "b",
        -20.0..=20.0,
        0.0,
        "Where gradient descent starts: its bias",
    );
    let rate = Flag::number(
        "rate",
        0.001..=100.0,
        0.5,
        "The learning rate of gradient descent",
    );
    // The descent with the bug is always the same one: its numbers are an exercise.
    let [w, b, rate] = [w, b, rate].map(|flag| flag.not_with("descent"));
    let own = [descent, w, b, rate];
    Lesson::run(ABOUT, lab01::judging::exercises(), &own, |lesson| {
        lesson.try_this(&[
            (
                "--section downhill --w -3 --b 4",
                "Does it end in the same place? What does it cost to start far away?",
            ),
            (
                "--section downhill --rate 2",
                "Look at the first steps, then at the last.",
            ),
            (
                "--section downhill --rate 3",
                "And now? Compare the rate with the limit in the section on learning rates.",
            ),
            (
                "--section burnt-toast --seed 2",
                "Other slices: how long is the perceptron's circle?",
            ),
        ]);
        lesson.sections(&[
            ("The parts of a neuron", &curve::parts),
            ("A curve that says yes or no", &curve::yes_or_no),
            ("One curve minus another", &curve::bumps),
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
            ("The last gate: XOR", &gates::xor),
            ("More than one neuron", &gates::three_neurons),
        ])
    })
}
