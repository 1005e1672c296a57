//! The gradient of batch norm, wrong, then right.

use super::order::example;
use lab07::norm::{backward, backward_of_constants, composed, forward, measured};
use lab07::{exercises, solutions};
use labkit::numerals::{columns, list, num};
use labkit::{Lesson, Result, Table};
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
    lesson.say("Gradients come back: ∂L/∂y = dy is known, ∂L/∂x is wanted. It looks easy. y = γ·(x − m)/σ + β, so a step in x is a step in y, times γ/σ:");
    lesson.show("dx = γ/σ · dy            a first try");
    let normed = forward(&x, &gamma, &beta, 0.0);
    let wrong = backward_of_constants(&normed, &gamma, &dy);
    let truth = measured(&x, &gamma, &beta, 0.0, &dy);
    lesson.predict(
        "Move all four inputs of a channel up by 1. What does y do? So what must the four gradients add up to?",
        "Nothing: the mean moves along, and x − m stays. So the four gradients must add up to 0. In the first try they do not.",
    );
    let first = |rows: &[Vec<f64>]| -> Vec<f64> { rows.iter().map(|row| row[0]).collect() };
    lesson.show(format!(
        "channel 1    dy        {}\nfirst try    γ/σ·dy    {}    sum {}\nmeasured     dL/dx     {}    sum {}",
        columns(first(&dy), 4),
        columns(first(&wrong), 4),
        num(first(&wrong).iter().sum(), 4),
        columns(first(&truth), 4),
        num(first(&truth).iter().sum(), 4),
    ));
    lesson.say("The first try is *the* classic mistake: it takes m and σ for constants. But they are made of the same x. Move x_j, and the mean moves, the standard deviation moves, and with them x̂ of *every* example. Three ways lead from x_j to x̂_i. No step skipped, one channel, N examples, σ = √(v + ε):");
    lesson.show(
        "
         m = 1/N · Σ x_k
         ∂m/∂x_j = 1/N

         v = 1/N · Σ (x_k − m)²
         ∂v/∂x_j = 1/N · Σ_k 2(x_k − m)·([k = j] − 1/N)
                 = 2/N · (x_j − m) − 2/N² · Σ_k (x_k − m)
                 = 2/N · (x_j − m)              the last sum is 0

         σ = (v + ε)^½
         ∂σ/∂x_j = 1/(2σ) · ∂v/∂x_j
                 = (x_j − m)/(N·σ) = x̂_j/N

         x̂_i = (x_i − m)/σ
         ∂x̂_i/∂x_j = ([i = j] − ∂m/∂x_j)/σ − (x_i − m)/σ² · ∂σ/∂x_j
                   = 1/σ · ([i = j] − 1/N − x̂_i·x̂_j/N)

         dx_j = Σ_i γ·dy_i · ∂x̂_i/∂x_j
              = γ/σ · ( dy_j − 1/N·Σ_i dy_i − x̂_j · 1/N·Σ_i dy_i·x̂_i )
              = γ/σ · ( dy_j − mean of dy − x̂_j · mean of dy·x̂ )

         dγ = Σ_i dy_i·x̂_i        dβ = Σ_i dy_i",
    );
    lesson.say("Read it: from dy its mean is taken away, and its part along x̂. These are the two things batch norm is blind to, all inputs moved together and all stretched together; to the second exactly only if ε is 0, as here. Now the numbers, for channel 1:");
    worked(lesson, &normed.hat, &dy);
    let gradient = lesson.answer(
        "batch_norm_gradient",
        exercises::batch_norm_gradient as Gradient,
        solutions::batch_norm_gradient,
    );
    let ours = gradient(&x, &gamma, 0.0, &dy);
    let right = backward(&normed, &gamma, &dy);
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
    lesson.table(&table.caption("*Measured* moves one input up and down a little, and divides. PyTorch gives the same to all digits shown; a test of this lab holds them together."));
    lesson.show(format!(
        "dγ = {}        dβ = {}",
        list(right.gamma.iter().copied(), 4),
        list(right.beta.iter().copied(), 4)
    ));
    on_the_tape(lesson);
    Ok(())
}

/// The formula with the numbers of channel 1.
fn worked(lesson: &mut Lesson, hat: &[Vec<f64>], dy: &[Vec<f64>]) {
    let products: Vec<f64> = hat.iter().zip(dy).map(|(h, d)| h[0] * d[0]).collect();
    let along = products.iter().sum::<f64>() / 4.0;
    let mean = dy.iter().map(|d| d[0]).sum::<f64>() / 4.0;
    let inner: Vec<f64> = hat
        .iter()
        .zip(dy)
        .map(|(h, d)| d[0] - mean - h[0] * along)
        .collect();
    lesson.show(format!(
        "x̂                      {}\ndy                     {}    mean {}\ndy·x̂                   {}    mean {}\ndy − {} − x̂·{} {}\ndx = 1/3 of that       {}    sum {}",
        columns(hat.iter().map(|h| h[0]), 4),
        columns(dy.iter().map(|d| d[0]), 4),
        num(mean, 4),
        columns(products, 4),
        num(along, 4),
        num(mean, 4),
        num(along, 4),
        columns(inner.iter().copied(), 4),
        columns(inner.iter().map(|d| d / 3.0), 4),
        num(inner.iter().sum::<f64>() / 3.0, 4),
    ));
}

/// The same bug in nabla, and what its gradient check says.
fn on_the_tape(lesson: &mut Lesson) {
    lesson.say("Would anybody notice? With the wrong gradient a network still learns something, slowly. What notices is the check of lab 3: nabla's `gradcheck` compares every gradient with a difference quotient. Batch norm written with single operations, `detach` on mean and standard deviation being the bug, then without it, then nabla's own:");
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
            "mean and standard deviation detached",
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
