//! How fast it is lost.

use lab15::chaos::lyapunov::{APART, EXPONENT, distance, distances, neighbour};
use lab15::chaos::waves::{STEP, Waves};
use lab15::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// Steps of two runs that are left alone.
const ALONE: usize = 2400;
/// Steps between two measurements, and measurements of a stretch.
const BETWEEN: usize = 10;
const TIMES: usize = 5000;
/// What is left out while the two runs turn into the direction in which they part fastest.
const TURNING: usize = 20;

type Lyapunov = fn(&[f64], f64, f64) -> f64;

/// The section.
pub fn lyapunov(lesson: &mut Lesson) -> Result<()> {
    let exponent: Lyapunov = lesson.answer("lyapunov", exercises::lyapunov, solutions::lyapunov);
    let waves = Waves::lesson();
    let start = waves.settled(&mut lesson.rng());
    let other = neighbour(&start, APART, &mut lesson.rng());
    let (a, b) = (waves.run(&start, ALONE), waves.run(&other, ALONE));
    let pairs = a.column_iter().zip(b.column_iter());
    let apart: Vec<f64> = pairs
        .map(|(a, b)| distance(a.as_slice(), b.as_slice()))
        .collect();
    let at = |i: usize| (i + 1) as f64 * STEP;
    let far = mean(apart[ALONE - 400..].iter().copied());
    let lost = apart
        .iter()
        .position(|d| *d > far / 2.0)
        .map_or(f64::NAN, at);
    lesson.number("parted_after", lost);
    lesson.say(format!("Two fronts, the same but for a distance of {APART} over all {} points. The equation is the same, and nothing is random.", start.len()));
    lesson.predict_number(
        &format!("As time goes on they part, until they are {} from each other, as any two fronts are. After how much time is half of that reached? (The film above was 150 long.)", num(far, 0)),
        Quantity::new(lost, 0).factor(1.3),
        &format!("After {}. A millionth is not nothing: it grows by the same factor in each unit of time, and so does every error of measurement.", num(lost, 0)),
    );
    let line = |i: usize| (at(i), apart[i].log10());
    let begins = APART.log10();
    lesson.chart(
        "parting",
        "The distance of two runs that nobody pulls back, as a power of ten; and the mean growth, from the exponent.",
        &Chart::new("time", "log₁₀ of the distance")
            .line("distance", (0..ALONE).step_by(8).map(line).collect::<Vec<_>>())
            .dashed("e^{λt}", vec![(0.0, begins), (300.0, begins + 300.0 * EXPONENT / 10_f64.ln())])
            .y_range(-7.0..2.0)
            .size(900, 300),
    )?;
    measured(lesson, &waves, exponent);
    Ok(())
}

/// The exponent, from stretches with starts of their own.
fn measured(lesson: &mut Lesson, waves: &Waves, exponent: Lyapunov) {
    let seeds = lesson.seeds(8, 2);
    let time = BETWEEN as f64 * STEP;
    let mut bar = lesson.progress("neighbours", seeds.len());
    let stretches: Vec<f64> = seeds
        .iter()
        .map(|&seed| {
            let mut rng = nabla::rng(seed);
            let start = waves.settled(&mut rng);
            let parted = distances(waves, &start, (BETWEEN, TIMES), &mut rng);
            bar.tick();
            exponent(&parted[TURNING..], APART, time)
        })
        .collect();
    bar.done();
    let found = lesson.number("exponent", mean(stretches.iter().copied()));
    let spread = standard_deviation(stretches.iter().copied());
    let error = lesson.number("exponent_error", spread / (stretches.len() as f64).sqrt());
    lesson.number("lyapunov_time", 1.0 / found);
    lesson.say("The slope is the **largest Lyapunov exponent** λ. To follow it for longer than the distance stays small, the second run is pulled back to its old distance again and again, and the logarithms of the factors are averaged.");
    let stretch = count(TIMES * BETWEEN / 4);
    let table = Table::new(["", "λ"])
        .row([
            format!("here, {} runs of {stretch} each", stretches.len()),
            format!("{} ± {}", num(found, 4), num(error, 4)),
        ])
        .row(["Cvitanović, Davidchack and Siminos (2010)", "0.048"])
        .row(["Edson and others (2019)", "0.043"]);
    lesson.table(&table.caption(format!(
        "± is the standard error of the mean; single runs lie between {} and {}.",
        num(stretches.iter().copied().fold(f64::INFINITY, f64::min), 3),
        num(stretches.iter().copied().fold(0.0, f64::max), 3)
    )));
    let longer = 1000_f64.ln() / EXPONENT;
    lesson.predict_number(
        "Somebody measures the start a thousand times better. How much longer is the forecast good?",
        Quantity::new(longer, 0).factor(1.15),
        &format!("By {}, and that once: an error has to grow by a factor of 1,000 more, and ln 1000 / λ = {}. A thousand times the care buys seven *Lyapunov times* of 1/λ = {}.", num(longer, 0), num(longer, 0), num(1.0 / EXPONENT, 1)),
    );
    lesson.say("So no forecast of such a front goes on for ever, not even by the equation itself. What a network can do has to be measured in Lyapunov times.");
}
