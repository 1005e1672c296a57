//! Side by side.

use super::reservoir::{answers, median};
use crate::figures::chaos::films;
use lab15::chaos::forecast::{Forecaster, Pieces, WARM, deviation, horizons};
use lab15::chaos::lyapunov::{APART, distances};
use lab15::chaos::reservoir::Recipe;
use lab15::chaos::waves::{LENGTH, POINTS, STEP, Waves};
use lab15::solutions;
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};

/// How much longer the ring is, and how many reservoirs share it.
const LONGER: usize = 2;
const COUNT: usize = 4;
/// Points beyond its piece that a reservoir hears.
const OVERLAP: usize = 16;
const UNITS: usize = 1000;
const MOMENTS: usize = 10_000;
const STARTS: u64 = 20;
const AHEAD: usize = 600;

/// The section.
pub fn parallel(lesson: &mut Lesson) -> Result<()> {
    let answers = answers(lesson);
    let points = LONGER * POINTS;
    let waves = Waves::new(LONGER as f64 * LENGTH, points, STEP);
    let mut rng = lesson.rng();
    let start = waves.settled(&mut rng);
    let parted = distances(&waves, &start, (10, 2000), &mut rng);
    let exponent = lesson.number(
        "long_exponent",
        solutions::lyapunov(&parted[20..], APART, 10.0 * STEP),
    );
    lesson.say(format!("On a ring of L = {} there are twice as many waves, and twice as many directions in which two fronts may part. The exponent is {} here, so a Lyapunov time is {}.", LONGER as f64 * LENGTH, num(exponent, 3), num(1.0 / exponent, 1)));
    lesson.say(format!("One reservoir for all of it has to hear {points} points with the same units. But what happens at one place in the next moment hangs on its neighbourhood alone. So let {COUNT} reservoirs share the ring: each says {} points, and hears {OVERLAP} more on either side, which its neighbours say. The equation is the same everywhere, so all of them are the *same* reservoir with the same readout, and it learns from all places at once.", points / COUNT));
    let moments = lesson.shortened(MOMENTS, 10);
    let series = waves.run(&waves.settled(&mut rng), moments);
    let scale = deviation(&series);
    let mut found = Vec::new();
    let side = Pieces {
        count: COUNT,
        core: points / COUNT,
        overlap: OVERLAP,
    };
    for pieces in [Pieces::one(points), side] {
        let mut bar = lesson.progress(
            &format!("reservoirs: {}", pieces.count),
            Forecaster::blocks(pieces, moments),
        );
        let forecaster = Forecaster::learn(
            (&Recipe::of(UNITS), pieces),
            &series,
            answers,
            &mut lesson.rng(),
            || bar.tick(),
        );
        bar.done();
        let (sorted, _) = horizons((&waves, scale), (STARTS, AHEAD), |past, steps| {
            forecaster.forecast(past, steps)
        });
        found.push((
            pieces,
            forecaster,
            [
                sorted[0] as f64,
                median(&sorted),
                sorted[sorted.len() - 1] as f64,
            ]
            .map(|steps| steps * STEP * exponent),
        ));
    }
    let [one, several] = [found[0].2[1], found[1].2[1]];
    lesson.number("one_for_all", one);
    lesson.number("side_by_side", several);
    lesson.predict_number(
        &format!("One reservoir of {} units for the whole ring has a median horizon of {} Lyapunov times. {COUNT} of them side by side, from the same film?", count(UNITS), num(one, 1)),
        Quantity::new(several, 1).factor(1.3),
        &format!("{}. Each has less to say, and {COUNT} times as much to learn from.", num(several, 1)),
    );
    let mut table = Table::new(["reservoirs", "hears", "says", "worst", "median", "best"]);
    for (
        Pieces {
            count,
            core,
            overlap,
        },
        _,
        times,
    ) in &found
    {
        let cells = [*count, core + 2 * overlap, *core].map(|n| n.to_string());
        table.push(cells.into_iter().chain(times.map(|times| num(times, 1))));
    }
    lesson.table(&table.caption(format!("{STARTS} starts; {} units a reservoir, {} moments; horizons in Lyapunov times of this ring.", count(UNITS), count(moments))));
    let past = waves.run(&waves.settled(&mut nabla::rng(1000)), WARM);
    let truth = waves.run(past.column(WARM - 1).as_slice(), AHEAD);
    let said = found[1].1.forecast(&past, AHEAD);
    let difference = &truth - &said;
    let caption = format!(
        "Twice the ring, {COUNT} reservoirs: what happens, what they say, and the difference, {} units of time.",
        num(AHEAD as f64 * STEP, 0)
    );
    films(
        lesson,
        ("side-by-side", &caption),
        &[("A", &truth), ("B", &said), ("A − B", &difference)],
        &[],
    )?;
    lesson.say("A longer ring takes more reservoirs and no larger ones; Pathak and others (2018) had 64 of them. A convolution has the same idea: what is near matters, and a place is like any other.");
    Ok(())
}
