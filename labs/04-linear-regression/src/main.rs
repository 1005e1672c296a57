//! Lab 4, the lesson: `cargo run -p lab04`. Each section is one function of [`story`].

mod story;

use labkit::{About, Flag, Lesson};
use story::{batches, curves, diabetes, fitting, line, momentum, outliers, rates, valleys};

const ABOUT: About = About {
    lab: 4,
    title: "Linear regression by gradient descent",
    question: "How does a machine draw the best line through points, and how far should each step go?",
    minutes: 90,
    source: lab04::judging::SOURCE,
};

fn main() -> std::process::ExitCode {
    let residual = Flag::choice(
        "residual",
        &["pairs", "broadcast"],
        "pairs",
        "What “A thousand steps downhill” subtracts: each target from its prediction, or a list from a column (a bug)",
    );
    Lesson::run(ABOUT, lab04::judging::exercises(), &[residual], |lesson| {
        lesson.sections(&[
            ("Numbers flow through a graph", &line::graph),
            (
                "A line, and how wrong it is: the squared loss",
                &line::how_wrong,
            ),
            (
                "A thousand steps downhill: gradient descent",
                &line::downhill,
            ),
            ("Points it never saw: the test set", &line::never_seen),
            (
                "The largest rate that still comes down: curvature",
                &rates::largest,
            ),
            ("A rate that shrinks: learning rate decay", &rates::decay),
            ("Momentum", &momentum::momentum),
            (
                "Bent curves are linear too: polynomial regression",
                &curves::polynomials,
            ),
            (
                "Too stiff, too loose: underfitting, overfitting",
                &fitting::too_stiff_too_loose,
            ),
            (
                "Large coefficients cost: ridge regression",
                &fitting::penalty,
            ),
            (
                "How much data is enough? Learning curves",
                &fitting::learning_curves,
            ),
            (
                "All rows, a batch, or one: stochastic gradient descent",
                &batches::batches,
            ),
            (
                "Six walkers, two valleys: optimisers",
                &valleys::six_walkers,
            ),
            (
                "Who listens to an outlier? Squares and distances",
                &outliers::outliers,
            ),
            ("A real table: standardised columns", &diabetes::diabetes),
        ])
    })
}
