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
        lesson.section("The parts of a neuron", curve::parts)?;
        lesson.section("A curve that says yes or no", curve::yes_or_no)?;
        lesson.section("Two neurons make a bump", curve::bumps)?;
        lesson.section("The step of the 1940s: the perceptron", step::forties)?;
        lesson.section("Burnt toast", step::burnt_toast)?;
        lesson.section(
            "How likely is the data? The log-loss",
            likelihood::how_likely,
        )?;
        lesson.section("The gradient of the loss", likelihood::gradient)?;
        lesson.section("Downhill: gradient descent", downhill::downhill)?;
        lesson.section("How long a step? The learning rate", downhill::rates)?;
        lesson.section("When the loss overflows", downhill::overflow)?;
        lesson.section("AND, OR and NAND", gates::straight_lines)?;
        lesson.section("The wall: XOR", gates::xor)?;
        lesson.section("Three neurons climb it", gates::three_neurons)?;
        Ok(())
    })
}
