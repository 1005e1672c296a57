//! From the probability of the data to a loss, and the derivative of that loss.

use super::{figures, grid, slices};
use lab01::loss::{likelihood, mean_log_loss, measured_gradient};
use lab01::{Example, Neuron, exercises, solutions};
use labkit::numerals::{num, power_above, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};

pub fn how_likely(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "The sigmoid neuron says p, the probability that a slice is burnt. Which w and b are good?
         Those that find what really happened probable. Three slices, two neurons:",
    );
    let three = [(1.0, 0.0), (2.0, 0.0), (4.0, 1.0)].map(|(x, y)| Example { x: [x], y });
    let careful = Neuron { w: [1.0], b: -3.0 };
    let hasty = Neuron { w: [1.0], b: 0.0 };
    let given =
        |neuron: &Neuron<1>, slice: &Example<1>| likelihood(neuron, std::slice::from_ref(slice));
    let mut table = Table::new([
        "minutes",
        "burnt",
        "A says",
        "A gave the truth",
        "B says",
        "B gave the truth",
    ])
    .caption("Neuron A: w = 1, b = −3. Neuron B: w = 1, b = 0.");
    for slice in &three {
        table.push([
            num(slice.x[0], 0),
            if slice.y == 1.0 { "yes" } else { "no" }.to_string(),
            num(careful.probability(&slice.x), 4),
            num(given(&careful, slice), 4),
            num(hasty.probability(&slice.x), 4),
            num(given(&hasty, slice), 4),
        ]);
    }
    let (a, b) = (likelihood(&careful, &three), likelihood(&hasty, &three));
    table.push(["", "product", "", &num(a, 4), "", &num(b, 4)]);
    lesson.table(&table);
    lesson.say(format!(
        "To a burnt slice a neuron gave p, to the other kind 1 − p. The product is the *likelihood* L: how
         probable the whole data is, if the neuron is right and no slice influences another. {} against {}: A tells
         the better story. *Maximum likelihood*: take the w and b that make this product largest.",
        num(a, 2),
        num(b, 2),
    ));
    let toast = slices(lesson);
    let truth = Neuron {
        w: [lab01::data::TRUE_W],
        b: lab01::data::TRUE_B,
    };
    let some: Vec<Example<1>> = toast.iter().copied().take(16).collect();
    lesson.chart(
        "sticks",
        "What a neuron (w = 2, b = −5) gives to sixteen slices: the length of each stick is the probability of \
         what really happened. The likelihood is the product of the lengths.",
        &figures::sticks(&truth, &some),
    )?;
    lesson.say(format!(
        "A product of many numbers below 1 becomes very small. Fifty slices, a coin toss each: ½⁵⁰ = {}. \
         With 1,100 slices the computer says {}: nothing is left in 64 bits. So take logarithms: they turn
         the product into a sum, and as ln always grows, the best w and b stay the best.",
        scientific(likelihood(&Neuron::blank(), &toast), 1),
        likelihood(&Neuron::blank(), &toast.iter().copied().cycle().take(1100).collect::<Vec<_>>()),
    ));
    lesson.show(
        "likelihood       L    = product of  pᵢ (burnt)  and  1 − pᵢ (not burnt)
         log-likelihood   ln L = Σ [ yᵢ ln pᵢ + (1 − yᵢ) ln(1 − pᵢ) ]
         log-loss         ℓ    = −(1/N) ln L",
    );
    let blank = mean_log_loss(&Neuron::blank(), &toast);
    lesson.predict_number(
        "A neuron knows nothing: whatever the slice, it says ½. What is its log-loss?",
        Quantity::new(blank, 4).within(0.02),
        &format!(
            "−ln ½ = ln 2 = {} for each slice, and so for the mean. Remember this number: it is the price of knowing
             nothing.",
            num(blank, 4)
        ),
    );
    lesson.chart(
        "surprise",
        "−ln p: certainty of the truth costs nothing, certainty of the opposite costs without limit.",
        &Chart::new("probability given to what really happened", "loss")
            .line("−ln p", grid(0.008, 1.0).map(|p| (p, -p.ln())))
            .points("½: ln 2 = 0.693", [(0.5, std::f64::consts::LN_2)])
            .y_range(0.0..5.0),
    )?;
    Ok(())
}

pub fn gradient(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "To make the loss smaller, we ask how it changes when w or b changes a little. The chain leads from the
         loss of a slice to p, from p = σ(s) to the sum, from s = b + w·x to w and b. The book takes it link by
         link; p(1 − p) below the fraction bar meets σ′(s) = p(1 − p):",
    );
    lesson.show(
        "∂ℓ/∂s = (p − y)/(p(1 − p)) · p(1 − p) = p − y
         ∂ℓ/∂w = (p − y) · x
         ∂ℓ/∂b = (p − y) · 1",
    );
    lesson.say(
        "The *error*, what the neuron said minus what was true, times the *input*; over all the data, take the mean.
         ∂ℓ/∂w and ∂ℓ/∂b together are the *gradient* of the loss. It is the perceptron's rule with p in the place of ŷ: every slice
         corrects the neuron a little, the more so the more it was surprised.",
    );
    let toast = slices(lesson);
    let neuron = Neuron { w: [0.7], b: -1.1 };
    type Learned = fn(&[(f64, f64)], f64, f64) -> (f64, f64);
    let learned = lesson.answer(
        "gradient",
        exercises::gradient as Learned,
        solutions::gradient,
    );
    let (dw, db) = learned(&pairs(&toast), neuron.w[0], neuron.b);
    let measured = measured_gradient(&neuron, |neuron| mean_log_loss(neuron, &toast));
    lesson.say(
        "Trust, but measure. At w = 0.7, b = −1.1, on the fifty slices: nudge w (then b) up and down by
         0.00001 and see what the loss does. A formula that survives this is very probably right.",
    );
    lesson.table(
        &Table::new(["", "by the formula", "measured", "difference"])
            .row([
                "∂ℓ/∂w".to_string(),
                num(dw, 10),
                num(measured.w[0], 10),
                below(dw - measured.w[0]),
            ])
            .row([
                "∂ℓ/∂b".to_string(),
                num(db, 10),
                num(measured.b, 10),
                below(db - measured.b),
            ]),
    );
    lesson.say("Both are positive: to get down, w and b must become smaller from here.");
    Ok(())
}

/// A power of ten above a difference: rounding noise has no meaningful digits.
fn below(difference: f64) -> String {
    format!("below {}", power_above(difference.abs()))
}

/// The slices as pairs (minutes, burnt), as the exercise takes them.
pub fn pairs(toast: &[Example<1>]) -> Vec<(f64, f64)> {
    toast.iter().map(|slice| (slice.x[0], slice.y)).collect()
}
