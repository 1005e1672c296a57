//! The lesson of lab 2, from top to bottom. Run it with `cargo run -p lab02`.

mod figures;
mod story;

use labkit::{About, Lesson};
use story::{bends, cost, forward, scores, space};

const ABOUT: About = About {
    lab: 2,
    title: "A forward pass by hand",
    question: "What does a network of neurons compute, and why does it need layers and bends?",
    minutes: 60,
    source: lab02::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab02::judging::exercises(), &[], |lesson| {
        lesson.sections(&[
            ("Three numbers in, two numbers out", &forward::by_hand),
            ("A layer is one matrix product", &forward::one_product),
            ("Many examples at once: a batch", &forward::many_examples),
            ("A bug that keeps quiet", &forward::quiet_bug),
            ("Without a bend, three layers are one", &bends::collapse),
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
            ("Two rings need three neurons", &space::rings),
            ("Width untangles a spiral", &space::spirals),
            (
                "Universal approximation, and why it is not the point",
                &cost::any_curve,
            ),
            ("What a full connection costs", &cost::parameters),
        ])
    })
}
