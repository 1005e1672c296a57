//! Section 3: the best expert, what the game is worth against it, and one that learns.

use super::made;
use lab10::game::adam;
use lab10::line::{DATA, Plan, play};
use lab10::theory::{Gaussian, best_discriminator, best_logit, jensen_shannon, value};
use lab10::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Result, Table};

/// What is forged while an expert learns.
const FORGED: Gaussian = Gaussian {
    mean: 2.0,
    std_dev: 1.2,
};

/// Section 3.
pub fn best(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Suppose that the forger stands still, and the expert may take any value D(x) at every single x. What should it say? Where real numbers come with the density p(x) and forged ones with q(x), V is an integral,");
    lesson.show("V = ∫ [ p(x)·ln D(x) + q(x)·ln(1 − D(x)) ] dx");
    lesson.say("and every x can be settled for itself: no D(x) has a part in another's term. So one number D has to make p·ln D + q·ln(1 − D) as large as it gets:");
    lesson.show(
        "
        derivative     p/D − q/(1 − D) = 0
                       p·(1 − D) = q·D
                       p = (p + q)·D             D* = p/(p + q)

        second         −p/D² − q/(1 − D)² < 0    so it is a maximum, and the only one",
    );
    lesson.say("The best expert only compares: how much more often does a number like this come from the world? Where both come equally often, it says a half.");
    let answer = lesson.answer(
        "best_discriminator",
        exercises::best_discriminator as fn(f64, f64, f64) -> f64,
        solutions::best_discriminator,
    );
    lesson.show(format!(
        "real and forged equally often        D* = {}\nreal three times as often            D* = {}\nonly forged                          D* = {}",
        num(answer(0.2, 0.2, 1.0), 2),
        num(answer(0.3, 0.1, 1.0), 2),
        num(answer(0.0, 0.4, 1.0), 2),
    ));
    worth(lesson);
    learned(lesson)
}

/// The value of the game against D*, two ways.
fn worth(lesson: &mut Lesson) {
    lesson.say("What is the game worth against the best expert? Put D* in, and multiply and divide by 2 in each logarithm, so that the mixture m = (p + q)/2 appears:");
    lesson.show(
        "
        V* = ∫ p·ln( p/(p + q) ) + q·ln( q/(p + q) )
           = ∫ p·ln( ½·p/m ) + q·ln( ½·q/m )
           = ∫ p·ln( p/m ) + q·ln( q/m )  −  ln 2 · ∫ (p + q)         ∫ (p + q) = 2
           = KL(p, m) + KL(q, m)  −  2·ln 2
           = 2·JS(p, q)  −  ln 4",
    );
    lesson.say("JS is the Jensen–Shannon divergence, the mean of how far p and q are from their mixture. It is 0 if they are equal and never below. So against the best expert the forger has one best answer, q = p, and then V* is −ln 4, D* is ½ everywhere: the first row of the table in section 1. Numerically, for two bells of deviation 1:");
    lesson.predict(
        "Two bells lie 8 deviations apart, and then 16. How much larger does JS become?",
        "Hardly at all: it is ln 2 = 0.6931 for any two that never meet. It says that they are different, and has stopped saying how far.",
    );
    let at = |mean| Gaussian { mean, std_dev: 1.0 };
    let mut table = Table::new(["distance", "JS", "2·JS − ln 4", "V(D*), integrated"]);
    for distance in [0.0, 1.0, 2.0, 4.0, 8.0, 16.0] {
        let (p, q) = (at(0.0), at(distance));
        let js = jensen_shannon(p, q);
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
    lesson.table(&table.caption("Two ways to the same number. From 8 deviations on JS is flat: a forger that is far away gets no slope from it. That is the theory behind section 7, and the reason for other distances (Arjovsky, Chintala and Bottou, 2017)."));
}

/// A trained expert approaches D*.
fn learned(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network cannot choose D(x) at every x for itself, and it sees samples in place of densities. How near does it come? Two hidden layers of 32, 128 real numbers and 128 forged ones at each step, the forger standing still:");
    let grid: Vec<f64> = (0..=120).map(|i| -3.0 + f64::from(i) / 12.0).collect();
    let ideal = |x: f64| best_discriminator(DATA.density(x), FORGED.density(x));
    let bell = |of: Gaussian| {
        grid.iter()
            .map(move |&x| (x, of.density(x)))
            .collect::<Vec<_>>()
    };
    let mut chart = Chart::new("x", "density, D")
        .line("real, p", bell(DATA))
        .line("forged, q", bell(FORGED))
        .dashed("D* = p/(p + q)", grid.iter().map(|&x| (x, ideal(x))))
        .y_range(0.0..1.05);
    let best = value(DATA, FORGED, |x| {
        best_logit(DATA.density(x), FORGED.density(x))
    });
    let mut table = Table::new(["steps", "V(D)", "V(D*) − V(D)", "mean |D − D*|"]);
    let seed = lesson.flags().seed;
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
            // Only where numbers come at all: elsewhere any opinion is as good.
            let mixture = |x: f64| DATA.density(x) + FORGED.density(x);
            let weight: f64 = grid.iter().map(|&x| mixture(x)).sum();
            let off = grid
                .iter()
                .zip(&outputs)
                .map(|(&x, d)| mixture(x) * (d - ideal(x)).abs())
                .sum::<f64>()
                / weight;
            table.push([made(steps), num(now, 3), num(best - now, 3), num(off, 3)]);
            chart = std::mem::replace(&mut chart, Chart::new("", "")).line(
                format!("D, {steps} steps"),
                grid.iter().copied().zip(outputs),
            );
        });
    }
    lesson.chart(
        "best-expert",
        "What is best, and what an expert learns from examples: after 10, 100 and 2,000 steps.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "V(D*) = {}; no expert can get above it. The last column is a mean over real and forged numbers. (Rows that begin with ✎ come out of a training in which each step leads to the next; a processor that rounds differently ends a little elsewhere, and so may yours.)",
        num(best, 3)
    )));
    Ok(())
}
