//! Gradient descent on the toast, the length of a step, and a loss that overflows.

use super::likelihood::pairs;
use super::{figures, grid, slices};
use lab01::descent::{descend, gradient_with_frozen_bias, largest_rate, newton};
use lab01::loss::{gradient, mean_log_loss, naive_log_loss};
use lab01::neuron::sigmoid;
use lab01::perceptron::{mistakes, perceptron};
use lab01::{Example, Neuron, data, exercises, solutions};
use labkit::numerals::{count, num, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};

type Learned = fn(&[(f64, f64)], f64, f64) -> (f64, f64);

/// The rate of the descent with the planted bug.
const FROZEN_RATE: f64 = 0.5;
const STEPS: usize = 2000;

pub fn downhill(lesson: &mut Lesson) -> Result<()> {
    let toast = slices(lesson);
    if lesson.choice("descent") == "frozen-bias" {
        return with_frozen_bias(lesson, &toast);
    }
    let learned = lesson.answer(
        "gradient",
        exercises::gradient as Learned,
        solutions::gradient,
    );
    let (minutes, burnt) = (pairs(&toast), &toast);
    let uphill = |neuron: &Neuron<1>| {
        let (w, b) = learned(&minutes, neuron.w[0], neuron.b);
        Neuron { w: [w], b }
    };
    let (start, rate) = (start(lesson), lesson.number_of("rate"));
    lesson.say(format!(
        "Start with a neuron, here w = {} and b = {}. Then, again and again: compute the gradient, and take a step
         against it. This is *gradient descent*:",
        num(start.w[0], 1),
        num(start.b, 1),
    ));
    lesson.show(
        "w ← w − λ · ∂ℓ/∂w
         b ← b − λ · ∂ℓ/∂b",
    );
    lesson.say(format!(
        "The *learning rate* λ says how long a step is for how much gradient. Here λ = {}.",
        num(rate, 1)
    ));
    let walk = descend(start, rate, STEPS, uphill);
    let end = walk[STEPS];
    lesson.predict_number(
        &format!(
            "Look at the fifty slices of [Burnt toast](#burnt-toast) again. After {} steps, at how many minutes does the
             neuron give even odds?",
            count(STEPS)
        ),
        Quantity::new(end.boundary(), 2).within(0.25).unit("minutes"),
        &format!(
            "At −b/w = {} minutes, and each further minute multiplies the odds by eʷ = {}. As we made the toast
             ourselves, we know the truth: the slices burnt with w = 2, b = −5, even odds at 2.5 minutes.",
            num(end.boundary(), 2),
            num(end.w[0].exp(), 1),
        ),
    );
    let table = report(&walk, burnt);
    lesson.table(&table);
    lesson.number("fit_w", end.w[0]);
    lesson.number("fit_b", end.b);
    lesson.number("fit_loss", mean_log_loss(&end, burnt));
    lesson.number("fit_boundary", end.boundary());
    lesson.number("fit_odds", end.w[0].exp());
    lesson.chart(
        "fit",
        "The fitted curve, the true one, and the boundary at −b/w, where the neuron changes its mind.",
        &figures::fit(burnt, &end),
    )?;
    check_with_newton(lesson, burnt, &end);
    beside_the_perceptron(lesson, burnt, &walk)
}

/// Where `--w` and `--b` let the descent begin.
fn start(lesson: &Lesson) -> Neuron<1> {
    Neuron {
        w: [lesson.number_of("w")],
        b: lesson.number_of("b"),
    }
}

/// The walk in a few rows: step, w, b, loss, mistakes.
fn report(walk: &[Neuron<1>], toast: &[Example<1>]) -> Table {
    let mut table = Table::new(["step", "w", "b", "loss", "mistakes"]);
    for step in [0, 1, 2, 10, 100, 500, 1000, 2000] {
        let neuron = &walk[step];
        let loss = num(mean_log_loss(neuron, toast), 5);
        let wrong = mistakes(neuron, toast).to_string();
        table.push([
            count(step),
            num(neuron.w[0], 4),
            num(neuron.b, 4),
            loss,
            wrong,
        ]);
    }
    table
}

fn check_with_newton(lesson: &mut Lesson, toast: &[Example<1>], end: &Neuron<1>) {
    lesson.say(
        "Is that really the bottom? Ask somebody else: *Newton's method* uses the curvature as well as the gradient, and
         needs no learning rate.",
    );
    let mut table = Table::new(["Newton step", "w", "b", "loss"]);
    let walk = newton(toast, 8);
    for step in [0, 1, 2, 4, 6, 8] {
        let neuron = &walk[step];
        let loss = num(mean_log_loss(neuron, toast), 8);
        table.push([
            step.to_string(),
            num(neuron.w[0], 8),
            num(neuron.b, 8),
            loss,
        ]);
    }
    let many = newton(&data::toast(5000, &mut lesson.rng()), 8)[8];
    lesson.number("many_w", many.w[0]);
    lesson.number("many_b", many.b);
    lesson.table(&table);
    lesson.say(format!(
        "After {} small steps w still differs by {}, the loss by {}. There is no wrong valley to end in. And the truth? With
         5,000 slices in place of fifty, Newton ends at w = {}, b = {}.",
        count(STEPS),
        num((end.w[0] - walk[8].w[0]).abs(), 5),
        scientific(mean_log_loss(end, toast) - mean_log_loss(&walk[8], toast), 0),
        num(many.w[0], 2),
        num(many.b, 2),
    ));
}

fn beside_the_perceptron(
    lesson: &mut Lesson,
    toast: &[Example<1>],
    walk: &[Neuron<1>],
) -> Result<()> {
    const ROUNDS: usize = 100;
    // A round of the perceptron looks at fifty slices, and so does one step of descent.
    let boundaries = |walk: &[Neuron<1>]| -> Vec<(f64, f64)> {
        let rounds = walk.iter().enumerate().take(ROUNDS + 1).skip(1);
        rounds
            .map(|(round, neuron)| (round as f64, neuron.boundary()))
            .collect()
    };
    lesson.say(
        "And beside the perceptron? One round of it looks at as many slices as one step of ours.",
    );
    lesson.chart(
        "side-by-side",
        "The boundary −b/w after each round: the perceptron jumps about for ever, the sigmoid neuron settles.",
        &Chart::new("round", "boundary, minutes")
            .line("perceptron", boundaries(&perceptron(toast, ROUNDS)))
            .line("sigmoid neuron", boundaries(walk))
            .hline(2.5, "truth")
            .y_range(0.0..4.5),
    )
}

/// What `--descent frozen-bias` shows: the planted bug of the last exercise.
fn with_frozen_bias(lesson: &mut Lesson, toast: &[Example<1>]) -> Result<()> {
    lesson.say(
        "This is the descent with the planted bug: it moves w and never b. Everything else is as in the
         healthy one: fifty slices, λ = 0.5, start at w = 0, b = 0.",
    );
    let walk = descend(Neuron::blank(), FROZEN_RATE, STEPS, |neuron| {
        gradient_with_frozen_bias(neuron, toast)
    });
    lesson.table(&report(&walk, toast));
    let healthy = descend(Neuron::blank(), FROZEN_RATE, STEPS, |neuron| {
        gradient(neuron, toast)
    })[STEPS];
    lesson.say(format!(
        "The loss falls and settles, as it should; nothing crashes, nothing warns. But it settles at {} \
         where the healthy descent reaches {}. The curve is nailed to ½ at 0 minutes, and since toast does burn, \
         w is positive: so it calls every slice more likely burnt than not. A bug that still learns is the \
         hardest to see: compare the loss with a number you trust.",
        num(mean_log_loss(&walk[STEPS], toast), 3),
        num(mean_log_loss(&healthy, toast), 3),
    ));
    lesson.chart(
        "frozen-bias",
        "With b frozen at 0 the curve can get steeper, but never move away from ½ at 0 minutes.",
        &figures::fit(toast, &walk[STEPS]),
    )
}

pub fn rates(lesson: &mut Lesson) -> Result<()> {
    let toast = slices(lesson);
    lesson.predict_choice(
        "Small steps are slow. What does λ = 4 do in place of 0.5?",
        &[
            "It arrives at the same bottom, in an eighth of the steps.",
            "It never settles.",
            "Its loss grows without end.",
        ],
        1,
        "A step that is too long lands on the other side of the valley, perhaps higher than it
         started. Then it comes back, too far again.",
    );
    let walk = |rate: f64, steps| {
        descend(Neuron::blank(), rate, steps, |neuron| {
            gradient(neuron, &toast)
        })
    };
    let losses = |rate: f64| -> Vec<(f64, f64)> {
        let walk = walk(rate, 150);
        walk.iter()
            .enumerate()
            .map(|(i, neuron)| (i as f64, mean_log_loss(neuron, &toast)))
            .collect()
    };
    lesson.chart(
        "rates",
        "The loss against the step, for four learning rates.",
        &Chart::new("step", "loss")
            .line("λ = 0.1", losses(0.1))
            .line("λ = 0.5", losses(0.5))
            .line("λ = 2", losses(2.0))
            .line("λ = 4", losses(4.0))
            .log_y(),
    )?;
    let best = newton(&toast, 8)[8];
    let limit = lesson.number("largest_rate", largest_rate(&best, &toast));
    let mut table = Table::new(["λ", "loss after 10", "100", "3,999", "4,000"]);
    let mut never = Vec::new();
    for rate in [0.1, 0.5, 2.0, 2.2, 4.0] {
        let walk = walk(rate, 4000);
        let loss = [10, 100, 3999, 4000].map(|step| mean_log_loss(&walk[step], &toast));
        if (loss[3] - loss[2]).abs() > 1e-4 {
            never.push(num(rate, 1));
        }
        table.push(
            [num(rate, 1)]
                .into_iter()
                .chain(loss.map(|loss| num(loss, 4))),
        );
    }
    lesson.table(&table);
    lesson.say(format!(
        "At 0.1 it creeps. Large steps jump about wildly at first; if they settle at all, they arrive early. But
         these never settle, and hop to and fro for ever: λ = {}. The limit can be computed: 2 divided by the
         largest curvature, here {}.",
        never.join(", "),
        num(limit, 3),
    ));
    lesson.figure(
        "valley",
        "The loss for every w and b (stronger colour is lower), and two walks from w = 0, b = 0 to the bottom (the ring).",
        (680, 460),
        |area| figures::valley(area, &toast, &walk(0.5, 2000), &walk(2.0, 60), &best),
    )?;
    lesson.say(
        "The map shows why it takes so long: the valley is narrow across and almost flat along. Steps short
         enough for its walls are tiny for its floor. Lab 4 meets this again, and cures it.",
    );
    Ok(())
}

pub fn overflow(lesson: &mut Lesson) -> Result<()> {
    let stable = lesson.answer(
        "log_loss",
        exercises::log_loss as fn(f64, f64) -> f64,
        solutions::log_loss,
    );
    lesson.predict_number(
        "A neuron has the sum s = 40 for a slice that is *not* burnt. What is the loss, −ln(1 − p), on paper?",
        Quantity::new(40.0, 0).within(0.5),
        "1 − p = 1/(1 + e⁴⁰) ≈ e⁻⁴⁰, so −ln of it is 40. On paper. Watch the machine.",
    );
    let mut table = Table::new([
        "s",
        "y",
        "p as stored",
        "the formula as it stands",
        "stable",
    ]);
    for (s, y) in [
        (5.0, 0.0),
        (20.0, 0.0),
        (36.0, 0.0),
        (40.0, 0.0),
        (800.0, 0.0),
        (800.0, 1.0),
        (-800.0, 1.0),
    ] {
        let naive = match naive_log_loss(s, y) {
            loss if loss.is_infinite() => "∞".to_string(),
            loss if loss.is_nan() => "NaN".to_string(),
            loss => num(loss, 9),
        };
        table.push([
            num(s, 0),
            num(y, 0),
            format!("{}", sigmoid(s)),
            naive,
            num(stable(s, y), 9),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "A 64-bit number near 1 has steps of about 10⁻¹⁶. At s = 20 digits are lost, at 36 the answer is wrong in the
         second decimal, at 40 p *is* 1 and the loss infinite. With y = 1 it is worse: 0 · ln 0 = 0 · (−∞) is
         NaN, although the neuron is right. And one NaN turns the mean over all the data into NaN.

         The cure is not to compute p at all. Put p = 1/(1 + e⁻ˢ) into the logarithms first, on paper: both
         become *softplus*(s) = ln(1 + eˢ), once of s and once of −s. Computed with care (the exercise `log_loss`) it is
         exact however sure the neuron is.",
    );
    let softplus = |s: f64| stable(s, 0.0);
    lesson.chart(
        "softplus",
        "softplus, the loss of a \"no\" against the sum: a ramp with its corner rounded off.",
        &Chart::new("s", "loss")
            .line(
                "softplus(s): the answer was no",
                grid(-6.0, 6.0).map(|s| (s, softplus(s))),
            )
            .line(
                "softplus(−s): the answer was yes",
                grid(-6.0, 6.0).map(|s| (s, softplus(-s))),
            ),
    )?;
    lesson.say(
        "Our descent would have survived even the naive loss, as its gradient p − y never asks for the loss. A
         framework that differentiates whatever you wrote would not. So frameworks offer a loss that
         takes the sum, called the *logit*, and not the probability. Use that one.",
    );
    Ok(())
}
