//! Borrowed knowledge: 5 to 9 from few examples, by who has read 0 to 4.

use lab11::transfer::reader::{Plan, Reader, learn};
use lab11::transfer::recipes::{FINE_TUNED, FROZEN, OLD, SCRATCH};
use lab11::transfer::work;
use lab11::transfer::world::World;
use labkit::numerals::{count, give_or_take, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Progress, Quantity, Result, Table};
use std::cell::OnceCell;
use trainer::accuracy;

/// Pixels of the field on which the digits stand.
pub const SIDE: usize = 20;
/// Examples of each class.
const EACH: [usize; 4] = [1, 5, 10, 50];
/// The one that is asked for.
const ASKED: usize = 10;
/// What the ways are called: in a table, and in the book.
const WAYS: [(&str, &str, Plan); 3] = [
    ("from scratch", "scratch", SCRATCH),
    ("frozen body", "frozen", FROZEN),
    ("fine-tuned", "tuned", FINE_TUNED),
];

/// The field, and networks that have learned to read 0 to 4 on it: once for both sections that need them.
#[derive(Default)]
pub struct Readers(OnceCell<(World, Vec<Reader>)>);

impl Readers {
    /// The field, and a network for each seed.
    pub fn get(&self, lesson: &Lesson) -> &(World, Vec<Reader>) {
        self.0.get_or_init(|| {
            let world = World::new(&datasets::digits8(), SIDE);
            let readers = readers(lesson, &world, "0 to 4");
            (world, readers)
        })
    }
}

/// The seeds of both sections.
pub fn seeds(lesson: &Lesson) -> Vec<u64> {
    lesson.seeds(5, 1)
}

fn readers(lesson: &Lesson, world: &World, what: &str) -> Vec<Reader> {
    let (seeds, steps) = (seeds(lesson), lesson.shortened(OLD.steps, 4));
    let mut bar = lesson.progress(what, seeds.len());
    let one = |&seed| {
        let reader = world.reader_of_the_old(steps, seed);
        bar.step(0.0, None);
        reader
    };
    let readers = seeds.iter().map(one).collect();
    bar.done();
    readers
}

/// How much is read right by each way, from so many examples a class, for each seed.
struct Results {
    each: usize,
    ways: [Vec<f64>; 3],
}

impl Results {
    fn mean(&self, way: usize) -> f64 {
        mean(self.ways[way].iter().copied())
    }
}

/// The section.
pub fn borrowed(readers: &Readers, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network that reads 0 to 4 has never seen a 5. But it knows what a stroke is, and that a digit is the same digit wherever it stands. Does that help whoever has ten examples of each of 5 to 9? Three ways to learn them: *from scratch*; with the trained body *frozen* and a fresh head on it; and *fine-tuned*, where the body follows at 0.3 times the head's rate.");
    plain(lesson);
    let (world, bodies) = readers.get(lesson);
    let seeds = seeds(lesson);
    let mut bar = lesson.progress("5 to 9", seeds.len() * WAYS.len() * EACH.len());
    let old = mean(
        bodies
            .iter()
            .map(|reader| accuracy(reader, &world.old_test)),
    );
    let all = EACH.map(|each| results(world, bodies, each, &seeds, &mut bar));
    bar.done();
    lesson.number("old_right", old);
    for one in &all {
        for (way, (_, name, _)) in WAYS.iter().enumerate() {
            lesson.number(&format!("borrowed_{name}_{}", one.each), one.mean(way));
        }
    }
    asks(lesson, &all, old);
    shows(lesson, &all, seeds.len())?;
    costs(lesson, world, &bodies[0]);
    Ok(())
}

/// Digits that always stand in the middle: too easy.
fn plain(lesson: &mut Lesson) {
    let world = World::new(&datasets::digits8(), 8);
    let bodies = readers(lesson, &world, "in the middle");
    let seeds = seeds(lesson);
    let mut bar = lesson.progress("in the middle", seeds.len() * WAYS.len());
    let results = results(&world, &bodies, ASKED, &seeds, &mut bar);
    bar.done();
    let [scratch, _, tuned] = [0, 1, 2].map(|way| results.mean(way));
    lesson.number("plain_scratch", scratch);
    lesson.number("plain_tuned", tuned);
    lesson.predict_number(
        &format!("First the pictures as they are, 8 × 8, the digit in the middle. From {ASKED} examples a class a network from scratch reads {} of the test pictures of 5 to 9. The fine-tuned one?", percent(scratch)),
        Quantity::percent(tuned, 1).within(0.02),
        &format!("{}: not even as many. What it brings along is made for other digits, and fifty pictures as clean as these teach what is needed.", percent(tuned)),
    );
    lesson.say(format!("So make it harder: each digit stands somewhere on a field of {SIDE} × {SIDE}. That a digit stays the same when it moves, 50 pictures cannot teach; but it is the same thing for 0 to 4 and for 5 to 9."));
}

fn results(
    world: &World,
    bodies: &[Reader],
    each: usize,
    seeds: &[u64],
    bar: &mut Progress,
) -> Results {
    let ways = WAYS.map(|(_, _, plan)| {
        let one = |(&seed, body): (&u64, &Reader)| {
            let some = world.few_new(each, seed);
            let rng = &mut nabla::rng(500 + seed);
            let mut reader = match plan == SCRATCH {
                true => Reader::new(world.side, rng),
                false => body.with_fresh_head(rng),
            };
            learn(&mut reader, &some, &plan, seed);
            bar.step(0.0, None);
            accuracy(&reader, &world.new_test)
        };
        seeds.iter().zip(bodies).map(one).collect()
    });
    Results { each, ways }
}

fn asks(lesson: &mut Lesson, all: &[Results], old: f64) {
    let asked = all
        .iter()
        .find(|one| one.each == ASKED)
        .expect("it is among them");
    let [scratch, _, tuned] = [0, 1, 2].map(|way| asked.mean(way));
    lesson.number("borrowed_gain", tuned - scratch);
    lesson.predict_number(
        &format!("On the field a network that has seen many digits 0 to 4 reads {} of them. From {ASKED} examples of each of 5 to 9, one from scratch reads {} of those. The fine-tuned one?", percent(old), percent(scratch)),
        Quantity::percent(tuned, 1).within(0.04),
        &format!("{}: {} points more, from the same {} pictures.", percent(tuned), num(100.0 * (tuned - scratch), 0), 5 * ASKED),
    );
    let gain = |one: &Results| one.mean(2) - one.mean(0);
    let best = (0..all.len()).max_by(|&a, &b| gain(&all[a]).total_cmp(&gain(&all[b])));
    let choices: Vec<String> = EACH.iter().map(|each| format!("{each} a class")).collect();
    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    let best = best.expect("there are four");
    lesson.number("borrowed_best_each", EACH[best]);
    lesson.predict_choice(
        "With how many examples does fine-tuning gain the most points?",
        &choices,
        best,
        "From a single example there is little to be learned by either; and the more examples there are, the less has to be borrowed.",
    );
}

fn shows(lesson: &mut Lesson, all: &[Results], seeds: usize) -> Result<()> {
    let mut table = Table::new([
        "examples a class",
        "from scratch",
        "frozen body",
        "fine-tuned",
    ]);
    for one in all {
        let cells = one
            .ways
            .iter()
            .map(|right| give_or_take(right.iter().copied()));
        table.push([count(one.each)].into_iter().chain(cells));
    }
    lesson.table(&table.caption(format!("Test pictures of 5 to 9 read right: mean and standard deviation of {seeds} seeds, each with its own network and its own examples.")));
    let mut chart = Chart::new("examples a class", "read right, %").log_x();
    for (way, (words, _, _)) in WAYS.iter().enumerate() {
        let place = |one: &Results| {
            let right = one.ways[way].iter().map(|right| 100.0 * right);
            let low = right.clone().fold(f64::INFINITY, f64::min);
            let high = right.fold(0.0, f64::max);
            (one.each as f64, 100.0 * one.mean(way), low, high)
        };
        chart = chart.band(*words, all.iter().map(place));
    }
    let caption = format!(
        "What is read of 5 to 9, by how many examples were seen. A line is the mean of {seeds} seeds, its band reaches from the worst to the best."
    );
    lesson.chart("borrowed", &caption, &chart)?;
    lesson.say("Where examples are few, the less that can move, the less can go wrong: a frozen body is as good as one that follows, or better. Where there are more, it is a limit. It sees with the eyes of another task.");
    Ok(())
}

/// What a held body saves.
fn costs(lesson: &mut Lesson, world: &World, reader: &Reader) {
    let some = world.few_new(ASKED, 1);
    let [held, whole] = [FROZEN, FINE_TUNED].map(|plan| work::of_a_step(reader, &some, plan.body));
    lesson.number("rules_held", held.rules);
    lesson.number("rules_whole", whole.rules);
    lesson.number("gradients_held", held.gradients);
    lesson.number("gradients_whole", whole.gradients);
    lesson.predict_number(
        &format!("The whole network takes {} backward rules a step, and hands {} numbers to the optimiser. The body is eight layers of nine. How many rules run when it is held?", whole.rules, count(whole.gradients)),
        Quantity::new(held.rules as f64, 0).within(0.0),
        &format!("{}: the loss and the head; {} numbers. Nobody below the head wants a gradient, so the walk back ends there.", held.rules, count(held.gradients)),
    );
}
