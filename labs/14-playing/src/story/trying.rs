//! Q-learning.

use super::values::{DISCOUNT, cliff};
use crate::figures::grid;
use lab14::choosing::planning::{arrows, farthest, outlook, settled, sweep};
use lab14::choosing::walking::{Update, Walker};
use lab14::exercises::q_update as yours;
use lab14::solutions::{q_update, value_backup};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};

/// After how many steps we look.
const LOOKS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// The section.
pub fn trying(lesson: &mut Lesson) -> Result<()> {
    let update: Update = lesson.answer("q_update", yours, q_update);
    lesson.say("Without a map there are only walks: here I was, this I did, that it brought, there I stood. *Q-learning* (Watkins, 1989) keeps a number Q for each action in each cell. After each step it moves one of them a little towards the reward, and the discounted best number of where the step led. It is Bellman's equation, with one sample in the place of the mean.\n\nOne step in five goes anywhere (ε = 0.2), the others where Q is largest. What is done in a cell for the n-th time moves its number by n to the power of −0.7 of the way. All is wet.");
    let wet = cliff(0.2);
    let (exact, free) = (settled(&wet, DISCOUNT, value_backup), wet.free());
    // An arrow is right if no other has a larger exact value.
    let right = |ways: &[usize]| {
        let value = |ways: &[Vec<[f64; 3]>]| value_backup(ways, DISCOUNT).1;
        let chosen = |at: usize| value(&outlook(&wet, &exact, at)[ways[at]..=ways[at]]);
        let good = free.iter().filter(|&&at| chosen(at) > exact[at] - 1e-6);
        good.count() as f64
    };
    let looks = LOOKS.map(|steps| lesson.shortened(steps, 20));
    let learn = |epsilon: f64, seed: u64| {
        let mut walker = Walker::new(&wet, epsilon, seed);
        let mut done = 0;
        let rights = looks.map(|steps| {
            (done..steps).for_each(|_| walker.step(&wet, DISCOUNT, update));
            done = steps;
            right(&walker.learned().1)
        });
        (rights, walker.learned())
    };
    let seeds = lesson.seeds(5, 1);
    let [a, b, c, d] = looks.map(count);
    let mut table = Table::new(["ε".into(), a, b, c, d, "farthest off".into()]);
    let [tried, strolled] = [0.2, 1.0].map(|epsilon| {
        let runs: Vec<_> = seeds.iter().map(|&seed| learn(epsilon, seed)).collect();
        let rights = [0, 1, 2, 3].map(|look| mean(runs.iter().map(|run| run.0[look])));
        let off = mean(runs.iter().map(|run| farthest(&run.1.0, &exact)));
        let [a, b, c, d] = rights.map(|right| num(right, 1));
        table.push([num(epsilon, 1), a, b, c, d, num(off, 3)]);
        (runs[0].1.clone(), rights[3], off)
    });
    lesson.number("tries_off", tried.2);
    // With the map, so many sweeps come as near.
    let sweeps = (1..).scan(vec![0.0; exact.len()], |values, k| {
        *values = sweep(&wet, values, DISCOUNT, value_backup);
        Some((k, farthest(values, &exact)))
    });
    let as_near = sweeps.take_while(|(_, error)| *error > tried.2).count() + 1;
    lesson.number("sweeps_as_near", as_near);
    let strolled = lesson.number("strolls_right", strolled.1);
    lesson.predict_number(
        &format!("Another walker never does what it believes: each of its steps goes anywhere (ε = 1), and it falls into pits all the time. After {} steps, how many of its {} arrows are the best there are?", count(looks[3]), free.len()),
        Quantity::new(strolled, 1).within(2.0).unit("arrows"),
        &format!("{}, in the mean of {} seeds. It moves towards the *best* number of where it stands next, whatever it does there. So it learns what would be best while it does something else: *off-policy*. It learns faster, even, for it comes everywhere.", num(strolled, 1), seeds.len()),
    );
    lesson.table(&table.caption("How many arrows are right after so many steps, and in the end the largest error of a value: means of the seeds."));
    let known = arrows(&wet, &exact, DISCOUNT, value_backup);
    let known = ("with the map", &wet, &exact[..], &known[..]);
    let found = ("Q-learning", &wet, &tried.0.0[..], &tried.0.1[..]);
    let caption = "Value iteration, and what one walker has learned without a map.";
    grid::show(lesson, "learned", caption, [known, found])?;
    lesson.say("A table needs a row for every state. A cart with a pole has four real numbers, and no table has rows for them all; later a network takes its place. Before that, a way without values at all.");
    Ok(())
}
