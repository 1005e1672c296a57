//! A reservoir.

use crate::figures::chaos::films;
use lab15::chaos::forecast::{
    Forecaster, LOST, Pieces, WARM, deviation, errors, horizon, horizons,
};
use lab15::chaos::lyapunov::EXPONENT;
use lab15::chaos::reservoir::{Link, Recipe, Ridge, Step};
use lab15::chaos::waves::{POINTS, STEP, Waves};
use lab15::{exercises, solutions};
use labkit::numerals::{count, num, percent, scientific};
use labkit::{Lesson, Quantity, Result, Table};
use nalgebra::DMatrix;
use std::sync::OnceLock;

/// Units, and moments to learn from.
pub const UNITS: usize = 1500;
pub const MOMENTS: usize = 40_000;
/// The same of a quick comparison.
const FEW: (usize, usize) = (500, 10_000);
/// Steps of a forecast: some fifteen Lyapunov times.
pub const AHEAD: usize = 1200;

/// A reservoir that has learned, and what from.
pub struct Trained {
    pub waves: Waves,
    pub series: DMatrix<f64>,
    pub deviation: f64,
    pub forecaster: Forecaster,
}

/// Lyapunov times of so many steps.
pub fn lyapunov_times(steps: usize) -> f64 {
    steps as f64 * STEP * EXPONENT
}

/// The median of numbers in order.
pub fn median(sorted: &[usize]) -> f64 {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    (low + high) as f64 / 2.0
}

/// The learner's step and ridge regression, or ours.
pub fn answers(lesson: &mut Lesson) -> (Step, Ridge) {
    let step: Step = lesson.answer(
        "reservoir_step",
        exercises::reservoir_step,
        solutions::reservoir_step,
    );
    let ridge: Ridge = lesson.answer("ridge", exercises::ridge, solutions::ridge);
    (step, ridge)
}

/// One with so many units, from so many moments of a ring of so many points.
pub fn learned(
    lesson: &Lesson,
    (units, moments): (usize, usize),
    answers: (Step, Ridge),
) -> Trained {
    let mut rng = lesson.rng();
    let waves = Waves::lesson();
    let series = waves.run(&waves.settled(&mut rng), moments);
    let pieces = Pieces::one(POINTS);
    let mut bar = lesson.progress(
        &format!("reservoir of {}", count(units)),
        Forecaster::blocks(pieces, moments),
    );
    let forecaster = Forecaster::learn(
        (&Recipe::of(units), pieces),
        &series,
        answers,
        &mut rng,
        || bar.tick(),
    );
    bar.done();
    Trained {
        deviation: deviation(&series),
        waves,
        series,
        forecaster,
    }
}

/// The one of two sections, trained once.
pub fn trained(lesson: &mut Lesson) -> &'static Trained {
    static TRAINED: OnceLock<Trained> = OnceLock::new();
    let answers = answers(lesson);
    let moments = lesson.shortened(MOMENTS, 10);
    TRAINED.get_or_init(|| learned(lesson, (UNITS, moments), answers))
}

/// A step whose readout sees no squares.
fn plain(links: &[Vec<Link>], inputs: &[Link], state: &[f64], u: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (next, _) = solutions::reservoir_step(links, inputs, state, u);
    (next.clone(), next)
}

/// The section.
pub fn reservoir(lesson: &mut Lesson) -> Result<()> {
    let recipe = Recipe::of(UNITS);
    lesson.say(format!("Now nobody knows the equation. There is a film of the front, {} moments, {STEP} apart. A network of {} tanh units hears it, moment by moment. Each unit hears {} others and one point of the ring, with random weights, and *nothing of that is ever trained*: it is a pool into which stones are thrown, and it rings. A pool cannot forecast. But who looks at its waves may read off what was thrown, and when.", count(MOMENTS), count(UNITS), recipe.links));
    lesson.say("Only that is learned: a linear readout, from the state of all units to the 64 points of the next moment. A linear fit has a formula, ridge regression, so there is no gradient descent, no rate and no epoch (Jaeger, 2001; Pathak and others, 2018).");
    lesson.show("r′ = tanh(A r + B u)       fixed, random\nû = W φ(r′)                learned;  φ squares every second unit\nW = (Σ u φᵀ) (Σ φ φᵀ + β I)⁻¹");
    squares(lesson);
    let trained = trained(lesson);
    let past = trained
        .waves
        .run(&trained.waves.settled(&mut nabla::rng(1000)), WARM);
    let truth = trained.waves.run(past.column(WARM - 1).as_slice(), AHEAD);
    let said = trained.forecaster.forecast(&past, AHEAD);
    let errors = errors(&truth, &said, trained.deviation);
    let (first, good) = (lesson.number("first_error", errors[0]), horizon(&errors));
    let good = lesson.number("one_horizon", lyapunov_times(good));
    let by_rate = (LOST / first).ln();
    lesson.number("by_rate", by_rate);
    lesson.predict_number(
        &format!("It has heard {WARM} moments of a film that it does not know, and then goes on alone: what it says is what it hears next. The error of its first step is {} deviations. If it grew by e in each Lyapunov time, when would it be {LOST}?", scientific(first, 1)),
        Quantity::new(by_rate, 1).within(0.2),
        &format!("ln({LOST} / {}) = {} Lyapunov times. In truth it takes {}: each further step adds an error of its own, and no stretch of the film is the mean.", scientific(first, 1), num(by_rate, 1), num(good, 1)),
    );
    let [shown, told] = [&truth, &said].map(|film| film.columns(0, 600).into_owned());
    let difference = &shown - &told;
    let caption = format!(
        "From the moment on at which it goes on alone: 150 units of time, {} Lyapunov times. The line is where the error is half a deviation.",
        num(lyapunov_times(600), 1)
    );
    films(
        lesson,
        ("forecast", &caption),
        &[
            ("A: what happens", &shown),
            ("B: what the reservoir says", &told),
            ("A − B", &difference),
        ],
        &[horizon(&errors).min(599)],
    )?;
    lesson.number("later_error", errors[AHEAD - 1]);
    lesson.say("After its horizon the forecast is wrong, and still looks like a front: it has the climate right and the weather wrong.");
    Ok(())
}

/// With and without the squares.
fn squares(lesson: &mut Lesson) {
    let mut table = Table::new(["the readout sees", "median of the horizons"]);
    let mut found = Vec::new();
    for (words, step) in [
        (
            "every second unit squared",
            solutions::reservoir_step as Step,
        ),
        ("all units as they are", plain),
    ] {
        let small = learned(lesson, FEW, (step, solutions::ridge));
        let (all, _) = horizons(
            (&small.waves, small.deviation),
            (20, AHEAD),
            |past, steps| small.forecaster.forecast(past, steps),
        );
        found.push(lyapunov_times(1) * median(&all));
        table.push([
            words.to_string(),
            format!("{} Lyapunov times", num(found[found.len() - 1], 1)),
        ]);
    }
    let [with, without] = [found[0], found[1]];
    lesson.number("with_squares", with);
    lesson.number("without_squares", without);
    lesson.predict_choice(
        &format!("The tanh is an odd function: −u gives −r. Half of a small reservoir's units ({} units, {} moments) are squared for the readout; its median horizon is {} Lyapunov times. Without the squares?", FEW.0, count(FEW.1), num(with, 1)),
        &["much less", "the same", "more: the readout has all that was there"],
        0,
        &format!("{}, {} of it. Without squares, who is told −u says minus what he says to u. The equation does not: u u_x keeps its sign when u turns.", num(without, 1), percent(without / with)),
    );
    lesson.table(&table.caption("20 starts each."));
}
