//! A reservoir.

use crate::figures::chaos::films;
use lab15::chaos::forecast::{Film, Forecaster, LOST, Pieces, WARM, errors, horizon};
use lab15::chaos::lyapunov::EXPONENT;
use lab15::chaos::reservoir::{Recipe, Ridge, Step};
use lab15::chaos::waves::{POINTS, STEP, Waves};
use lab15::{exercises, solutions};
use labkit::numerals::{count, num, scientific};
use labkit::{Lesson, Quantity, Result};
use std::sync::OnceLock;

/// Units, and moments to learn from.
pub const UNITS: usize = 1500;
const MOMENTS: usize = 40_000;
/// Starts that horizons are measured from, and the steps of a forecast: some fifteen Lyapunov times.
pub const STARTS: (usize, usize) = (20, 1200);
/// Steps that are drawn.
const SHOWN: usize = 600;

/// Trains a reservoir of so many units, with the learner's step and ridge regression where there are any.
pub fn learned(lesson: &mut Lesson, units: usize, pieces: Pieces, film: &Film) -> Forecaster {
    let (yours, ours) = (exercises::reservoir_step, solutions::reservoir_step);
    let step: Step = lesson.answer("reservoir_step", yours, ours);
    let ridge: Ridge = lesson.answer("ridge", exercises::ridge, solutions::ridge);
    let blocks = Forecaster::blocks(pieces, film.series.ncols());
    let mut bar = lesson.progress(&format!("reservoir of {}", count(units)), blocks);
    let recipe = (&Recipe::of(units), pieces);
    let tick = || bar.tick();
    let learned = Forecaster::learn(recipe, &film.series, (step, ridge), &mut lesson.rng(), tick);
    bar.done();
    learned
}

/// The one of two sections, trained once.
pub fn trained(lesson: &mut Lesson) -> &'static (Film, Forecaster) {
    static TRAINED: OnceLock<(Film, Forecaster)> = OnceLock::new();
    TRAINED.get_or_init(|| {
        let moments = lesson.shortened(MOMENTS, 10);
        let film = Film::new(Waves::lesson(), moments, &mut lesson.rng());
        let forecaster = learned(lesson, UNITS, Pieces::one(POINTS), &film);
        (film, forecaster)
    })
}

/// The section.
pub fn reservoir(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Now nobody knows the equation. There is a film of the front, {} moments, {STEP} apart. A network of {} tanh units hears it, moment by moment. Each unit hears {} others and one point of the ring, with random weights, and *nothing of that is ever trained*: it is a pool into which stones are thrown. The pool knows nothing. But who looks at its ripples may read off what was thrown, and when.", count(MOMENTS), count(UNITS), Recipe::of(UNITS).links));
    lesson.say("Only the reading is learned: a linear readout, from all units to the points of the next moment. A linear fit has a formula, ridge regression, so there is no gradient descent, no rate and no epoch (Jaeger, 2001; Pathak and others, 2018).");
    lesson.show("r′ = tanh(A r + B u)       fixed, random\nû = W φ(r′)                learned; φ squares every second unit\nW = (Σ u φᵀ) (Σ φ φᵀ + β I)⁻¹");
    let (film, forecaster) = trained(lesson);
    let [past, truth] = film.unseen(0, STARTS.1);
    let said = forecaster.forecast(&past, STARTS.1);
    let errors = errors(&truth, &said, film.deviation);
    let first = lesson.number("first_error", errors[0]);
    let alone = lesson.number("by_rate", (LOST / first).ln());
    let (end, small) = (horizon(&errors), scientific(first, 1));
    let good = lesson.number("one_horizon", end as f64 * STEP * EXPONENT);
    lesson.predict_number(
        &format!("It has heard {WARM} moments of a film that it does not know, and goes on alone: what it says is what it hears next. The error of its first step is {small} deviations. If that grew by e in each Lyapunov time, when would it be {LOST}?"),
        Quantity::new(alone, 1).within(0.2),
        &format!("ln({LOST} / ({small})) = {} Lyapunov times. In truth it takes {}: each step adds an error of its own, and no stretch of film is the mean.", num(alone, 1), num(good, 1)),
    );
    let [a, b] = [&truth, &said].map(|film| film.columns(0, SHOWN).into_owned());
    let shown = [
        ("A: what happens", &a),
        ("B: what the reservoir says", &b),
        ("A − B", &(&a - &b)),
    ];
    let caption = format!(
        "A forecast over {} units of time, from the moment on at which it goes on alone. The line is where the error is half a deviation.",
        num(SHOWN as f64 * STEP, 0)
    );
    films(lesson, ("forecast", &caption), &shown, end.min(SHOWN - 1))?;
    lesson.say("After its horizon the forecast is wrong, and still looks like a front. It has the climate right and the weather wrong.");
    Ok(())
}
