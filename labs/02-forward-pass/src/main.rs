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
        lesson.section("Three numbers in, two numbers out", forward::by_hand)?;
        lesson.section("A layer is one matrix product", forward::one_product)?;
        lesson.section("Many examples at once: a batch", forward::many_examples)?;
        lesson.section("A bug that keeps quiet", forward::quiet_bug)?;
        lesson.section("Without a bend, three layers are one", bends::collapse)?;
        lesson.section("Nine bends: activation functions", bends::nine)?;
        lesson.section(
            "When a bend goes wrong: saturation, dead units",
            bends::trouble,
        )?;
        lesson.section("From scores to probabilities: softmax", scores::softmax)?;
        lesson.section(
            "How wrong is a probability? Cross-entropy",
            scores::cross_entropy,
        )?;
        lesson.section("Squared paper goes through a layer", space::paper)?;
        lesson.section("Two rings need three neurons", space::rings)?;
        lesson.section("Width untangles a spiral", space::spirals)?;
        lesson.section(
            "Universal approximation, and why it is not the point",
            cost::any_curve,
        )?;
        lesson.section("What a full connection costs", cost::parameters)?;
        Ok(())
    })
}
