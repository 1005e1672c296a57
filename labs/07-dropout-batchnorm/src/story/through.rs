//! The gradient of batch norm, wrong, then right.

use super::order::example;
use lab07::norm::{backward_of_constants, composed, forward, measured};
use lab07::{exercises, solutions};
use labkit::numerals::{columns, num};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{GradReport, Tape, Tensor, Var, gradcheck};

type Gradient = fn(&[Vec<f64>], &[f64], f64, &[Vec<f64>]) -> Vec<Vec<f64>>;

/// The gradients that come back to the example's outputs.
pub fn gradient_of_y() -> Vec<Vec<f64>> {
    vec![
        vec![1.0, 0.5],
        vec![-1.0, 2.0],
        vec![0.0, -1.0],
        vec![2.0, 0.0],
    ]
}

pub fn through(lesson: &mut Lesson) -> Result<()> {
    let (x, gamma, beta, dy) = (example(), [1.0, 2.0], [0.0, 1.0], gradient_of_y());
    lesson.say("Gradients come back: ∂L/∂y = dy is known, ∂L/∂x is wanted. It looks easy. y = γ·(x − m)/σ + β, so a step in x is a step in y, times γ/σ. For the four numbers of channel 1, 0, 2, 2 and 8:");
    let normed = forward(&x, &gamma, &beta, 0.0);
    let wrong = backward_of_constants(&normed, &gamma, &dy);
    let truth = measured(&x, &gamma, &beta, 0.0, &dy);
    let first = |rows: &[Vec<f64>]| -> Vec<f64> { rows.iter().map(|row| row[0]).collect() };
    lesson.show(format!(
        "dy                     {}\nfirst try, γ/σ·dy      {}    sum {}",
        columns(first(&dy), 4),
        columns(first(&wrong), 4),
        num(first(&wrong).iter().sum(), 4),
    ));
    let sum: f64 = first(&truth).iter().sum();
    lesson.predict_number(
        "Now move one input after the other up and down a little, and measure what the loss does. What do the four measured gradients add up to? (What would y do, if all four inputs moved up by 1?)",
        Quantity::new(sum, 4).within(0.001),
        "0. If all inputs move, the mean moves along, and y stays. In the first try they do not add up to 0.",
    );
    lesson.show(format!(
        "measured, dL/dx        {}    sum {}",
        columns(first(&truth), 4),
        num(sum, 4),
    ));
    lesson.say("The first try is *the* classic mistake: it takes m and σ for constants. But they are made of the same x. Move one x, and the mean moves, the standard deviation moves, and with them the outputs of *all* examples. The formula is the exercise `batch_norm_gradient`; the chapter derives it, no step skipped. Here is what it gives:");
    worked(lesson, &normed.hat, &dy);
    let gradient = lesson.answer(
        "batch_norm_gradient",
        exercises::batch_norm_gradient as Gradient,
        solutions::batch_norm_gradient,
    );
    let ours = gradient(&x, &gamma, 0.0, &dy);
    let mut table = Table::new(["example", "channel", "first try", "formula", "measured"]);
    for c in 0..2 {
        for i in 0..4 {
            table.push([
                (i + 1).to_string(),
                (c + 1).to_string(),
                num(wrong[i][c], 6),
                num(ours[i][c], 6),
                num(truth[i][c], 6),
            ]);
        }
    }
    lesson.table(&table.caption(
        "PyTorch gives the same to all digits shown; a test of this lab holds them together.",
    ));
    on_the_tape(lesson);
    Ok(())
}

/// The formula for the first example of channel 1: the chapter has its numbers.
fn worked(lesson: &mut Lesson, hat: &[Vec<f64>], dy: &[Vec<f64>]) {
    let mean_of = |of: &dyn Fn(usize) -> f64| (0..4).map(of).sum::<f64>() / 4.0;
    let mean = lesson.number("mean_dy", mean_of(&|i| dy[i][0]));
    let along = lesson.number("mean_dy_hat", mean_of(&|i| dy[i][0] * hat[i][0]));
    let inner = dy[0][0] - mean - hat[0][0] * along;
    lesson.number("dy_1", dy[0][0]);
    lesson.number("hat_1", hat[0][0]);
    lesson.number("dx_1", inner / 3.0);
}

/// The same bug in nabla, and what its gradient check says.
fn on_the_tape(lesson: &mut Lesson) {
    lesson.say("Would anybody notice? With the wrong gradient a network still learns something, slowly. What notices is the check of lab 3, nabla's `gradcheck`. Here is batch norm written with single operations, with `detach` on mean and standard deviation and without, then nabla's own:");
    let x = nabla::gradcheck::sample([5, 3], 4);
    let weights = Tensor::from_slice(
        &[
            0.5, -1.0, 2.0, 1.5, 0.25, -0.75, -2.0, 1.0, 0.5, 0.75, -0.5, 1.25, 1.0, 2.0, -1.5,
        ],
        [5, 3],
    );
    let check = |of: &dyn for<'t> Fn(&'t Tape, Var<'t>) -> Var<'t>| -> GradReport {
        gradcheck(std::slice::from_ref(&x), |tape, v| of(tape, v[0]))
    };
    let reports = [
        (
            "μ and σ detached",
            check(&|_, x| composed(x, &weights, true)),
        ),
        (
            "everything moves",
            check(&|_, x| composed(x, &weights, false)),
        ),
        (
            "nabla's batch_norm",
            check(&|tape, x| {
                let gamma = tape.constant(Tensor::ones([3]));
                let beta = tape.constant(Tensor::zeros([3]));
                (x.batch_norm(gamma, beta, 1e-5) * tape.constant(weights.clone())).sum()
            }),
        ),
    ];
    let mut table = Table::new([
        "batch norm",
        "worst error",
        "backward",
        "quotient",
        "verdict",
    ]);
    for (name, report) in &reports {
        let verdict = if report.worst < 2e-3 {
            "agrees"
        } else {
            "wrong"
        };
        table.push([
            (*name).to_string(),
            if report.worst < 2e-3 {
                "below 0.002".to_string()
            } else {
                num(f64::from(report.worst), 3)
            },
            num(f64::from(report.backward), 3),
            num(f64::from(report.difference), 3),
            verdict.to_string(),
        ]);
    }
    lesson.number("gradcheck_wrong", f64::from(reports[0].1.worst));
    lesson.table(&table.caption(
        "At the gradient with the largest error, which is |backward − quotient|/(1 + |quotient|).",
    ));
}
