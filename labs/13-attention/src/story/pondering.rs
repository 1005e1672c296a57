//! How long to think.

use lab13::ponder::{EPSILON, LENGTH, LONGEST, Thinker, exam, learn};
use lab13::{exercises, solutions};
use labkit::numerals::{count, list, num, percentage};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};

type Halting = fn(&[f64], f64) -> (Vec<f64>, f64, f64);

/// Units of a network's state, and what a step of thinking costs.
const HIDDEN: usize = 24;
const TAU: f32 = 0.06;

/// The section.
pub fn pondering(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Is the number of ones odd, among {LENGTH} numbers of which each is −1, 0 or 1? The more are not 0, the harder. A recurrent network may look at all of them as often as it likes, {LONGEST} times at most, and halts when it thinks that it is ready: *adaptive computation time* (Graves, 2016). After each step it gives a probability to halt. When their sum has come to 1 − ε, that was the last step, and the remainder is its weight."));
    by_hand(lesson);
    let [free, priced] = trained(lesson);
    let steps = |exams: &[(f64, f64)]| mean(exams.iter().map(|exam| exam.1));
    let (before, after) = (steps(&free), steps(&priced));
    lesson.number("ponder_free", before);
    lesson.number("ponder_priced", after);
    lesson.predict_number(
        &format!("Three networks learn this for as long as they please: a step costs nothing. Of {LONGEST} steps that they may take, how many do they take?"),
        Quantity::new(before, 1).within(1.0),
        &format!("{}, easy or hard. One step more never hurts, so nothing says stop.", num(before, 1)),
    );
    lesson.predict_number(
        &format!("Now they learn on, and each step costs {TAU} nats. How many do they take?"),
        Quantity::new(after, 1).within(1.0),
        &format!("{}, and the answers are as right as before.", num(after, 1)),
    );
    let pairs = (1..).zip(free.iter().zip(&priced));
    let rows = pairs.map(|(i, (free, priced))| {
        let cells = [free, priced].map(|exam| [num(exam.1, 2), percentage(exam.0, 1)]);
        [count(i)].into_iter().chain(cells.concat())
    });
    let table = Table::new([
        "not 0",
        "steps, free",
        "right",
        "steps, at a price",
        "right",
    ])
    .rows(rows);
    lesson.table(&table.caption("The mean of three networks, 500 new rows for each line."));
    let longer = lesson.number("ponder_longer", priced[LENGTH - 1].1 - priced[0].1);
    lesson.say(format!("At a price, {LENGTH} numbers get {} steps more than a single one. It is no law that harder questions take longer: the network was told what a step costs, and found out which rows are worth it.", num(longer, 2)));
    Ok(())
}

/// Four steps of thinking.
fn by_hand(lesson: &mut Lesson) {
    let halting: Halting = lesson.answer("halting", exercises::halting, solutions::halting);
    let rows = [0.1, 0.2, 0.25, 0.995].map(|first| {
        let h = [first, 0.3, 0.45, 0.5];
        let (weights, remainder, cost) = halting(&h, f64::from(EPSILON));
        [
            list(h, 3),
            list(weights, 3),
            num(remainder, 3),
            num(cost, 3),
        ]
    });
    let table = Table::new(["probabilities to halt", "weights", "remainder R", "N + R"]).rows(rows);
    lesson.table(&table.caption("From line to line the first step is surer. The cost falls along a slope, and then a stair."));
}

/// Of each number of entries the share of right answers and the steps, in the mean of three networks: free, and at a price.
fn trained(lesson: &Lesson) -> [Vec<(f64, f64)>; 2] {
    let seeds = lesson.seeds(3, 1);
    let steps = [lesson.shortened(1200, 40), lesson.shortened(2400, 40)];
    let mut bar = lesson.progress("three networks", seeds.len() * (steps[0] + steps[1]));
    let mut means = [(); 2].map(|()| vec![(0.0, 0.0); LENGTH]);
    for seed in &seeds {
        let mut net = Thinker::new(HIDDEN, &mut nabla::rng(*seed));
        let rng = &mut nabla::rng(seed + 50);
        for ((steps, tau), means) in steps.into_iter().zip([0.0, TAU]).zip(&mut means) {
            learn(&mut net, steps, tau, rng, |loss| bar.step(loss, None));
            for (entries, mean) in (1..).zip(means) {
                let (right, steps) = exam(&net, entries);
                mean.0 += right / seeds.len() as f64;
                mean.1 += steps / seeds.len() as f64;
            }
        }
    }
    bar.done();
    means
}
