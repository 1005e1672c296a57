//! The horizon.

use super::reservoir::{STARTS, UNITS, trained};
use lab15::chaos::forecast::{Film, LOST};
use lab15::chaos::lstm::Forecast;
use lab15::chaos::lyapunov::EXPONENT;
use lab15::chaos::waves::POINTS;
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::parameters;

/// Numbers of the LSTM's memory, and batches that it learns from.
const HIDDEN: usize = 128;
const BATCHES: usize = 1000;

/// The section.
pub fn horizon(lesson: &mut Lesson) -> Result<()> {
    let (film, forecaster) = trained(lesson);
    let starts = (lesson.shortened(STARTS.0, 5), STARTS.1);
    let times = |time: f64| time * EXPONENT;
    let reservoir = film.horizons(starts, |past, steps| forecaster.forecast(past, steps));
    let [least, middle, best] = reservoir.map(times);
    lesson.number("reservoir_least", least);
    lesson.number("reservoir_median", middle);
    lesson.number("reservoir_best", best);
    lesson.say(format!("One start is luck. A forecast counts as good until its error is {LOST} standard deviations of the front; how long that is, its **horizon**, is measured from {} starts that no training has seen.", starts.0));
    lesson.predict_number(
        &format!("The reservoir's best of them is {} Lyapunov times. Its median?", num(best, 1)),
        Quantity::new(middle, 1).within(0.8),
        &format!("{}, and the worst {}. There are moments from which fronts part faster than in the mean.", num(middle, 1), num(least, 1)),
    );
    let lstm = learned(lesson, film);
    let recurrent = film.horizons(starts, |past, steps| lstm.forecast(past, steps));
    let recurrent = recurrent.map(times);
    let hers = lesson.number("lstm_median", recurrent[1]);
    let weights = lesson.number("lstm_weights", parameters(&lstm));
    let read = lesson.number("readout_weights", POINTS * UNITS);
    lesson.predict_number(
        &format!("An LSTM ([A straight road](lab08#a-straight-road)) has learned from the same {} moments, by gradient descent: {} weights. The reservoir's readout has {}. Its median?", count(film.series.ncols()), count(weights), count(read)),
        Quantity::new(hers, 1).within(0.3),
        &format!("{}. Already its error of one step is larger. Descent comes slowly near to the best weights, and the formula is there at once.", num(hers, 1)),
    );
    let mut table = Table::new(["horizon", "worst", "median", "best", "weights learned"]);
    for (name, times, weights) in [
        ("LSTM", recurrent, weights),
        ("reservoir", [least, middle, best], read),
    ] {
        let [worst, median, best] = times.map(|times| num(times, 1));
        table.push([name.to_string(), worst, median, best, count(weights)]);
    }
    lesson.table(&table.caption(format!("In Lyapunov times, {} starts.", starts.0)));
    lesson.say("That is no law about LSTMs. It has had some seconds; whoever trains for hours comes nearer. But the reservoir has had no more, and a larger one, in minutes, sees further: `cargo run --release -p lab15 -- --network reservoir`.");
    Ok(())
}

fn learned(lesson: &Lesson, film: &Film) -> Forecast {
    let mut rng = lesson.rng();
    let mut lstm = Forecast::new(&film.series, HIDDEN, &mut rng);
    let batches = lesson.shortened(BATCHES, 20);
    let mut bar = lesson.progress("LSTM", batches);
    let seen = |loss| bar.step(loss, None);
    lstm.learn(&film.series, batches, &mut rng, seen);
    bar.done();
    lstm
}
