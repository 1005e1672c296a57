//! Value iteration.

use crate::figures::grid;
use lab14::choosing::grid::{CLIFF, COLUMNS, Grid};
use lab14::choosing::planning::{Backup, arrows, farthest, settled, sweep};
use lab14::exercises::value_backup as yours;
use lab14::solutions::value_backup as ours;
use labkit::numerals::{num, scientific};
use labkit::{Lesson, Quantity, Result, Table};

/// Where a walk begins: the lower left corner.
const START: usize = 24;
/// What a reward is worth a step later.
pub const DISCOUNT: f64 = 0.95;

/// The world of this section and the next, with so many slips.
pub fn cliff(slip: f64) -> Grid {
    Grid::new(CLIFF, COLUMNS, slip, 0.0)
}

/// The section.
pub fn values(lesson: &mut Lesson) -> Result<()> {
    let backup: Backup = lesson.answer("value_backup", yours, ours);
    lesson.say(format!("Now an act has consequences: where one stands next. A step goes up, right, down or left; who walks into a wall stays. The goal G brings +1, a pit P −1, and both end the walk. A step later a reward is worth {DISCOUNT} of it. The *value* of a cell is what a walk from there brings, if one always acts as well as one can."));
    let [dry, wet] = [0.0, 0.2].map(cliff);
    let rows = dry.cells.chunks(COLUMNS).map(String::from_iter);
    lesson.show(rows.collect::<Vec<_>>().join("\n"));
    let [on_dry, on_wet] = [&dry, &wet].map(|grid| settled(grid, DISCOUNT, backup));
    let dry_start = lesson.number("value_dry", on_dry[START]);
    let wet_start = lesson.number("value_wet", on_wet[START]);
    lesson.predict_choice(
        "From the lower left corner the way leads along the edge, past six pits: nine steps. Now it is wet. At one step in five one slips, to the left or to the right of where one was to go. Which way is best?",
        &["along the edge still", "up between the walls and back", "over the top, four steps longer"],
        2,
        &format!("Over the top. The corner was worth {} and is worth {} now.", num(dry_start, 2), num(wet_start, 2)),
    );
    let ways = |grid, values: &[f64]| arrows(grid, values, DISCOUNT, backup);
    let (dry_ways, wet_ways) = (ways(&dry, &on_dry), ways(&wet, &on_wet));
    let on_dry = ("dry", &dry, &on_dry[..], &dry_ways[..]);
    let panels = [on_dry, ("wet", &wet, &on_wet, &wet_ways)];
    let caption = "Values and best actions, without slips and with them.";
    grid::show(lesson, "values", caption, panels)?;
    lesson.say("Look at the wet edge: there are arrows that point away from the pits, up into a wall. Who walks into a wall can only slip along it, and never down. The corner pushes against the border, until it slips up.\n\nWhere do values come from? All begin at 0. A *sweep* gives each cell the value of its best action, seen with the values of its neighbours before the sweep.");
    contraction(lesson, &wet, &on_wet, backup);
    Ok(())
}

/// How fast sweeps come to rest.
fn contraction(lesson: &mut Lesson, grid: &Grid, exact: &[f64], backup: Backup) {
    let mut values = vec![0.0; exact.len()];
    let mut errors = vec![farthest(&values, exact)];
    for _ in 0..140 {
        values = sweep(grid, &values, DISCOUNT, backup);
        errors.push(farthest(&values, exact));
    }
    let enough = lesson.number("sweeps_enough", (0.001_f64.ln() / DISCOUNT.ln()).ceil());
    let there = |error: &f64| *error <= 0.001 * errors[0];
    let needed = errors.iter().position(there).unwrap_or(0);
    // Where only rounding is left, a ratio says nothing.
    let pairs = errors.windows(2).filter(|pair| pair[1] > 1e-12);
    let ratios = pairs.map(|pair| pair[1] / pair[0]);
    let worst = lesson.number("worst_ratio", ratios.fold(0.0, f64::max));
    lesson.predict_number(
        &format!("Each sweep shrinks the largest error of all cells at least by the discount, {DISCOUNT}: the chapter shows why. So {enough} sweeps are enough for a thousandth of the first error. After how many is it there?"),
        Quantity::new(needed as f64, 0).factor(1.5).unit("sweeps"),
        &format!("After {needed}. At worst a sweep left {} of the error.", num(worst, 3)),
    );
    let mut table = Table::new(["sweeps", "largest error", "bound"]);
    for k in [0, 5, 10, 15, 20, 25, 30, 40] {
        let bound = errors[0] * DISCOUNT.powi(k as i32);
        let [error, bound] = [errors[k], bound].map(|error| scientific(error, 1));
        table.push([k.to_string(), error, bound]);
    }
    lesson.table(&table);
    lesson.say("Value iteration has a map: how likely one slips, what each cell brings. Somebody who was put into this world with closed eyes has none.");
}
