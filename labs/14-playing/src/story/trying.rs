//! Q-learning.

use super::values::{CLIFF, DISCOUNT, SLIP};
use crate::figures::grid::{Panel, draw, letters, size};
use lab14::choosing::grid::Grid;
use lab14::choosing::planning::{arrows, farthest, outlook, settled};
use lab14::choosing::walking::{Habits, Update, Walker};
use lab14::solutions::value_backup;
use lab14::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};

/// Steps of a walker, and after how many we look.
const STEPS: usize = 1_000_000;
const LOOKS: [usize; 4] = [1_000, 10_000, 100_000, STEPS];
/// One that mostly does what it believes in.
const HABITS: Habits = Habits {
    epsilon: 0.2,
    decay: 0.7,
    rate: 1.0,
    discount: DISCOUNT,
    sarsa: false,
};

/// The section.
pub fn trying(lesson: &mut Lesson) -> Result<()> {
    let update: Update = lesson.answer("q_update", exercises::q_update, solutions::q_update);
    lesson.say("Without a map there are only walks: here I was, this I did, that it brought, there I stood. *Q-learning* (Watkins, 1989) keeps a number for each action in each cell, Q, and moves it after every step a little towards the reward and the discounted best number of where the step led. It is Bellman's equation again, with one sample in the place of the mean.");
    lesson.say("A walker begins in any cell. One step in five goes anywhere (ε = 0.2), the others where Q is largest. The n-th time that it does the same in the same cell it moves its number by n to the power of −0.7.");
    let wet = Grid::new(&CLIFF, SLIP, 0.0);
    let exact = settled(&wet, DISCOUNT, value_backup);
    let free = wet.free().len();
    let seeds = lesson.seeds(5, 1);
    let learn = |habits: Habits| -> Vec<Vec<Walker>> {
        let learn = |&seed: &u64| looks(&wet, habits, update, seed, lesson.shortened(STEPS, 20));
        seeds.iter().map(learn).collect()
    };
    let [tries, strolls] = [
        HABITS,
        Habits {
            epsilon: 1.0,
            ..HABITS
        },
    ]
    .map(learn);
    let right = |walker: &Walker| {
        let good = |&at: &usize| outlook(&wet, &exact, at)[walker.learned().1[at]].clone();
        let is_best = |at: &usize| value_backup(&[good(at)], DISCOUNT).1 > exact[*at] - 1e-6;
        wet.free().iter().filter(|at| is_best(at)).count() as f64
    };
    let at = |walkers: &[Vec<Walker>], look: usize, f: &dyn Fn(&Walker) -> f64| {
        mean(walkers.iter().map(|seed| f(&seed[look])))
    };
    let far = |walker: &Walker| farthest(&walker.learned().0, &exact);
    let strolled = lesson.number("strolls_right", at(&strolls, 3, &right));
    lesson.number("tries_right", at(&tries, 3, &right));
    lesson.number("tries_far", at(&tries, 3, &far));
    lesson.predict_number(
        &format!("Another walker never does what it believes: each of its steps goes anywhere (ε = 1), so it falls into pits all the time. After {} steps, how many of its {free} arrows are the best there are?", count(STEPS)),
        Quantity::new(strolled, 1).within(2.0).unit("arrows"),
        &format!("{} in the mean of {} walkers. The number of where it stands next is that of the *best* action there, whatever it will do. So it learns what would be best while it does something else: that is called *off-policy*.", num(strolled, 1), seeds.len()),
    );
    let mut table = Table::new([
        "steps",
        "best arrows, ε = 0.2",
        "farthest value",
        "best arrows, ε = 1",
        "farthest value",
    ]);
    for (look, steps) in LOOKS.into_iter().enumerate() {
        let cells =
            [&tries, &strolls].map(|w| [num(at(w, look, &right), 1), num(at(w, look, &far), 3)]);
        table.push([count(steps)].into_iter().chain(cells.concat()));
    }
    lesson.table(&table.caption(format!("Of {free} cells: arrows as good as the best, and the largest error of a value, both the mean of {} walkers.", seeds.len())));
    edge(lesson, &wet, &exact, &tries[0][3], update)
}

/// A walker as it was after each of the [`LOOKS`], of which none is later than `most` steps.
fn looks(grid: &Grid, habits: Habits, update: Update, seed: u64, most: usize) -> Vec<Walker> {
    let mut walker = Walker::new(grid, seed);
    let mut done = 0;
    let look = |steps: usize| {
        while done < steps.min(most) {
            walker.step(grid, habits, update);
            done += 1;
        }
        walker.clone()
    };
    LOOKS.map(look).into()
}

/// Q-learning and SARSA at the edge, on dry ground.
fn edge(
    lesson: &mut Lesson,
    wet: &Grid,
    exact: &[f64],
    learned: &Walker,
    update: Update,
) -> Result<()> {
    let dry = Grid::new(&CLIFF, 0.0, 0.0);
    let steps = lesson.shortened(200_000, 4);
    let both = [false, true].map(|sarsa| {
        let habits = Habits {
            epsilon: 0.1,
            sarsa,
            ..HABITS
        };
        let mut walker = Walker::new(&dry, lesson.flags().seed);
        (0..steps).for_each(|_| drop(walker.step(&dry, habits, update)));
        let later: Vec<_> = (0..steps)
            .map(|_| walker.step(&dry, habits, update))
            .collect();
        let falls = later.iter().filter(|(reward, _)| *reward < 0.0).count();
        (
            walker,
            falls as f64 / later.iter().filter(|(_, over)| *over).count() as f64,
        )
    });
    let [q_falls, sarsa_falls] = [both[0].1, both[1].1].map(|share| 100.0 * share);
    lesson.number("falls_q", q_falls);
    lesson.number("falls_sarsa", sarsa_falls);
    lesson.predict_choice(
        "On dry ground, with ε = 0.1 for good, two walkers learn beside the edge. One takes the best number of the next cell, as before. The other takes the number of the action that it will really do next, a whim one time in ten: SARSA, after state, action, reward, state, action. Who falls less often?",
        &["Q-learning", "SARSA", "both alike"],
        1,
        &format!("SARSA: {} of 100 walks end in a pit, with Q-learning {}. It learns what its *own* walking brings, whims and all, and stays away from the edge. Q-learning learns the way of somebody without whims, and has some.", num(sarsa_falls, 0), num(q_falls, 0)),
    );
    let known = arrows(wet, exact, DISCOUNT, value_backup);
    let tables = [learned.learned(), both[0].0.learned(), both[1].0.learned()];
    let panel = |title, grid, i: usize| Panel {
        title,
        grid,
        values: &tables[i].0,
        arrows: &tables[i].1,
    };
    let panels = [
        Panel {
            title: "wet, with the map",
            grid: wet,
            values: exact,
            arrows: &known,
        },
        panel("wet, Q-learning", wet, 0),
        panel("dry, Q-learning", &dry, 1),
        panel("dry, SARSA", &dry, 2),
    ];
    lesson.show(format!(
        "{}\n\n{}",
        letters(&panels[..2]),
        letters(&panels[2..])
    ));
    lesson.figure("learned", "Above, value iteration and what Q-learning found on wet ground; below, two walkers with whims on dry ground.", size(&panels), |area| draw(area, &panels))?;
    lesson.say("A table needs a row for every state. Four numbers on a cart have more values than any table has rows. Later a network takes the place of the table. Before that, there is a way without values at all.");
    Ok(())
}
