//! Pooling, and what a small shift does to it.

use super::{Story, beside};
use lab06::filter::Grid;
use lab06::pooling::{Pool, pool};
use lab06::shifts::{share_unmoved, shifted};
use lab06::sources::{edge, five_columns_of_the_tip};
use lab06::{exercises, solutions};
use labkit::numerals::{num, percent};
use labkit::{Lesson, Quantity, Result, Table};

/// So many test pictures are moved.
const PICTURES: usize = 60;

/// A function that pools.
type MaxPool = fn(&[Vec<f64>], usize, usize) -> Grid;

/// The section.
pub fn pooling(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A filter says of every place how much of an edge it is; the next layer need not know it so exactly. *Pooling* lets one number speak for a whole window: the largest (is there an edge at all?), the mean (how much of it?), or the smallest (is it everywhere?). Here are all three on the edges of the seven, windows of 2 × 2 that move by one:",
    );
    let edges = solutions::convolve(&five_columns_of_the_tip(), &edge());
    let max_pool = lesson.answer(
        "max_pool",
        exercises::max_pool as MaxPool,
        solutions::max_pool,
    );
    lesson.show(beside(&[
        ("edges", &edges),
        ("max", &max_pool(&edges, 2, 1)),
        ("average", &pool(&edges, 2, 1, Pool::Average)),
        ("min", &pool(&edges, 2, 1, Pool::Min)),
    ]));
    lesson.say(
        "Usually the windows lie side by side, 2 × 2 with stride 2, and three quarters of the numbers are gone. One hears that this makes a network *invariant* to shifts. A single bright pixel, somewhere on a large empty picture, moves; does the pooled picture change?",
    );
    let thirds = share_unmoved((0, 1), 3, 1);
    lesson.predict_number(
        "Take windows of 3 × 3, side by side. The pixel moves one to the right. How likely is the pooled picture to stay exactly as it was?",
        Quantity::new(thirds, 2).within(0.01),
        &format!("{}: the pixel leaves its window if it stood in the last of its three columns.", num(thirds, 2)),
    );
    let mut table = Table::new(["windows", "poolings", "the pixel moves", "unchanged"]);
    for (side, times, moves, step) in [
        (3, 1, "right", (0, 1)),
        (3, 1, "right by 2", (0, 2)),
        (2, 1, "right", (0, 1)),
        (2, 2, "right", (0, 1)),
        (2, 1, "right and down", (1, 1)),
    ] {
        let counted = num(share_unmoved(step, side, times), 2);
        table.push([
            format!("{side} × {side}"),
            times.to_string(),
            moves.to_string(),
            match side {
                2 => lesson.reveal("unmoved", counted),
                _ => counted,
            },
        ]);
    }
    lesson.table(&table.caption("Counted at all places. The last three are the exercise `unmoved`, and stand here once it is answered."));
    on_digits(story, lesson);
    Ok(())
}

/// How much of the edges of real digits is another after a shift.
fn on_digits(story: &Story, lesson: &mut Lesson) {
    let side = lesson.count_of("pool");
    let ways: [(&str, &[Pool]); 5] = [
        ("none", &[]),
        ("max", &[Pool::Max]),
        ("average", &[Pool::Average]),
        ("min", &[Pool::Min]),
        ("max, twice", &[Pool::Max, Pool::Max]),
    ];
    let changes = ways.map(|(_, steps)| [1, 2].map(|by| change(story, (steps, side), by)));
    let [none, max] = [0, 1].map(|way| changes[way][0].0);
    lesson.predict_number(
        &format!("Now real digits: the edge filter on {PICTURES} test pictures, and on the same moved by one pixel to the right. What it answers changes by {} of its size. And after max pooling, {side} × {side}?", percent(none)),
        Quantity::percent(max, 1).within(0.1),
        &format!("{}. It forgives a part of the shift.", percent(max)),
    );
    let pooling = format!("pooling {side} × {side}");
    let mut table = Table::new([&*pooling, "moved by 1", "moved by 2", "numbers left"]);
    for ((name, _), changes) in ways.iter().zip(changes) {
        lesson.number(&format!("change_{}", name.replace(", ", "_")), changes[0].0);
        table.push([
            name.to_string(),
            percent(changes[0].0),
            percent(changes[1].0),
            changes[0].1.to_string(),
        ]);
    }
    lesson.table(&table.caption("‖after − before‖ over ‖before‖; negative answers were set to 0 first, as ReLU does. More than 100 %: the change is larger than what was there."));
    lesson.say(
        "The smallest number does badly: it answers only where an edge fills its whole window, and a pixel further on that is another window. [Networks with eyes](#networks-with-eyes) shows what a whole network makes of it.",
    );
}

/// How much of the pooled edges changes when the pictures move to the right, and how many numbers there are.
fn change(story: &Story, (steps, side): (&[Pool], usize), pixels: isize) -> (f64, usize) {
    let test = &story.flat.test;
    let moved = shifted(test, (0, pixels));
    let (mut difference, mut size, mut left) = (0.0, 0.0, 0);
    for i in 0..PICTURES.min(test.len()) {
        let of = |pixels: &[f32]| {
            let grid: Grid = pixels[i * 784..][..784]
                .chunks_exact(28)
                .map(|row| row.iter().map(|&p| f64::from(p)).collect())
                .collect();
            let mut edges = solutions::convolve(&grid, &edge());
            edges.iter_mut().flatten().for_each(|e| *e = e.max(0.0));
            let pooled = |edges: Grid, how: &Pool| pool(&edges, side, side, *how);
            steps.iter().fold(edges, pooled).concat()
        };
        let (before, after) = (of(test.images.data()), of(moved.images.data()));
        left = before.len();
        difference += before
            .iter()
            .zip(&after)
            .map(|(a, b)| (a - b).powi(2))
            .sum::<f64>();
        size += before.iter().map(|a| a * a).sum::<f64>();
    }
    ((difference / size).sqrt(), left)
}
