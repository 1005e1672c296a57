//! The horizon.

use super::reservoir::{AHEAD, Trained, UNITS, lyapunov_times, median, trained};
use lab15::chaos::forecast::{LOST, horizons};
use lab15::chaos::lstm::Forecast;
use lab15::chaos::waves::POINTS;
use labkit::numerals::{count, num};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::parameters;

/// Starts that no training has seen.
const STARTS: usize = 20;
/// Numbers of the LSTM's memory, and batches that it learns from.
const HIDDEN: usize = 128;
const BATCHES: usize = 800;

/// The section.
pub fn horizon(lesson: &mut Lesson) -> Result<()> {
    let starts = lesson.shortened(STARTS, 5) as u64;
    let trained = trained(lesson);
    let within = (&trained.waves, trained.deviation);
    let (reservoir, its) = horizons(within, (starts, AHEAD), |past, steps| {
        trained.forecaster.forecast(past, steps)
    });
    let [least, middle, best] = summary(&reservoir);
    lesson.number("reservoir_median", middle);
    lesson.number("reservoir_best", best);
    lesson.number("reservoir_least", least);
    lesson.say(format!("One start is luck. A forecast counts as good until its error is {LOST} of a standard deviation of the front, and so its **horizon** is measured from {starts} starts, each far from all others."));
    lesson.predict_number(
        &format!("The reservoir's best of {starts} is {} Lyapunov times. Its median?", num(best, 1)),
        Quantity::new(middle, 1).within(0.8),
        &format!("{}, and the worst {}. There are moments at which fronts part faster than they do in the mean.", num(middle, 1), num(least, 1)),
    );
    let lstm = learned(lesson, trained);
    let (recurrent, hers) = horizons(within, (starts, AHEAD), |past, steps| {
        lstm.forecast(past, steps)
    });
    let (same, _) = horizons(within, (starts, AHEAD), |past, steps| {
        past.columns(past.ncols() - 1, 1) * nalgebra::RowDVector::repeat(steps, 1.0)
    });
    let lstms = lesson.number("lstm_median", summary(&recurrent)[1]);
    let (read, weights) = (
        lesson.number("readout_weights", POINTS * UNITS),
        lesson.number("lstm_weights", parameters(&lstm)),
    );
    lesson.predict_number(
        &format!("[Chapter 8](lab08#forecasts)'s LSTM has learned from the same {} moments, by gradient descent, {} weights; the reservoir's readout has {}. Its median?", count(trained.series.ncols()), count(weights), count(read)),
        Quantity::new(lstms, 1).within(0.3),
        &format!("{}. Its error of one step is larger: descent comes near the best weights, and the formula is there.", num(lstms, 1)),
    );
    let mut table = Table::new([
        "Lyapunov times",
        "worst",
        "median",
        "best",
        "weights learned",
    ]);
    for (name, all, weights) in [
        ("the same as now", &same, 0),
        ("LSTM", &recurrent, weights),
        ("reservoir", &reservoir, read),
    ] {
        let cells = summary(all).map(|times| num(times, 1));
        table.push(
            [name.to_string()]
                .into_iter()
                .chain(cells)
                .chain([count(weights)]),
        );
    }
    lesson.table(&table.caption(format!("Horizons from {starts} starts.")));
    let line = |errors: &[f64]| -> Vec<(f64, f64)> {
        let all = errors.iter().enumerate().step_by(5);
        all.map(|(i, error)| (lyapunov_times(i + 1), error.max(1e-6).log10()))
            .collect()
    };
    lesson.chart(
        "errors",
        "The errors of both from one start, as powers of ten of a deviation.",
        &Chart::new("Lyapunov times", "log₁₀ of the error")
            .line("LSTM", line(&hers))
            .line("reservoir", line(&its))
            .hline(LOST.log10(), "the end")
            .size(900, 300),
    )?;
    lesson.say(format!("A reservoir of {} units learns in seconds what it says {} Lyapunov times ahead; a long run with more units and more film says more (`cargo run --release -p lab15 -- --network reservoir`). Nothing about this is particular to the LSTM's kind: trained as long as people train them, it comes nearer. What counts against it here is time.", count(UNITS), num(middle, 1)));
    Ok(())
}

/// Worst, median and best, in Lyapunov times.
pub fn summary(sorted: &[usize]) -> [f64; 3] {
    let one = lyapunov_times(1);
    [
        sorted[0] as f64 * one,
        median(sorted) * one,
        sorted[sorted.len() - 1] as f64 * one,
    ]
}

fn learned(lesson: &Lesson, trained: &Trained) -> Forecast {
    let mut rng = lesson.rng();
    let mut lstm = Forecast::new(&trained.series, HIDDEN, &mut rng);
    let batches = lesson.shortened(BATCHES, 20);
    let mut bar = lesson.progress("LSTM", batches);
    lstm.learn(&trained.series, batches, &mut rng, |loss| {
        bar.step(loss, None)
    });
    bar.done();
    lstm
}
