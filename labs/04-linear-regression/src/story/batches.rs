//! The gradient of all rows, of a batch, of one.

use std::time::Instant;

use labkit::numerals::{count, num, scientific};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table, ink};

use super::figures::{FINE, Map, levels};
use lab04::bowl::{Point, decayed};
use lab04::samples::{Samples, noisy_line};
use lab04::stochastic::{
    BatchGradient, Plan, best_line, expected_noise, mean_loss, measured_noise, train,
};
use lab04::{exercises, solutions};

const ROWS: usize = 2000;
const START: Point = [0.8, -0.6];
const RATE: f64 = 0.05;
/// Rows in a batch, and what such a walk is called.
const KINDS: [(usize, &str); 3] = [(ROWS, "all rows"), (50, "50 rows"), (1, "one row")];

pub fn batches(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "So far every step looked at all the data. With four points that costs nothing; with a \
         million it is a long look for one small step. A *batch* of a few rows gives an estimate of \
         the gradient, as a poll gives an estimate of an election. Two thousand noisy measurements of \
         y = −x + 1:",
    );
    let gradient: BatchGradient = lesson.answer(
        "minibatch_gradient",
        exercises::minibatch_gradient as BatchGradient,
        solutions::minibatch_gradient,
    );
    let data = noisy_line(ROWS, 0.5, &mut lesson.rng());
    lesson.predict_number(
        "A batch of 100 rows costs 100 times a single row. How many times as exact is its gradient?",
        Quantity::new(10.0, 0).factor(1.2),
        "Ten times. The error of an average of B draws shrinks with √B.",
    );
    lesson.table(&noise_table(gradient, &data, lesson.flags().quick));
    lesson.say(
        "S is the typical error of a single row; the last column counts that no row is drawn twice. The \
         last batch is all the data: no error at all.",
    );
    lesson.predict_choice(
        "Now train at one constant rate, with all rows in a batch, and with one. Which comes close to the bottom \
         first, counted in rows looked at, and which ends lowest?",
        &[
            "All rows come close first, and end lowest.",
            "All rows come close first; one row ends lowest.",
            "One row comes close first, and ends lowest.",
            "One row comes close first; all rows end lowest.",
        ],
        3,
        "One row comes close first: it takes 2,000 steps where all rows together take one. But it never \
         settles, and ends highest; all rows end lowest.",
    );
    let epochs = if lesson.flags().quick { 5 } else { 150 };
    let mut table = Table::new([
        "rows in a batch",
        "steps an epoch",
        "rows until close",
        "excess loss at the end",
    ]);
    let best = mean_loss(best_line(&data), &data);
    let mut chart = Chart::new("epochs", "excess loss")
        .log_y()
        .y_range(1e-7..10.0);
    let mut times = Vec::new();
    let mut walks = Vec::new();
    for (batch, name) in KINDS {
        let plan = Plan {
            batch,
            epochs,
            rate: RATE,
            seed: lesson.flags().seed,
        };
        let clock = Instant::now();
        let path = train(gradient, START, plan, &data);
        let epoch = clock.elapsed().as_secs_f64() / epochs as f64;
        let excess = |at: &Point| mean_loss(*at, &data) - best;
        let rows = path
            .iter()
            .position(|at| excess(at) < 0.05 * best)
            .map(|step| step * batch);
        times.push([epoch, epoch * rows.unwrap_or(0) as f64 / ROWS as f64]);
        let close = rows.map_or("–".to_string(), count);
        let settled = settled_excess(&path, ROWS.div_ceil(batch), &excess);
        if batch == 1 {
            lesson.number("excess_1", settled);
        }
        table.push([
            count(batch),
            count(ROWS.div_ceil(batch)),
            close,
            scientific(settled, 1),
        ]);
        chart = chart.line(name, thinned(&path, ROWS.div_ceil(batch), &excess));
        walks.push(path);
    }
    lesson.table(&table.caption(format!(
        "{epochs} epochs at rate {RATE}. Close: for the first time within 5 % of the smallest possible \
         loss. The end: mean over the last epoch."
    )));
    for ((_, name), [epoch, close]) in KINDS.iter().zip(&times) {
        lesson.say(format!(
            "⏱ {name}: {:.0} µs an epoch, {:.1} µs to come close",
            epoch * 1e6,
            close * 1e6
        ));
    }
    lesson.say(
        "The gradient of one row is not zero even at the bottom, so the walk dances there for ever, at \
         a height that grows with the rate. A batch of 50 is nearly as quick and far quieter, and a \
         machine computes it almost as fast as a single row. That is why everybody uses mini-batches.",
    );
    lesson.fine_figure(
        "three-walks",
        "Sixty steps with all rows, sixty with batches of 50, six hundred with one row.",
        (800, 320),
        FINE,
        |area| draw_walks(area, &data, &walks),
    )?;
    lesson.chart(
        "epochs",
        "Loss above the smallest possible, against passes through the data.",
        &chart,
    )?;
    shrinking_rate(lesson, gradient, &data, best);
    Ok(())
}

fn noise_table(gradient: BatchGradient, data: &Samples, quick: bool) -> Table {
    let one = measured_noise(gradient, START, 1, 1, data);
    let mut table = Table::new(["B", "measured error", "S/√B", "for finite data"]);
    for batch in [1, 4, 25, 100, 400, ROWS] {
        let epochs = if quick { 20 } else { 200 };
        table.push([
            count(batch),
            num(measured_noise(gradient, START, batch, epochs, data), 3),
            num(one / (batch as f64).sqrt(), 3),
            num(expected_noise(one, batch, ROWS), 3),
        ]);
    }
    table.caption("Typical distance between the gradient of a batch and the gradient of all rows.")
}

/// The mean excess over the last epoch.
fn settled_excess(path: &[Point], steps: usize, excess: &impl Fn(&Point) -> f64) -> f64 {
    let last = &path[path.len() - steps..];
    // Up to a hundred places are enough for a mean.
    mean(last.iter().step_by(steps.div_ceil(100)).map(excess))
}

/// At most two hundred points of a walk, against epochs.
fn thinned(path: &[Point], steps: usize, excess: &impl Fn(&Point) -> f64) -> Vec<(f64, f64)> {
    let every = path.len().div_ceil(200);
    let numbered = path.iter().enumerate().step_by(every);
    numbered
        .map(|(i, at)| (i as f64 / steps as f64, excess(at)))
        .collect()
}

fn draw_walks(area: &labkit::Area, data: &Samples, walks: &[Vec<Point>]) -> Result<()> {
    let loss = |at: Point| mean_loss(at, data);
    let best = mean_loss(best_line(data), data);
    let panels = area.split_evenly((1, 3));
    for ((panel, walk), ((batch, name), steps)) in panels
        .iter()
        .zip(walks)
        .zip(KINDS.iter().zip([60, 60, 600]))
    {
        let map = Map {
            loss: &loss,
            levels: levels(best * 1.05, 12.0, 10),
            window: (-2.2..1.2, -1.2..2.2),
            names: ("W", "b"),
            bottom: best_line(data),
        };
        let walk = &walk[..walk.len().min(steps + 1)];
        let title = format!("{name}: {} looked at", (walk.len() - 1) * batch);
        map.draw(panel, &title, &[(ink::BLUE, walk)])?;
    }
    Ok(())
}

/// A decaying rate earns its keep where the gradient is noisy.
fn shrinking_rate(lesson: &mut Lesson, gradient: BatchGradient, data: &Samples, best: f64) {
    let mut at = START;
    let epochs = if lesson.flags().quick { 5 } else { 150 };
    for epoch in 0..epochs {
        let seed = lesson.flags().seed + epoch as u64;
        let plan = Plan {
            batch: 1,
            epochs: 1,
            rate: decayed(RATE, 0.15, epoch),
            seed,
        };
        at = train(gradient, at, plan, data)[ROWS];
    }
    let excess = lesson.number("excess_decayed", mean_loss(at, data) - best);
    lesson.say(format!(
        "The remedy for the dance is [a rate that shrinks](#a-rate-that-shrinks-learning-rate-decay): one \
         row at a time again, but with the rate divided by 1.15 after each epoch. Excess loss after {epochs} epochs: {}.",
        scientific(excess, 0)
    ));
}
