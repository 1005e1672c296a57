//! Pooling, and what a small shift does to it.

use super::{Story, beside};
use lab06::filter::Grid;
use lab06::pooling::{Pool, pool};
use lab06::shifts::{share_unmoved, shifted};
use lab06::sources::{edge, tip_of_a_seven};
use lab06::{exercises, solutions};
use labkit::numerals::{num, percent};
use labkit::{Lesson, Result, Table};

/// So many test pictures are moved.
const PICTURES: usize = 60;

/// A function that pools.
type MaxPool = fn(&[Vec<f64>], usize, usize) -> Grid;

/// The section.
pub fn pooling(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A filter says of every place how much of an edge it is. That is more than one wants to know: the next layer does not care whether the edge is here or a pixel further on. *Pooling* lets one number speak for a whole window. It may be the largest \
         (is there an edge at all?), the mean (how much of it?), or the smallest (is it everywhere?). There is nothing to learn in it. Here are all three on the edges of the seven, windows of 2 × 2 that move by one, as in the lecture:",
    );
    let edges = solutions::convolve(&tip_of_a_seven(), &edge());
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
        "Usually the windows lie side by side, 2 × 2 with stride 2. The size follows from the formula with F = S = 2: half, rounded down. Three quarters of the numbers are gone, and with them three quarters of the next layer's work.

         What is bought with them? One hears that pooling makes a network *invariant* to shifts. Let us see. A single bright pixel, somewhere on a large empty picture, moves; does the pooled picture change?",
    );
    let unmoved = lesson.answer(
        "unmoved",
        exercises::unmoved as fn() -> [f64; 3],
        solutions::unmoved,
    );
    lesson.predict(
        "How likely is it to stay exactly the same, if the pixel moves one to the right? After two poolings? And if it moves right *and* down?",
        "See the table. Half of all pixels leave their window; after two poolings, when a number speaks for 4 × 4, a quarter; diagonally three quarters.",
    );
    let counted =
        [((0, 1), 1), ((0, 1), 2), ((1, 1), 1)].map(|(step, times)| share_unmoved(step, times));
    let mut table = Table::new([
        "the pixel moves",
        "poolings",
        "expected",
        "counted on 16 × 16 places",
    ]);
    let rows = [("right", "1"), ("right", "2"), ("right and down", "1")];
    for ((what, times), (want, got)) in rows.iter().zip(unmoved().iter().zip(counted)) {
        table.push([
            (*what).to_string(),
            (*times).to_string(),
            num(*want, 2),
            num(got, 2),
        ]);
    }
    lesson.table(&table);
    lesson.say(format!(
        "So pooling forgives a shift sometimes, not always. On real digits: the edge filter on {PICTURES} test pictures, then a pooling, then the same with the picture moved to the right. How much of the output changes, as a fraction of its size?",
    ));
    let mut table = Table::new(["pooling 2 × 2", "moved by 1", "moved by 2", "numbers left"]);
    let ways: [(&str, &[Option<Pool>]); 5] = [
        ("none", &[None]),
        ("max", &[Some(Pool::Max)]),
        ("average", &[Some(Pool::Average)]),
        ("min", &[Some(Pool::Min)]),
        ("max, twice", &[Some(Pool::Max), Some(Pool::Max)]),
    ];
    for (name, steps) in ways {
        let changes = [1, 2].map(|pixels| change(story, steps, pixels));
        lesson.number(&format!("change_{}", name.replace(", ", "_")), changes[0].0);
        table.push([
            name.to_string(),
            percent(changes[0].0),
            percent(changes[1].0),
            changes[0].1.to_string(),
        ]);
    }
    lesson.table(&table.caption("‖after − before‖ over ‖before‖; the negative answers were set to 0 first, as ReLU does. More than 100 %: the change is larger than what was there, as between two pictures that have little in common."));
    lesson.say(
        "Max pooling makes the change smaller, and a second one smaller still; it does not make it vanish. The smallest number does badly: it answers only where an edge fills its whole window, and a pixel further on that is another window. So one pooling buys little. [Networks with eyes](#networks-with-eyes) shows what a whole network makes of it.",
    );
    Ok(())
}

/// How much of the pooled edges changes when the pictures move to the right, and how many numbers there are.
fn change(story: &Story, steps: &[Option<Pool>], pixels: isize) -> (f64, usize) {
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
            let pooled = |edges: Grid, step: &Option<Pool>| match step {
                Some(how) => pool(&edges, 2, 2, *how),
                None => edges,
            };
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
