//! A path without weights.

use super::trials::{BLOCKS, along, lengths, lengths_chart, losses, neighbours, shown};
use lab11::blocks::Around;
use lab11::trial::Trial;
use lab11::{exercises, solutions};
use labkit::numerals::{num, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};

type Gradient = fn(f64, &[f64], f64) -> Vec<f64>;

/// The section.
pub fn around(lesson: &mut Lesson) -> Result<()> {
    lesson.say("He and others let each two layers *add* to what comes in: y = x + F(x). Now nothing has to be learned to hand on x. And on the way back the gradient of x is that of y, plus what comes through F: there is a path without weights from the loss to every layer.");
    lesson.predict_number(
        "54 layers that multiply by 0.1 leave 10⁻⁵⁴ of a gradient. What do 54 blocks x + 0.1·x leave of it?",
        Quantity::new(1.1_f64.powi(54), 0).factor(2.0),
        &format!("1.1⁵⁴ = {}: each multiplies by 1 + 0.1.", num(1.1_f64.powi(54), 0)),
    );
    let (yours, ours) = (exercises::residual_gradient, solutions::residual_gradient);
    let gradient: Gradient = lesson.answer("residual_gradient", yours, ours);
    let gradients = gradient(0.5, &[0.02; 27], 1.0);
    let [first, last] = [0, 26].map(|block| num(gradients[block], 4));
    lesson.show(format!(
        "
        27 blocks x + 0.02·tanh(x), from x = 0.5

        ∂(what comes out)/∂(first weight)   {first}
        ∂(what comes out)/∂(last weight)    {last}",
    ));
    let path = match lesson.choice("shortcut") {
        "late" => Around::Late,
        _ => Around::Input,
    };
    let trials = BLOCKS.map(|blocks| Trial::plain(blocks).around(path));
    lesson.predict_choice(
        "The same networks of 8, 20 and 56 layers, the same weights; now the input of every two convolutions is added to what comes out. Which of them learn?",
        &["8 layers, as before", "8 and 20 layers", "all three"],
        2,
        "All three; the deepest slower than the others.",
    );
    let losses = losses(lesson, &trials);
    let mut table = Table::new(["layers", "training loss", "gradient of the first"]);
    let mut chart = lengths_chart();
    for (trial, loss) in trials.iter().zip(losses) {
        let (depth, curve) = (trial.network.depth(), lengths(lesson, trial));
        table.push([depth.to_string(), shown(loss), scientific(curve[0].1, 1)]);
        chart = chart.line(format!("{depth}, with a way around"), curve);
        let plain = lengths(lesson, &Trial::plain(trial.network.blocks));
        chart = chart.dashed(format!("{depth}, plain"), plain);
    }
    let caption = "As in the section before, with a way around every two convolutions. One seed.";
    lesson.table(&table.caption(caption));
    let caption = "How long the gradient of each layer's weights is: plain, and with a way around.";
    lesson.chart("around", caption, &chart)?;
    let chart = Chart::new("input", "slope, mean 0, deviation 1")
        .line("plain", along(lesson, 54, false))
        .line("with a way around", along(lesson, 54, true));
    let caption = "The slope of two fresh networks of 56 layers along their input.";
    lesson.chart("whole", caption, &chart)?;
    neighbours(lesson, true);
    lesson.say("With a way around, and blocks that add a tenth of what they compute, the slope of 56 layers tells more about the slope nearby than that of 8 plain ones.");
    Ok(())
}
