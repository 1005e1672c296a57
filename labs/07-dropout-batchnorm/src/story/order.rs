//! Batch norm, forward, on four numbers.

use crate::figures;
use lab07::norm::{Normed, forward};
use lab07::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Quantity, Result, Table};

type BatchNorm = fn(&[Vec<f64>], &[f64], &[f64], f64) -> Vec<Vec<f64>>;

/// Four examples of two channels, in quite different units.
pub fn example() -> Vec<Vec<f64>> {
    vec![
        vec![0.0, 600.0],
        vec![2.0, 0.0],
        vec![2.0, 800.0],
        vec![8.0, 600.0],
    ]
}

pub fn order(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Lab 5 put the *pixels* into common units: minus the mean, over the standard deviation. A hidden layer's inputs are the outputs of another layer, and nobody keeps those in order. Batch normalisation (Ioffe and Szegedy, 2015) does to every channel, at every step, what lab 5 did once to the pixels. Here are four examples of two channels: 0, 2, 2, 8 and 600, 0, 800, 600.");
    let x = example();
    let normed = forward(&x, &[1.0, 2.0], &[0.0, 1.0], 0.0);
    lesson.predict_number(
        "The first channel is 0, 2, 2, 8. Its mean is 3, its standard deviation 3 as well. What becomes of the 8?",
        Quantity::new(normed.hat[3][0], 4).within(0.01),
        "(8 − 3)/3 = 1.6667: it lies five thirds of a standard deviation above the mean.",
    );
    lesson.figure(
        "rulers",
        "Two channels on one ruler. As they come, the first is a speck beside the second; normalised, both have mean 0 and standard deviation 1.",
        (720, 172),
        |area| figures::rulers::draw(area, &x, &normed.hat),
    )?;
    by_hand(lesson, &normed);
    lesson.say("γ and β are learned. With γ = σ and β = m the output would be x again; but now the scale and the middle are two numbers of their own, and no longer the outcome of all the weights before.");
    let batch_norm = lesson.answer(
        "batch_norm",
        exercises::batch_norm as BatchNorm,
        solutions::batch_norm,
    );
    let y = batch_norm(&x, &[1.0, 2.0], &[0.0, 1.0], 0.0);
    let mut table = Table::new(["x", "x", "x̂", "x̂", "y", "y"]);
    for i in 0..4 {
        table.push([
            num(x[i][0], 0),
            num(x[i][1], 0),
            num(normed.hat[i][0], 4),
            num(normed.hat[i][1], 4),
            num(y[i][0], 4),
            num(y[i][1], 4),
        ]);
    }
    lesson.table(&table.caption("Channels 1 and 2; γ = (1, 2), β = (0, 1), ε = 0."));
    lesson.say("ε, usually 0.00001, keeps a channel that is the same for the whole batch from being divided by 0. For pictures [N, H, W, C] all N·H·W numbers of a channel share one mean, one variance, one γ, one β.");
    Ok(())
}

fn by_hand(lesson: &mut Lesson, normed: &Normed) {
    let hat: Vec<String> = normed.hat.iter().map(|row| num(row[0], 4)).collect();
    lesson.show(format!(
        "
        channel 1         x = 0, 2, 2, 8

        mean              m  = (0 + 2 + 2 + 8)/4         = {}
        distances         x − m = −3, −1, −1, 5
        variance          v  = (9 + 1 + 1 + 25)/4        = {}
        standard dev.     σ  = √(v + ε), here with ε = 0  = {}
        normalised        x̂  = (x − m)/σ = {}
        output            y  = γ·x̂ + β",
        num(normed.mean[0], 0),
        num(normed.variance[0], 0),
        num(1.0 / normed.inverse[0], 0),
        hat.join(", "),
    ));
}
