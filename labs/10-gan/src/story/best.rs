//! The best discriminator, the value of the game against it, and one that learns.

use super::made;
use lab10::game::adam;
use lab10::line::{DATA, Plan, play};
use lab10::theory::{Gaussian, best_discriminator, best_logit, jensen_shannon, value};
use lab10::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// What is forged while a discriminator learns.
const FORGED: Gaussian = Gaussian {
    mean: 2.0,
    std_dev: 1.2,
};

/// The best discriminator.
pub fn best(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Let the generator stand still, and let the discriminator take any value D(x) at every single x. Where real numbers come with the density p(x) and forged ones with q(x), the chapter finds D* = p/(p + q): how much more often does a number like this come from the world?");
    let answer = lesson.answer(
        "best_discriminator",
        exercises::best_discriminator as fn(f64, f64, f64) -> f64,
        solutions::best_discriminator,
    );
    let of = |p, q| num(answer(p, q, 1.0), 2);
    lesson.show(format!(
        "real and forged equally often        D* = {}\nreal three times as often            D* = {}\nonly forged                          D* = {}",
        of(0.2, 0.2),
        of(0.3, 0.1),
        of(0.0, 0.4),
    ));
    value_of_best(lesson);
    learned(lesson)
}

/// The value of the game against D*, two ways.
fn value_of_best(lesson: &mut Lesson) {
    lesson.say("Against it the game is worth V* = 2·JS(p, q) − ln 4. JS, the Jensen–Shannon divergence, is the mean of how far p and q are from their mixture: 0 if they are equal, and never below. So the generator has one best answer, q = p, and then D is ½ everywhere. Of two normal distributions with standard deviation 1:");
    let at = |mean| Gaussian { mean, std_dev: 1.0 };
    let js_at = |distance| jensen_shannon(at(0.0), at(distance));
    lesson.predict_number(
        &format!("They lie 4 apart, and JS is {}. What is it when they lie 16 apart?", num(js_at(4.0), 3)),
        Quantity::new(js_at(16.0), 3).within(0.03),
        "Hardly more: ln 2 = 0.693 is all it ever becomes. It says that the two are different, and has stopped saying how far.",
    );
    let mut table = Table::new(["distance", "JS", "2·JS − ln 4", "V(D*), integrated"]);
    for distance in [0.0, 1.0, 2.0, 4.0, 8.0, 16.0] {
        let (p, q) = (at(0.0), at(distance));
        let js = js_at(distance);
        let best = |x| best_logit(p.density(x), q.density(x));
        table.push([
            num(distance, 0),
            num(js, 6),
            num(2.0 * js - 4_f64.ln(), 6),
            num(value(p, q, best), 6),
        ]);
        if distance == 8.0 {
            lesson.number("js_at_8", js);
        }
    }
    lesson.table(&table.caption("Two ways to the same number. From a distance of 8 on JS is flat: a generator that is far away gets no gradient from the best discriminator."));
}

/// A trained discriminator approaches D*.
fn learned(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network cannot choose D(x) at every x for itself, and it sees samples in place of densities. Two hidden layers of 32, 128 real numbers and 128 forged ones at each step, the generator standing still:");
    let grid: Vec<f64> = (0..=120).map(|i| -3.0 + f64::from(i) / 12.0).collect();
    let ideal = |x: f64| best_discriminator(DATA.density(x), FORGED.density(x));
    let curve = |of: Gaussian| {
        grid.iter()
            .map(move |&x| (x, of.density(x)))
            .collect::<Vec<_>>()
    };
    let mut chart = Chart::new("x", "density, D")
        .line("real, p", curve(DATA))
        .line("forged, q", curve(FORGED))
        .dashed("D* = p/(p + q)", grid.iter().map(|&x| (x, ideal(x))))
        .y_range(0.0..1.05);
    let best = value(DATA, FORGED, |x| {
        best_logit(DATA.density(x), FORGED.density(x))
    });
    let mut table = Table::new(["steps", "V(D)", "V(D*) − V(D)", "mean |D − D*|"]);
    let seed = lesson.flags().seed;
    let mut offs = Vec::new();
    for steps in [10, 100, 2_000] {
        let plan = Plan {
            start: FORGED,
            rounds: 0,
            head_start: steps,
            discriminator: adam(0.003, 0.5),
            ..Plan::usual(seed)
        };
        play(&plan, |state| {
            let outputs = state.outputs(&grid);
            let now = state.value();
            // Only where numbers come at all: elsewhere any output is as good.
            let mixture = |x: f64| DATA.density(x) + FORGED.density(x);
            let weight: f64 = grid.iter().map(|&x| mixture(x)).sum();
            let off = grid
                .iter()
                .zip(&outputs)
                .map(|(&x, d)| mixture(x) * (d - ideal(x)).abs())
                .sum::<f64>()
                / weight;
            offs.push(off);
            table.push([
                made(count(steps)),
                num(now, 3),
                num(best - now, 3),
                num(off, 3),
            ]);
            chart = std::mem::replace(&mut chart, Chart::new("", "")).line(
                format!("D, {steps} steps"),
                grid.iter().copied().zip(outputs),
            );
        });
    }
    lesson.predict_number(
        &format!("After 10 steps its D is off from D* by {} on average. By how much after 2,000?", num(offs[0], 1)),
        Quantity::new(offs[2], 2).factor(2.0),
        "By a few hundredths. It comes near where samples come; elsewhere nothing holds it, and nothing asks.",
    );
    lesson.chart(
        "best-discriminator",
        "What is best, and what a discriminator learns from examples: after 10, 100 and 2,000 steps.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "V(D*) = {}; no discriminator gets above it. The last column is a mean over real and forged numbers. (Rows with a ✎ come out of a training, in which each step leads to the next: a processor that rounds differently ends a little elsewhere.)",
        num(best, 3)
    )));
    Ok(())
}
