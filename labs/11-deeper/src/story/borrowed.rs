//! Borrowed knowledge: 5 to 9 from few examples, by who has read 0 to 4.

use lab11::transfer::reader::{Plan, Reader, learn};
use lab11::transfer::recipes::{FINE_TUNED, FROZEN, OLD, SCRATCH};
use lab11::transfer::work;
use lab11::transfer::world::World;
use labkit::numerals::{count, give_or_take, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use std::cell::OnceCell;
use trainer::accuracy;

/// Pixels of the field on which the digits stand.
pub const SIDE: usize = 20;
/// Examples of each class.
const EACH: [usize; 4] = [1, 5, 10, 50];
/// The one of them that is asked for.
const ASKED: usize = 2;
/// What the ways are called.
const WAYS: [(&str, Plan); 3] = [
    ("from scratch", SCRATCH),
    ("frozen body", FROZEN),
    ("fine-tuned", FINE_TUNED),
];

/// A field, and for each seed a network that has learned to read 0 to 4 on it.
pub type Known = (World, Vec<Reader>);

/// The field of both sections, learned once.
#[derive(Default)]
pub struct Readers(OnceCell<Known>);

impl Readers {
    /// The field, and a network for each seed.
    pub fn get(&self, lesson: &Lesson) -> &Known {
        self.0.get_or_init(|| known(lesson, SIDE))
    }
}

/// The seeds of both sections.
pub fn seeds(lesson: &Lesson) -> Vec<u64> {
    lesson.seeds(5, 1)
}

fn known(lesson: &Lesson, side: usize) -> Known {
    let world = World::new(&datasets::digits8(), side);
    let (seeds, steps) = (seeds(lesson), lesson.shortened(OLD.steps, 4));
    let mut bar = lesson.progress("0 to 4", seeds.len());
    let one = |seed| {
        bar.tick();
        world.reader_of_the_old(steps, seed)
    };
    let readers = seeds.into_iter().map(one).collect();
    bar.done();
    (world, readers)
}

/// How much of the old digits is read right, on average.
pub fn of_the_old((world, readers): &Known) -> f64 {
    let right = |reader: &Reader| accuracy(reader, &world.old_test);
    mean(readers.iter().map(right))
}

/// What is read right by each way, for each seed.
type Right = [Vec<f64>; 3];

fn means(right: &Right) -> [f64; 3] {
    right.each_ref().map(|seeds| mean(seeds.iter().copied()))
}

/// From so many examples a class.
fn results(lesson: &Lesson, (world, bodies): &Known, each: usize) -> Right {
    let seeds = seeds(lesson);
    let mut bar = lesson.progress("5 to 9", seeds.len() * WAYS.len());
    let right = WAYS.map(|(_, plan)| {
        let one = |(&seed, body): (&u64, &Reader)| {
            bar.tick();
            let rng = &mut nabla::rng(500 + seed);
            let mut reader = match plan == SCRATCH {
                true => Reader::new(world.side, rng),
                false => body.with_fresh_head(rng),
            };
            learn(&mut reader, &world.few_new(each, seed), &plan, seed);
            accuracy(&reader, &world.new_test)
        };
        seeds.iter().zip(bodies).map(one).collect()
    });
    bar.done();
    right
}

/// A point of a band: at `x` the mean of these shares, the worst and the best, in hundredths.
pub fn spread(x: f64, shares: &[f64]) -> (f64, f64, f64, f64) {
    let hundredths = shares.iter().map(|share| 100.0 * share);
    let low = hundredths.clone().fold(f64::INFINITY, f64::min);
    let high = hundredths.clone().fold(0.0, f64::max);
    (x, mean(hundredths), low, high)
}

/// The section.
pub fn borrowed(readers: &Readers, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network that reads 0 to 4 has never seen a 5. But it knows what a stroke is, and that a digit is the same digit wherever it stands. Does that help whoever has ten examples of each of 5 to 9? Three ways to learn them: *from scratch*; with the trained body *frozen* and a fresh head on it; and *fine-tuned*, where the body follows at 0.3 times the head's rate.");
    plain(lesson);
    let known = readers.get(lesson);
    let all = EACH.map(|each| results(lesson, known, each));
    asks(lesson, &all, of_the_old(known));
    shows(lesson, &all)?;
    costs(lesson, known);
    Ok(())
}

/// Digits that always stand in the middle: too easy.
fn plain(lesson: &mut Lesson) {
    let [scratch, _, tuned] = means(&results(lesson, &known(lesson, 8), EACH[ASKED]));
    lesson.number("plain_scratch", scratch);
    lesson.number("plain_tuned", tuned);
    lesson.predict_number(
        &format!("First the pictures as they are, 8 × 8, the digit in the middle. From {} examples a class a network from scratch reads {} of the test pictures of 5 to 9. The fine-tuned one?", EACH[ASKED], percent(scratch)),
        Quantity::percent(tuned, 1).within(0.02),
        &format!("{}: not even as many. What it brings along is made for other digits, and fifty pictures as clean as these teach what is needed.", percent(tuned)),
    );
    lesson.say(format!("So make it harder: each digit stands somewhere on a field of {SIDE} × {SIDE}. That a digit stays the same when it moves, 50 pictures cannot teach; but it is the same thing for 0 to 4 and for 5 to 9."));
}

fn asks(lesson: &mut Lesson, all: &[Right; 4], old: f64) {
    let all = all.each_ref().map(means);
    let [scratch, _, tuned] = all[ASKED];
    let gain = lesson.number("borrowed_gain", tuned - scratch);
    lesson.predict_number(
        &format!("On the field a network that has seen many digits 0 to 4 reads {} of them. From {} examples of each of 5 to 9, one from scratch reads {} of those. The fine-tuned one?", percent(old), EACH[ASKED], percent(scratch)),
        Quantity::percent(tuned, 1).within(0.04),
        &format!("{}: {} points more, from the same {} pictures.", percent(tuned), num(100.0 * gain, 0), 5 * EACH[ASKED]),
    );
    let gains = all.map(|[scratch, _, tuned]| tuned - scratch);
    let best = (0..all.len()).max_by(|&a, &b| gains[a].total_cmp(&gains[b]));
    let choices = EACH.map(|each| format!("{each} a class"));
    lesson.predict_choice(
        "With how many examples does fine-tuning gain the most points?",
        &choices.each_ref().map(String::as_str),
        best.expect("there are four"),
        "From a single example there is little to be learned by either; and the more examples there are, the less has to be borrowed.",
    );
}

fn shows(lesson: &mut Lesson, all: &[Right; 4]) -> Result<()> {
    let seeds = all[0][0].len();
    let header = WAYS.map(|(words, _)| words);
    let rows = EACH.into_iter().zip(all).map(|(each, right)| {
        let cells = right.iter().map(|seeds| give_or_take(seeds.clone()));
        [count(each)].into_iter().chain(cells)
    });
    let table = Table::new([&["examples a class"], &header[..]].concat()).rows(rows);
    lesson.table(&table.caption(format!("Test pictures of 5 to 9 read right: mean and standard deviation of {seeds} seeds, each with its own network and its own examples.")));
    let mut chart = Chart::new("examples a class", "read right, %").log_x();
    for (way, words) in header.into_iter().enumerate() {
        let points = EACH.iter().zip(all);
        let points = points.map(|(&each, right)| spread(each as f64, &right[way]));
        chart = chart.band(words, points);
    }
    let caption = format!(
        "What is read of 5 to 9, by how many examples were seen. A line is the mean of {seeds} seeds, its band reaches from the worst to the best."
    );
    lesson.chart("borrowed", &caption, &chart)?;
    lesson.say("Where examples are few, the less that can move, the less can go wrong: a frozen body is as good as one that follows, or better. Where there are more, it is a limit. It sees with the eyes of another task.");
    Ok(())
}

/// What a held body saves.
fn costs(lesson: &mut Lesson, (world, readers): &Known) {
    let some = world.few_new(EACH[ASKED], 1);
    let step = |plan: Plan| work::of_a_step(&readers[0], &some, plan.body);
    let [held, whole] = [FROZEN, FINE_TUNED].map(step);
    lesson.predict_number(
        &format!("The whole network takes {} backward rules a step, and hands {} numbers to the optimiser. The body is eight layers of nine. How many rules run when it is held?", whole.rules, count(whole.gradients)),
        Quantity::new(held.rules as f64, 0).within(0.0),
        &format!("{}: the loss and the head; {} numbers. Nobody below the head wants a gradient, so the walk back ends there.", held.rules, count(held.gradients)),
    );
}
