//! What `--network reservoir` asks for: a reservoir as large as the published ones.

use super::horizon::summary;
use super::reservoir::{AHEAD, answers, learned};
use lab15::chaos::forecast::horizons;
use lab15::chaos::lyapunov::EXPONENT;
use lab15::chaos::waves::STEP;
use labkit::numerals::{count, num};
use labkit::{Flag, Lesson, Result, Table};

/// Starts that the horizon is measured from.
const STARTS: u64 = 20;

/// The flags of this run, beside the choice of the network.
pub fn flags() -> Vec<Flag> {
    let size =
        |name, most, usual, help| Flag::count(name, 1..=most, usual, help).only_with("network");
    vec![
        size("units", 20_000, 4000, "Units of the reservoir"),
        size(
            "moments",
            1_000_000,
            80_000,
            "Moments of the film that it learns from",
        ),
    ]
}

/// The long run. It keeps no checkpoint: it lasts some minutes, and what it has read is two matrices of its own size.
pub fn reservoir(lesson: &mut Lesson) -> Result<()> {
    let (units, moments) = (
        lesson.count_of("units"),
        lesson.count_of("moments").max(200),
    );
    let (units, moments) = (
        lesson.shortened(units, 10),
        lesson.shortened(moments, 10).max(200),
    );
    let answers = answers(lesson);
    lesson.say(format!("A reservoir of {} units learns from {} moments. The matrix Σ φφᵀ has {} numbers. Ctrl-C ends the run; nothing is kept.", count(units), count(moments), count(units * units)));
    let trained = learned(lesson, (units, moments), answers);
    let (all, _) = horizons(
        (&trained.waves, trained.deviation),
        (STARTS, AHEAD),
        |past, steps| trained.forecaster.forecast(past, steps),
    );
    let here = summary(&all);
    let mut table = Table::new(["horizon", "worst", "median", "best"]);
    table.push(
        ["time".to_string()]
            .into_iter()
            .chain(here.map(|times| num(times / EXPONENT, 0))),
    );
    for exponent in [EXPONENT, 0.043] {
        let cells = here.map(|times| num(times / EXPONENT * exponent, 2));
        table.push(
            [format!("Lyapunov times of 1/{exponent}")]
                .into_iter()
                .chain(cells),
        );
    }
    lesson.table(&table.caption(format!(
        "{STARTS} starts, forecasts of {} units of time; Edson and others' exponent beside ours.",
        num(AHEAD as f64 * STEP, 0)
    )));
    Ok(())
}
