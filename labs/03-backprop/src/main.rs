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
        lesson.sections(&[
            ("One weight", &story::by_hand::one_weight),
            ("A whole net, right to left", &story::by_hand::whole_net),
            ("A batch, in four equations", &story::by_hand::batch),
            ("Never trust an unchecked gradient", &story::checks::numeric),
            ("Two costs race", &story::costs::race),
            ("What entropy counts", &story::costs::entropy),
            (
                "An engine that differentiates anything",
                &story::engine::engine,
            ),
            ("Four planted bugs", &story::engine::bugs),
            ("XOR with two hidden neurons", &story::xor::xor),
            ("Equal weights stay equal", &story::xor::symmetry),
            (
                "Gradients that fade, gradients that blow up",
                &story::depth::depth,
            ),
            ("Where the gradient is zero", &story::terrain::terrain),
            ("nabla's tape is the same idea", &story::tape::tape),
        ])
    })
}
