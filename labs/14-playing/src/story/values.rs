//! Value iteration.

use crate::figures::grid::{Panel, draw, letters, size};
use lab14::choosing::grid::Grid;
use lab14::choosing::planning::{Backup, arrows, farthest, settled, sweep};
use lab14::{exercises, solutions};
use labkit::numerals::{num, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The world of this section and the next, and where a walk begins.
pub const CLIFF: [&str; 4] = ["........", ".##.##..", "........", ".PPPPPPG"];
const START: usize = 24;
/// What a reward is worth a step later.
pub const DISCOUNT: f64 = 0.95;
/// How likely one slips where it is wet.
pub const SLIP: f64 = 0.2;

/// The section.
pub fn values(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (exercises::value_backup, solutions::value_backup);
    let backup: Backup = lesson.answer("value_backup", yours, ours);
    lesson.say(format!("Now an act has consequences: where one stands next. A step goes up, right, down or left; who walks into a wall stays. The goal G brings +1, a pit P −1, and both end the walk. A step later a reward is worth {DISCOUNT} of it."));
    lesson.show(
        CLIFF
            .map(|row| {
                row.replace('#', "■")
                    .chars()
                    .map(|c| format!("{c} "))
                    .collect::<String>()
                    .trim_end()
                    .to_string()
            })
            .join("\n"),
    );
    lesson.say("The *value* of a cell is what a walk from there brings if one always acts as well as one can. All values begin at 0. A *sweep* gives each cell the value of its best action, seen with the values of its neighbours.");
    let [dry, wet] = [0.0, SLIP].map(|slip| Grid::new(&CLIFF, slip, 0.0));
    let [on_dry, on_wet] = [&dry, &wet].map(|grid| settled(grid, DISCOUNT, backup));
    let ways = [(&dry, &on_dry), (&wet, &on_wet)]
        .map(|(grid, values)| arrows(grid, values, DISCOUNT, backup));
    let [dry_start, wet_start] = [on_dry[START], on_wet[START]];
    lesson.number("value_dry", dry_start);
    lesson.number("value_wet", wet_start);
    lesson.predict_choice(
        "On dry ground the way from the lower left corner leads along the edge, past six pits: nine steps. Now it is wet: of five steps one slips, to the left or to the right of where it was to go. Which way is best?",
        &["along the edge still, it is the shortest", "up between the walls and back", "over the top, four steps longer"],
        2,
        &format!("Over the top. The corner itself was worth {} and is worth {} now.", num(dry_start, 2), num(wet_start, 2)),
    );
    let panels = [
        Panel {
            title: "dry",
            grid: &dry,
            values: &on_dry,
            arrows: &ways[0],
        },
        Panel {
            title: "wet",
            grid: &wet,
            values: &on_wet,
            arrows: &ways[1],
        },
    ];
    lesson.show(letters(&panels));
    lesson.figure(
        "values",
        "Values and best actions, without and with slips.",
        size(&panels),
        |area| draw(area, &panels),
    )?;
    lesson.say("Look at the wet edge: some arrows point away from the pits, into a wall even. Who walks *into* the wall may slip along it, and cannot slip down.");
    contraction(lesson, &wet, &on_wet, backup)
}

/// How fast the sweeps come to rest.
fn contraction(lesson: &mut Lesson, grid: &Grid, exact: &[f64], backup: Backup) -> Result<()> {
    let mut values = vec![0.0; exact.len()];
    let mut errors = vec![farthest(&values, exact)];
    for _ in 0..140 {
        values = sweep(grid, &values, DISCOUNT, backup);
        errors.push(farthest(&values, exact));
    }
    let enough = (0.001_f64.ln() / DISCOUNT.ln()).ceil();
    let needed = errors
        .iter()
        .take_while(|&&error| error > 0.001 * errors[0])
        .count();
    // Where only rounding is left, a ratio says nothing.
    let ratios = errors
        .windows(2)
        .filter(|pair| pair[1] > 1e-12)
        .map(|pair| pair[1] / pair[0]);
    let worst = lesson.number("worst_ratio", ratios.fold(0.0, f64::max));
    lesson.number("sweeps_enough", enough);
    lesson.number("sweeps", needed);
    lesson.predict_number(
        &format!("The largest error of all cells shrinks with each sweep, at least by the discount, {DISCOUNT}: the chapter shows why. So {enough} sweeps are enough for a thousandth of the first error. After how many is it there?"),
        Quantity::new(needed as f64, 0).factor(1.5).unit("sweeps"),
        &format!("After {needed}. At worst a sweep left {} of the error, and most left less: one slips away from a goal, but one goes there.", num(worst, 3)),
    );
    let bound = |k: usize| errors[0] * DISCOUNT.powi(k as i32);
    let mut table = Table::new(["sweeps", "largest error", "bound"]);
    for k in [0, 5, 10, 15, 20, 30, 40, 80] {
        table.push([
            k.to_string(),
            scientific(errors[k], 1),
            scientific(bound(k), 1),
        ]);
    }
    lesson.table(&table);
    let points = |f: &dyn Fn(usize) -> f64| (0..=80).map(|k| (k as f64, f(k))).collect::<Vec<_>>();
    let chart = Chart::new("sweeps", "largest error")
        .log_y()
        .line("measured", points(&|k| errors[k]))
        .dashed("the bound, 0.95 to the power of k", points(&bound));
    lesson.chart(
        "contraction",
        "The error of the sweeps on wet ground.",
        &chart,
    )?;
    lesson.say("Value iteration knows everything: how likely one slips, what each cell brings. Somebody who was put into this world with closed eyes knows nothing of that.");
    Ok(())
}
