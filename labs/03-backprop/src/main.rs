//! Lab 3: backpropagation, derived and built.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::{About, Lesson};

const ABOUT: About = About {
    lab: 3,
    title: "Backpropagation, derived and built",
    question: "A thousand weights made one mistake together. Which of them should change, and by how much?",
    minutes: 120,
    source: lab03::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    Lesson::run(ABOUT, lab03::judging::exercises(), &[], |lesson| {
        lesson.section("One weight", story::by_hand::one_weight)?;
        lesson.section("A whole net, right to left", story::by_hand::whole_net)?;
        lesson.section("A batch, in four equations", story::by_hand::batch)?;
        lesson.section("Never trust an unchecked gradient", story::checks::numeric)?;
        lesson.section("Two costs race", story::costs::race)?;
        lesson.section("What entropy counts", story::costs::entropy)?;
        lesson.section(
            "An engine that differentiates anything",
            story::engine::engine,
        )?;
        lesson.section("Four planted bugs", story::engine::bugs)?;
        lesson.section("XOR with two hidden neurons", story::xor::xor)?;
        lesson.section("An engine of your own", story::yours::engine)?;
        lesson.section("Equal weights stay equal", story::xor::symmetry)?;
        lesson.section(
            "Gradients that fade, gradients that blow up",
            story::depth::depth,
        )?;
        lesson.section("Where the gradient is zero", story::terrain::terrain)?;
        lesson.section("nabla's tape is the same idea", story::tape::tape)?;
        Ok(())
    })
}
