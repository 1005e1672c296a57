//! What `--network reservoir` asks for: a reservoir as large as the published ones.

use super::reservoir::{STARTS, learned};
use lab15::chaos::forecast::{Film, Pieces};
use lab15::chaos::lyapunov::EXPONENT;
use lab15::chaos::waves::{POINTS, Waves};
use labkit::numerals::{count, num};
use labkit::{Flag, Lesson, Result, Table};

/// The flags of this run, beside the choice of the network.
pub fn flags() -> [Flag; 2] {
    let units = Flag::count("units", 1..=20_000, 4000, "Units of the reservoir");
    let help = "Moments of the film that it learns from";
    let moments = Flag::count("moments", 200..=1_000_000, 80_000, help);
    [units, moments].map(|flag| flag.only_with("network"))
}

/// The long run. It keeps no checkpoint: it lasts minutes, and a sum that is half made is of no use to anybody.
pub fn reservoir(lesson: &mut Lesson) -> Result<()> {
    let [units, moments] = ["units", "moments"].map(|flag| lesson.count_of(flag));
    lesson.say(format!("A reservoir of {} units learns from {} moments. Ctrl-C ends the run, and nothing of it is kept.", count(units), count(moments)));
    let film = Film::new(Waves::lesson(), moments, &mut lesson.rng());
    let forecaster = learned(lesson, units, Pieces::one(POINTS), &film);
    let times = film.horizons(STARTS, |past, steps| forecaster.forecast(past, steps));
    for (key, time) in ["worst", "median", "best"].into_iter().zip(times) {
        lesson.number(key, time * EXPONENT);
    }
    let mut table = Table::new(["horizon in", "worst", "median", "best"]);
    for (unit, rate) in [
        ("units of time", 1.0),
        ("times of 1/λ", EXPONENT),
        ("times of 1/0.043", 0.043),
    ] {
        let cells = times.map(|time| num(time * rate, 2));
        table.push([unit.to_string()].into_iter().chain(cells));
    }
    lesson.table(&table.caption(format!(
        "{} starts; λ = {EXPONENT}, and Edson and others' 0.043 beside it.",
        STARTS.0
    )));
    Ok(())
}
