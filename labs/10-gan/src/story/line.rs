//! A generator that can move and stretch a bell, and a discriminator that watches.

use super::made;
use crate::figures::densities::{Moment, Panel, ground, moment, places, strip};
use lab10::line::{DATA, Plan, best, divergence, play};
use lab10::theory::Gaussian;
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Lesson, Motion, Result, Table};

/// Frames of the animation.
const FRAMES: usize = 50;

/// Both players learn.
pub fn line(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Now both learn. The world draws from a normal distribution with mean 4 and standard deviation 0.8. The generator is a·z + b again, so what it makes of normal noise is a bell, too, with mean b and standard deviation |a|: 0 and 1.5 at first. The discriminator is the network of [The best expert](#the-best-expert). Each round: two steps of the discriminator, one of the generator, by Adam.");
    lesson.predict_choice(
        "The forged bell starts too far left and too wide. It goes right. What becomes of its width on the way?",
        &["it shrinks evenly, from 1.5 to 0.8", "it becomes far too narrow", "it grows until the bell has found the data"],
        1,
        "All forgeries run to where this discriminator is most easily fooled. When they arrive it notices that they are all alike, and only then does the bell widen.",
    );
    let plan = Plan {
        rounds: lesson.shortened(1_000, 8),
        ..Plan::usual(lesson.flags().seed)
    };
    let every = plan.rounds / FRAMES;
    let mut moments = Vec::new();
    let mut late = Vec::new();
    let mut end = None;
    play(&plan, |state| {
        if state.round % every == 0 {
            moments.push(Moment {
                round: state.round,
                forged: state.forged(),
                outputs: state.outputs(&places()),
            });
        }
        if 5 * state.round > 4 * plan.rounds {
            late.push(state.forged());
        }
        if state.round == plan.rounds {
            let common: Vec<f64> = (-20..=20)
                .map(|i| DATA.mean + DATA.std_dev * f64::from(i) / 10.0)
                .collect();
            end = Some((state.value(), state.outputs(&common)));
        }
    });
    pictures(lesson, &moments)?;
    let mut table = Table::new([
        "round",
        "mean",
        "standard deviation",
        "JS to the data",
        "D(4)",
        "D*(4)",
    ]);
    let shown = [0, 4, 8, 12, 16, 20, 30, 50];
    for now in shown.iter().filter_map(|&i| moments.get(i)) {
        let nearest = places()
            .iter()
            .zip(&now.outputs)
            .min_by(|a, b| (a.0 - 4.0).abs().total_cmp(&(b.0 - 4.0).abs()))
            .map_or(0.5, |(_, d)| *d);
        table.push([
            made(count(now.round)),
            num(now.forged.mean, 2),
            num(now.forged.std_dev, 2),
            num(divergence(now.forged), 3),
            num(nearest, 2),
            num(best(now.forged, 4.0), 2),
        ]);
    }
    lesson.table(&table.caption("The data have mean 4 and standard deviation 0.8."));
    if let Some((value, outputs)) = end {
        balance(lesson, &late, value, &outputs);
    }
    Ok(())
}

fn pictures(lesson: &mut Lesson, moments: &[Moment]) -> Result<()> {
    let panel = Panel {
        corner: (60, 52),
        size: (1_180, 540),
        fine: 2,
    };
    let motion = Motion {
        frames: moments.len(),
        pace: 0.14,
        hold: 2.5,
    };
    lesson.animation(
        "game-on-a-line",
        "The game on a line as it is played. Green: the real bell. Orange: the forged one. Blue: the discriminator; grey: the best discriminator against this generator. It stands still under the pointer.",
        ((640, 330), 2),
        motion,
        |area| ground(area, panel, true),
        |i, area| moment(area, panel, &moments[i]),
    )?;
    let last = moments.len() - 1;
    let still: Vec<Moment> = [0, 5, 9, 13, 17, last]
        .into_iter()
        .filter_map(|i| moments.get(i).cloned())
        .collect();
    lesson.fine_figure(
        "game-on-a-line-still",
        "The same game, six moments of it. What is higher than 1.1 is cut off.",
        (776, 384),
        2,
        |area| strip(area, &still, 2),
    )
}

/// How near the end is to what the theory says.
fn balance(lesson: &mut Lesson, late: &[Gaussian], value: f64, outputs: &[f64]) {
    lesson.predict_choice(
        "In balance D is a half everywhere. You see a discriminator that says a half to everything. Is the game over?",
        &["yes: nobody can do better", "if V is −ln 4 as well", "one cannot tell from that"],
        2,
        "A discriminator that has learned nothing says the same, and V is then −ln 4 as well. A GAN has no curve that falls until it is done; one has to look at what it makes.",
    );
    lesson.say("Where did the two end? Near balance, and still trembling, for each step sees other samples. (Mean and standard deviation: over the last fifth of the rounds. The rest: after the last one, D within two standard deviations of 4.)");
    let mut table = Table::new(["at the end", "measured", "at balance"]);
    let lowest = outputs.iter().copied().fold(1.0, f64::min);
    let highest = outputs.iter().copied().fold(0.0, f64::max);
    let rows = [
        ("mean", mean(late.iter().map(|b| b.mean)), DATA.mean, 2),
        (
            "standard deviation",
            mean(late.iter().map(|b| b.std_dev)),
            DATA.std_dev,
            2,
        ),
        ("D, mean", mean(outputs.iter().copied()), 0.5, 2),
        ("D, lowest", lowest, 0.5, 2),
        ("D, highest", highest, 0.5, 2),
        ("V", value, -(4_f64.ln()), 3),
    ];
    for (name, measured, theory, digits) in rows {
        table.push([made(name), num(measured, digits), num(theory, digits)]);
    }
    lesson.table(&table);
    // The next decimal depends on the processor.
    let rounded = |value: f64| (10.0 * value).round() / 10.0;
    lesson.number("line_mean", rounded(rows[0].1));
    lesson.number("line_std_dev", rounded(rows[1].1));
    lesson.number("line_value", rows[5].1);
}
