//! Numerical gradients.

use lab03::by_hand::{INPUTS, Net, TARGETS, error};
use lab03::{exercises, numeric, solutions};
use labkit::numerals::{num, power_above, scientific};
use labkit::{Chart, Lesson, Result, Table};

type Difference = fn(&dyn Fn(f64) -> f64, f64, f64) -> f64;

pub fn numeric(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A wrong gradient rarely crashes. The net still learns, only worse, and you look for the fault everywhere \
         else. So check: nudge one weight by h to either side, evaluate twice, and divide the rise by the run.",
    );
    lesson.show("∂E/∂w  ≈  (E(w + h) − E(w − h)) / 2h            the central difference");
    check_net(lesson);
    lesson.predict_choice(
        "The formula becomes exact as h goes to 0. On a computer, how does h = 10⁻¹² compare with h = 10⁻⁵?",
        &["far better", "about the same", "far worse"],
        2,
        "Far worse. Look at the chart.",
    );
    let sweep = numeric::step_sweep();
    let pick = |error: fn(&numeric::StepError) -> Option<f64>| {
        sweep
            .iter()
            .filter_map(move |row| error(row).map(|e| (row.h, e)))
            .collect::<Vec<_>>()
    };
    lesson.chart(
        "step-size",
        "How wrong a numerical derivative is, against the step h: relative error of σ′ near x = 1, both axes logarithmic.",
        &Chart::new("step h", "relative error")
            .line("forward, f64", pick(|row| Some(row.forward)))
            .line("central, f64", pick(|row| Some(row.central)))
            .line("central, f32", pick(|row| row.single))
            .log_x()
            .log_y(),
    )?;
    let central = lesson.answer(
        "central_difference",
        exercises::central_difference as Difference,
        solutions::central_difference,
    );
    let mut table = Table::new(["h", "forward", "central", "central in f32"]);
    for row in sweep
        .iter()
        .filter(|row| (row.h.log10().round() - row.h.log10()).abs() < 1e-9)
        .step_by(2)
    {
        table.push([
            scientific(row.h, 1),
            scientific(row.forward, 1),
            scientific(row.central, 1),
            row.single.map_or("–".into(), |error| scientific(error, 1)),
        ]);
    }
    lesson.table(&table.caption(
        "Relative error of the estimate of σ′ near x = 1 (root mean square over 4,000 places).",
    ));
    lesson.say(format!(
        "Two errors pull against each other. *Truncation*: the formula leaves out the curve's bend, an error like h² \
         (like h for the one-sided form). *Rounding*: E(w+h) and E(w−h) agree in most of their digits, the \
         subtraction cancels those, and what is left is divided by a tiny h: an error like ε/h, with ε about 10⁻¹⁶ in \
         f64 and 6·10⁻⁸ in f32. Their sum is smallest near h = ∛ε, around 10⁻⁵ in f64: there σ′(1) comes out as {}, and \
         is {}. In f32 the best step is near 10⁻², and four or five digits are all there is. Therefore gradients are \
         checked in f64.",
        num(central(&lab03::by_hand::sigmoid, 1.0, 1e-5), 12),
        num(lab03::by_hand::sigmoid_derivative(lab03::by_hand::sigmoid(1.0)), 12),
    ));
    Ok(())
}

fn check_net(lesson: &mut Lesson) {
    let net = Net::lecture();
    let ours = net.backward(&net.forward(INPUTS), TARGETS);
    let along = |w1: &[f64]| {
        let mut moved = net.clone();
        moved.w1.as_flattened_mut().copy_from_slice(w1);
        error(&TARGETS, &moved.forward(INPUTS).output)
    };
    let numeric = numeric::gradient(&along, net.w1.as_flattened(), 1e-5);
    let worst = numeric
        .iter()
        .zip(ours.d_w1.as_flattened())
        .map(|(a, b)| numeric::relative_error(*a, *b))
        .fold(0.0, f64::max);
    lesson.say(format!(
        "The nine weights of the first layer, by hand and by 18 evaluations at h = 10⁻⁵: they differ by less \
         than {} of themselves. Two derivations that have nothing in common agree to that many digits; the gradients of [A whole net, right to left](#a-whole-net-right-to-left) are right.",
        power_above(worst)
    ));
}
