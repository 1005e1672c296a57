//! Bars and stripes.

use lab15::energy::exact::{distribution, gradient, log_likelihood, states};
use lab15::energy::machine::Machine;
use lab15::energy::patterns::bars_and_stripes;
use lab15::{exercises, solutions};
use labkit::numerals::{num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use rand::RngExt;

type Step = fn(&Machine, &[f64], &[f64]) -> (Vec<f64>, Vec<f64>);

/// Edge of the pictures, and hidden units.
pub const EDGE: usize = 4;
pub const HIDDEN: usize = 8;
/// Steps of exact gradient ascent.
const STEPS: usize = 3000;
/// Pictures that the chain gives, ten steps apart.
const SAMPLES: usize = 1000;

/// The section.
pub fn stripes(lesson: &mut Lesson) -> Result<()> {
    let data = bars_and_stripes(EDGE);
    let count = data.len();
    lesson.say(format!("The pictures have {EDGE} × {EDGE} pixels. In some each row is of one colour, in the others each column: bars and stripes. No pixel alone says anything; only together are they right or wrong."));
    lesson.predict_number(
        "How many different ones are there?",
        Quantity::new(count as f64, 0).within(0.5),
        &format!("{count}: 2⁴ of each kind, and two of them are the same ones, the empty and the full picture."),
    );
    let best = lesson.number("best", -(count as f64).ln());
    let machine = Machine::fresh(EDGE * EDGE, HIDDEN, &mut lesson.rng());
    let fresh = lesson.number("fresh", log_likelihood(&machine, &data));
    lesson.predict_number(
        &format!("A fresh machine finds all 2¹⁶ pictures nearly equally likely, so the mean of ln p over the {count} is about −16 ln 2: {}. What is the largest value that any machine can reach?", num(fresh, 2)),
        Quantity::new(best, 2).within(0.1),
        &format!("−ln {count} = {}, with 1/{count} for each and nothing for the others. The ceiling is minus the entropy of the data.", num(best, 2)),
    );
    let machine = learned(lesson, machine, &data);
    dreams(lesson, &machine, &data)
}

/// The share of probability on the data.
fn share(machine: &Machine, data: &[Vec<f64>]) -> f64 {
    let all = states(EDGE * EDGE).into_iter().zip(distribution(machine));
    let right = all.filter(|(v, _)| data.contains(v));
    right.map(|(_, p)| p).sum()
}

/// Gradient ascent without a guess in it.
fn learned(lesson: &mut Lesson, mut machine: Machine, data: &[Vec<f64>]) -> Machine {
    let steps = lesson.shortened(STEPS, 10);
    let mut table = Table::new(["step", "mean ln p", "on the data"]);
    for step in 0..=steps {
        if step % (steps / 5) == 0 {
            let now = lesson.number("exact", log_likelihood(&machine, data));
            let share = percent(share(&machine, data));
            table.push([step.to_string(), num(now, 3), share]);
        }
        let slope = gradient(&machine, data);
        machine = machine.plus(0.5, &slope);
    }
    lesson.table(&table.caption(format!("{HIDDEN} hidden units and the exact gradient: Z and the second mean are sums over the 2⁸ states of the hidden layer. On the right the share of all probability that bars and stripes have.")));
    machine
}

/// What a chain shows that begins with noise.
fn dreams(lesson: &mut Lesson, machine: &Machine, data: &[Vec<f64>]) -> Result<()> {
    let (yours, ours): (Step, Step) = (exercises::gibbs_step, solutions::gibbs_step);
    let step = lesson.answer("gibbs_step", yours, ours);
    let mut rng = lesson.rng();
    let noise = |_| f64::from(rng.random_bool(0.5));
    let mut v: Vec<f64> = (0..EDGE * EDGE).map(noise).collect();
    let mut dice = vec![0.0; v.len() + HIDDEN];
    let mut seen = Vec::with_capacity(SAMPLES);
    for i in 0..10 * SAMPLES {
        dice.fill_with(|| rng.random());
        v = step(machine, &v, &dice).1;
        if i % 10 == 0 {
            seen.push(v.clone());
        }
    }
    let right = seen.iter().filter(|v| data.contains(v)).count();
    let right = lesson.number("dreams_right", right as f64 / SAMPLES as f64);
    let kinds = data.iter().filter(|v| seen.contains(v)).count();
    lesson.number("dreams_kinds", kinds);
    lesson.say(format!("Now it dreams. A chain begins with noise and goes there and back: hidden units drawn from the visible ones, visible ones from the hidden ones. Of {SAMPLES} pictures, 10 steps apart, {} are bars or stripes; by the distribution it should be {}. Only {kinds} of the {} occur: the chain stays long in one valley.", percent(right), percent(share(machine, data)), data.len()));
    let single = |v: &Vec<f64>| v.iter().map(|&x| x as f32).collect::<Vec<_>>();
    let shown: Vec<_> = seen.into_iter().step_by(SAMPLES / 28).collect();
    let rows = [&data[1..15], &data[16..], &shown[..14], &shown[14..28]];
    let rows = rows.map(|row| row.iter().map(single).collect::<Vec<_>>());
    let names = ["data", "data", "dreamt", "dreamt"].into_iter();
    let rows = names.zip(&rows);
    let rows = rows.map(|(name, row)| (name, row.iter().map(Vec::as_slice).collect()));
    let rows: Vec<_> = rows.collect();
    let caption = "The pictures without the empty and the full one, and what the chain shows, every 350th step.";
    lesson.sheet("stripes", caption, EDGE, &rows)
}
