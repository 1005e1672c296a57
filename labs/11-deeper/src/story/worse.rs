//! Deeper is worse.

use super::trials::{
    BLOCKS, LUCK, along, epochs, examples, lengths, lengths_chart, losses, neighbours, shown,
};
use lab11::trial::Trial;
use labkit::numerals::{count, num, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The section.
pub fn worse(lesson: &mut Lesson) -> Result<()> {
    let trials = BLOCKS.map(Trial::plain);
    lesson.say(format!("More layers can do whatever fewer can: let the rest hand on what they get. So a deeper network should never do worse on its own *training* pictures. Here are three plain ones, convolutions of 3 × 3 in a row: {} digits of 8 × 8, {} epochs, the weights drawn as Xavier says, for each network the better of two learning rates.", examples().len(), epochs(lesson)));
    lesson.predict_choice(
        "8, 20 and 56 layers. Which has the lowest training loss after that?",
        &["8 layers", "20 layers", "56 layers"],
        0,
        "The shallowest. He and others saw the same in 2015, with far larger networks: it was the beginning of their paper.",
    );
    let losses = losses(lesson, &trials);
    let curves = trials.map(|trial| lengths(lesson, &trial));
    let rows = [0, 1, 2].map(|i| {
        let sizes = [
            trials[i].network.depth(),
            nabla::parameters(&trials[i].build(1)),
        ];
        let measured = [shown(losses[i]), scientific(curves[i][0].1, 1)];
        [sizes.map(count), measured].concat()
    });
    let header = [
        "layers",
        "parameters",
        "training loss",
        "gradient of the first",
    ];
    let table = Table::new(header).rows(rows);
    lesson.table(&table.caption(format!("One seed. Who knows nothing has a loss of ln 10 = {}. The last column is how long the gradient of the first layer's weights is before the first step.", num(LUCK, 2))));
    faded(lesson, &curves)?;
    shattered(lesson)
}

fn faded(lesson: &mut Lesson, curves: &[Vec<(f64, f64)>; 3]) -> Result<()> {
    lesson.predict_number(
        "Xavier's weights keep the variance of what goes through, if nothing is bent; a ReLU throws half of it away. So each layer leaves 1/√2 of a signal's size. What is left behind 54 layers?",
        Quantity::new(0.5_f64.powi(27), 1).factor(10.0),
        "2⁻²⁷, less than a hundred-millionth. Zeros around small pictures take more away.",
    );
    let mut chart = lengths_chart();
    for (trial, curve) in BLOCKS.map(Trial::plain).iter().zip(curves) {
        let name = format!("{} layers", trial.network.depth());
        chart = chart.line(name, curve.iter().copied());
    }
    let caption = "How long the gradient of each layer's weights is, before the first step.";
    lesson.chart("faded", caption, &chart)?;
    lesson.say("The lines are nearly flat. A layer's gradient is what comes in from before, times what comes back from behind: what the first layers lose on the way back, the last ones lose on the way there. All layers are equally dead.");
    Ok(())
}

fn shattered(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Say that sizes are kept in order, by batch norm after each layer. There is more that goes wrong with depth. Balduzzi and others (2017) looked at the *slope* of a network of one number along a line of inputs. If a step is to help, the slope here must tell something about the slope nearby.");
    let chart = Chart::new("input", "slope, mean 0, deviation 1")
        .line("4 layers", along(lesson, 2, false))
        .line("56 layers", along(lesson, 54, false));
    lesson.chart("shattered", "The slope of a fresh plain network along its input, with batch norm: a shallow one, and a deep one.", &chart)?;
    neighbours(lesson, false);
    lesson.say("The deep network's slope is white noise: *shattered*. A step along such a gradient is right where it was computed, and arbitrary a hair's breadth further.");
    Ok(())
}
