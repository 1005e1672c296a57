//! The lesson of lab 2, from top to bottom. Run it with `cargo run -p lab02`.

mod figures;
mod story;

use labkit::{About, Flag, Lesson};
use story::{bends, cost, forward, scores, space};

const ABOUT: About = About {
    lab: 2,
    title: "A forward pass by hand",
    question: "What does a network of neurons compute, and why does it need layers and bends?",
    minutes: 60,
    source: lab02::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let own = [
        Flag::count(
            "hidden",
            1..=512,
            64,
            "Two spirals: one more width of the random hidden layer",
        ),
        Flag::choice(
            "activation",
            &["none", "sigmoid", "tanh"],
            "none",
            "One more activation for the unit that takes too long a step",
        ),
        Flag::number(
            "step",
            0.01..=100.0,
            3.0,
            "The rate of that unit's first step",
        ),
    ];
    Lesson::run(ABOUT, lab02::judging::exercises(), &own, |lesson| {
        lesson.try_this(&[
            (
                "--section two-spirals --hidden 200",
                "Do more random neurons still help?",
            ),
            (
                "--section when-a-bend-goes-wrong --activation tanh",
                "What does the long step do to a unit that is flat at both ends?",
            ),
            (
                "--section when-a-bend-goes-wrong --step 1",
                "How long a first step does the ReLU survive?",
            ),
            (
                "--section two-rings --seed 2",
                "Other rings, other starts: do two neurons come any closer?",
            ),
        ]);
        lesson.sections(&[
            ("Three numbers in, two numbers out", &forward::by_hand),
            ("All of a layer", &forward::one_product),
            ("Many examples at once: a batch", &forward::many_examples),
            ("A bug that keeps quiet", &forward::quiet_bug),
            ("Layers without a bend", &bends::collapse),
            ("Nine bends: activation functions", &bends::nine),
            (
                "When a bend goes wrong: saturation, dead units",
                &bends::trouble,
            ),
            ("From scores to probabilities: softmax", &scores::softmax),
            (
                "How wrong is a probability? Cross-entropy",
                &scores::cross_entropy,
            ),
            ("Squared paper goes through a layer", &space::paper),
            ("Two rings", &space::rings),
            ("Two spirals", &space::spirals),
            (
                "Universal approximation, and why it is not the point",
                &cost::any_curve,
            ),
            ("What a full connection costs", &cost::parameters),
        ])
    })
}
