//! "How far a gradient reaches": measured.

use super::in_a_row;
use lab08::reach::{inputs, of_radius, reach, spectral_radius};
use labkit::numerals::{num, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// Hidden units.
const HIDDEN: usize = 32;
/// Steps back.
const STEPS: usize = 100;

/// "How far a gradient reaches".
pub fn reach_of_gradients(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Why does the gap hurt? What is wrong at the end has to change what was done at the beginning, and its gradient has to come back through all steps between. One step multiplies it by the matrix of derivatives (the **Jacobian**) of that step:");
    lesson.show(
        "
        ∂h_t/∂h_{t−1} = W_hh·diag(1 − h_t²)

        ∂h_T/∂h_t     = such a factor for each step from t + 1 to T: T − t factors",
    );
    lesson.say("First without the tanh. Then all factors are the same, and their product is a power of W_hh. An eigenvector of W_hh, v·W_hh = λ·v, becomes λ times as long with each step. In the long run the largest |λ| decides; it is called the **spectral radius** ρ.");
    let steps = 0.1_f64.ln() / 0.9_f64.ln();
    lesson.predict_number(
        "A random W_hh, 32 × 32, is scaled to ρ = 0.9. After how many steps is a tenth of a gradient left, in the long run?",
        Quantity::new(steps, 0).factor(1.25),
        &format!("{}, for 0.9²² is 0.1. And after twice as many a hundredth: on a logarithmic axis that is a straight line.", num(steps, 0)),
    );
    let mut rng = lesson.rng();
    let row = inputs(HIDDEN, STEPS, 0.3, &mut rng);
    let base = of_radius(HIDDEN, 1.0, &mut rng);
    let mut table = Table::new(["ρ", "10 steps", "100 steps", "with tanh: 10", "100"]);
    let mut bare = Chart::new("steps back", "size of ∂h_T/∂h_t").log_y();
    let mut squashed = Chart::new("steps back", "size of ∂h_T/∂h_t").log_y();
    let radii = [0.5, 1.0, 1.5, 3.0];
    let names = radii.map(|radius| num(radius, 1));
    let mut changes = Vec::new();
    for (radius, name) in radii.into_iter().zip(&names) {
        let w = &base * radius;
        let (without, with) = (reach(&w, &row, false), reach(&w, &row, true));
        squashed = squashed.line(format!("ρ = {name}"), in_a_row(&with, 0));
        if radius < 2.0 {
            bare = bare.line(format!("ρ = {name}"), in_a_row(&without, 0));
        }
        changes.push(with[STEPS].ln().abs());
        table.push([
            num(spectral_radius(&w), 1),
            power(without[10]),
            power(without[STEPS]),
            power(with[10]),
            power(with[STEPS]),
        ]);
    }
    lesson.chart(
        "reach-bare",
        "What is left of a gradient, without tanh. Vanishing and exploding are the two normal cases; only ρ = 1 exactly is neither.",
        &bare,
    )?;
    let least = (0..radii.len()).min_by(|&a, &b| changes[a].total_cmp(&changes[b]));
    lesson.predict_choice(
        "Now with the tanh, whose derivative 1 − h² lies between 0 and 1. With which of these ρ is a gradient about as large after 100 steps as before?",
        &names.each_ref().map(String::as_str),
        least.unwrap_or_default(),
        "The tanh can only shorten, at every step. At ρ = 1.5 it takes away about what the matrix adds; what held its length is lost now.",
    );
    lesson.chart(
        "reach-tanh",
        "The same with tanh and random inputs. At ρ = 3 even the tanh is not enough.",
        &squashed,
    )?;
    lesson.table(&table.caption(
        "The size of ∂h_T/∂h_t: how much a direction is stretched in the mean, 1 at the start.",
    ));
    lesson.say("So there is a narrow ridge between two abysses. On one side gradients **vanish**, and what was long ago cannot be learned from, because it does not seem to matter. On the other side they **explode**. In depth, in [Gradients through many layers](lab03#gradients-through-many-layers), each layer had another matrix; here it is the same one again and again, so nothing averages out. Exploding is the easier one to cure, so it comes first.");
    Ok(())
}

/// A size in powers of ten, as far as it holds on every machine.
fn power(size: f64) -> String {
    if (0.01..100.0).contains(&size) {
        num(size, 2)
    } else {
        scientific(10_f64.powf(size.log10().round()), 0)
    }
}
