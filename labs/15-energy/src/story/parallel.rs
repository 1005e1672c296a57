//! Side by side.

use super::reservoir::learned;
use crate::figures::chaos::films;
use lab15::chaos::forecast::{Film, Pieces};
use lab15::chaos::lyapunov::{APART, distances};
use lab15::chaos::waves::{LENGTH, POINTS, STEP, Waves};
use lab15::solutions;
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};

/// How much longer the ring is, how many reservoirs share it, and the points beyond its piece that each hears.
const LONGER: usize = 2;
const COUNT: usize = 4;
const OVERLAP: usize = 8;
const UNITS: usize = 1000;
const MOMENTS: usize = 10_000;
const STARTS: (usize, usize) = (20, 600);
/// Steps that are drawn.
const SHOWN: usize = 400;

/// The section.
pub fn parallel(lesson: &mut Lesson) -> Result<()> {
    let (points, length) = (LONGER * POINTS, LONGER as f64 * LENGTH);
    let mut rng = lesson.rng();
    let moments = lesson.shortened(MOMENTS, 10);
    let film = Film::new(Waves::new(length, points, STEP), moments, &mut rng);
    let start = film.series.column(0);
    let parted = distances(&film.waves, start.as_slice(), (10, 2000), &mut rng);
    let exponent = solutions::lyapunov(&parted[20..], APART, 10.0 * STEP);
    lesson.number("long_exponent", exponent);
    lesson.say(format!("On a ring of L = {length} there are twice as many waves, and more ways to part: the exponent is {} here, a Lyapunov time {}.", num(exponent, 3), num(1.0 / exponent, 1)));
    let core = points / COUNT;
    lesson.say(format!("One reservoir for all of it has {points} points to say. But what happens next at some place hangs on its neighbourhood alone. So let {COUNT} reservoirs share the ring: each says {core} points, and hears {OVERLAP} more on either side, which its neighbours say. The equation is the same everywhere, so all are copies of *one* reservoir with one readout, and it learns from all places at once."));
    let side = Pieces {
        count: COUNT,
        core,
        overlap: OVERLAP,
    };
    let mut table = Table::new(["reservoirs", "hears", "says", "worst", "median", "best"]);
    let mut found = Vec::new();
    for pieces in [Pieces::one(points), side] {
        let forecaster = learned(lesson, UNITS, pieces, &film);
        let times = film.horizons(STARTS, |past, steps| forecaster.forecast(past, steps));
        let times = times.map(|time| time * exponent);
        let heard = pieces.core + 2 * pieces.overlap;
        let cells = [pieces.count, heard, pieces.core].map(|n| n.to_string());
        table.push(cells.into_iter().chain(times.map(|times| num(times, 1))));
        found.push((times[1], forecaster));
    }
    let one = lesson.number("one_for_all", found[0].0);
    let several = lesson.number("side_by_side", found[1].0);
    lesson.predict_number(
        &format!("One reservoir of {} units for the whole ring has a median horizon of {} Lyapunov times. {COUNT} of them side by side, from the same film?", count(UNITS), num(one, 1)),
        Quantity::new(several, 1).factor(1.3),
        &format!("{}. Each has less to say, and {COUNT} times as much to learn from.", num(several, 1)),
    );
    lesson.table(&table.caption(format!(
        "{} starts, {} units a reservoir, {} moments; horizons in Lyapunov times of this ring.",
        STARTS.0,
        count(UNITS),
        count(moments)
    )));
    let [past, truth] = film.unseen(0, SHOWN);
    let said = found[1].1.forecast(&past, SHOWN);
    let shown = [("A", &truth), ("B", &said), ("A − B", &(&truth - &said))];
    let caption = format!(
        "Twice the ring, {COUNT} reservoirs: what happens, what they say, and the difference, over {} units of time.",
        num(SHOWN as f64 * STEP, 0)
    );
    films(lesson, ("side-by-side", &caption), &shown, 0)?;
    lesson.say("A longer ring takes more reservoirs, not larger ones; Pathak and others (2018) had 64. It is the idea of a convolution: what is near matters, and one place is like another.");
    Ok(())
}
