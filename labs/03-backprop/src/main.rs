//! Lab 3: backpropagation, derived and built.
//!
//! Each section is a function in `story/`; the pictures they draw are in `figures/`.

mod figures;
mod story;

use labkit::{About, Flag, Lesson};

const ABOUT: About = About {
    lab: 3,
    title: "Backpropagation, derived and built",
    question: "A thousand weights made one mistake together. Which of them should change, and by how much?",
    minutes: 120,
    source: lab03::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let own = [
        Flag::count("hidden", 1..=32, 2, "XOR: how many hidden neurons"),
        Flag::number("rate", 0.001..=100.0, 1.0, "XOR: the learning rate"),
        Flag::count(
            "depth",
            2..=60,
            20,
            "Gradients through many layers: how many layers",
        ),
    ];
    Lesson::run(ABOUT, lab03::judging::exercises(), &own, |lesson| {
        lesson.try_this(&[
            (
                "--section xor --hidden 3",
                "How many of the six starts learn XOR now?",
            ),
            (
                "--section xor --rate 10",
                "Do longer steps get out of the valley, or into it?",
            ),
            (
                "--section gradients-through-many --depth 50",
                "Which pair of curve and start still lets a gradient through?",
            ),
        ]);
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
            ("An engine of your own", &story::yours::engine),
            ("A start with equal weights", &story::xor::symmetry),
            ("Gradients through many layers", &story::depth::depth),
            ("Where the gradient is zero", &story::terrain::terrain),
            ("nabla's tape is the same idea", &story::tape::tape),
        ])
    })
}
