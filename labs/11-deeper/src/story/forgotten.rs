//! What is forgotten, and what helps.

use super::borrowed::{Readers, seeds};
use lab11::transfer::opened::{file, opened};
use lab11::transfer::reader::{Body, Plan, Reader, learn};
use lab11::transfer::recipes::FINE_TUNED;
use lab11::transfer::tasks::{halves, together};
use lab11::transfer::world::World;
use labkit::numerals::{give_or_take, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Progress, Quantity, Result, Table};
use nabla::{Module, Tape, Tensor};
use trainer::{Examples, accuracy};

/// Examples of each of 5 to 9.
const EACH: usize = 50;
/// Old examples a class that are shown again.
const AGAIN: [usize; 2] = [5, 20];
/// How fast the body follows: a chart's x.
const FACTORS: [f32; 4] = [1.0, 0.3, 0.1, 0.03];
/// That of the plain fine-tuned body among them.
const USUAL: usize = 1;
/// That of a tenth.
const TENTH: usize = 2;

/// What is read of the old digits and of the new, for each seed.
type Read = Vec<[f64; 2]>;

fn means(read: &Read) -> [f64; 2] {
    [0, 1].map(|task| mean(read.iter().map(|both| both[task])))
}

/// The networks that read 0 to 4, and the field.
struct Before<'a> {
    world: &'a World,
    seeds: &'a [u64],
    readers: &'a [Reader],
}

impl Before<'_> {
    /// One head of ten for both tasks; so many old examples a class are shown among the new.
    fn one_head(&self, again: usize, bar: &mut Progress) -> Read {
        self.each(bar, |reader, seed| {
            let new = self.world.few_new(EACH, seed);
            let shown = match again {
                0 => new,
                again => together(&new, &self.world.few_old(again, seed)),
            };
            let mut reader = reader.clone();
            learn(&mut reader, &shown, &FINE_TUNED, seed);
            self.both(&reader, &reader)
        })
    }

    /// A head of its own for each task: the old one is put aside, and put on the body again afterwards.
    fn two_heads(&self, body: Body, bar: &mut Progress) -> Read {
        self.each(bar, |old, seed| {
            let mut new = old.with_fresh_head(&mut nabla::rng(500 + seed));
            let plan: Plan = FINE_TUNED.body(body);
            learn(&mut new, &self.world.few_new(EACH, seed), &plan, seed);
            let old = Reader {
                body: new.body.clone(),
                head: old.head.clone(),
            };
            self.both(&old, &new)
        })
    }

    fn each(&self, bar: &mut Progress, one: impl Fn(&Reader, u64) -> [f64; 2]) -> Read {
        let pairs = self.readers.iter().zip(self.seeds);
        let pairs = pairs.map(|(reader, &seed)| {
            let read = one(reader, seed);
            bar.step(0.0, None);
            read
        });
        pairs.collect()
    }

    fn both(&self, old: &Reader, new: &Reader) -> [f64; 2] {
        [
            accuracy(old, &self.world.old_test),
            accuracy(new, &self.world.new_test),
        ]
    }
}

/// The section.
pub fn forgotten(readers: &Readers, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Whoever learns French after Spanish still speaks Spanish. A network that read 0 to 4 has learned 5 to 9. Ask it for a 3.");
    let (world, readers) = readers.get(lesson);
    let seeds = seeds(lesson);
    let before = Before {
        world,
        readers,
        seeds: &seeds,
    };
    let ways = 1 + AGAIN.len() + FACTORS.len() + 1;
    let mut bar = lesson.progress("forgotten", seeds.len() * ways);
    let alone = before.one_head(0, &mut bar);
    let again = AGAIN.map(|again| before.one_head(again, &mut bar));
    let runs = FACTORS.map(|factor| before.two_heads(Body::Follows(factor), &mut bar));
    let falls = before.two_heads(Body::Falls(0.3), &mut bar);
    bar.done();
    let was = mean(
        before
            .readers
            .iter()
            .map(|reader| accuracy(reader, &world.old_test)),
    );
    lesson.number("forgotten_was", was);
    heads(lesson, was, &alone, &again, &runs[USUAL]);
    rates(lesson, was, &runs, &falls)?;
    awake(lesson)
}

/// One head, two heads, and old examples among the new.
fn heads(lesson: &mut Lesson, was: f64, alone: &Read, again: &[Read], two: &Read) {
    let [old, new] = means(alone);
    lesson.number("forgotten_one_head", old);
    lesson.number("forgotten_one_head_new", new);
    lesson.predict_number(
        &format!("A network with a head of ten reads {} of the digits 0 to 4. It then learns 5 to 9 from {EACH} examples a class, and reads {} of those. How many of 0 to 4 does it still read?", percent(was), percent(new)),
        Quantity::percent(old, 1),
        &format!("{}. Nobody asked it to. For hundreds of pictures \"it is a 2\" was wrong each time, and so that answer was unlearned; this is called *catastrophic forgetting*.", percent(old)),
    );
    let kept = means(two)[0];
    lesson.number("forgotten_two_heads", kept);
    lesson.predict_number(
        "Is it the body that has forgotten, or the head? Take the old head, put it on the new body, and ask for 0 to 4 alone. What does it read?",
        Quantity::percent(kept, 1),
        &format!("{}. Both have: the head everything, the body a part.", percent(kept)),
    );
    let fewest = means(&again[0])[0];
    lesson.predict_number(
        &format!("Now the head of ten again, but among its {} new pictures there are {} old ones, {} of each. How many of 0 to 4 are read?", 5 * EACH, 5 * AGAIN[0], AGAIN[0]),
        Quantity::percent(fewest, 1),
        &format!("{}.", percent(fewest)),
    );
    let mut table = Table::new(["way", "0 to 4", "5 to 9"]);
    let mut row = |words: String, read: &Read| {
        let cell =
            |task: usize| give_or_take(read.iter().map(move |both| both[task]).collect::<Vec<_>>());
        table.push([words, cell(0), cell(1)]);
    };
    row("one head of ten".to_string(), alone);
    for (each, read) in AGAIN.iter().zip(again) {
        lesson.number(&format!("rehearsal_{each}"), means(read)[0]);
        lesson.number(&format!("rehearsal_{each}_new"), means(read)[1]);
        row(format!("… and {each} old a class again"), read);
    }
    row("two heads".to_string(), two);
    lesson.table(&table.caption(format!("Test pictures read right after {EACH} examples of each new digit: mean and standard deviation of {} seeds. Two heads know which task is asked, which is easier.", two.len())));
}

/// A rate for each layer: the middle way.
fn rates(lesson: &mut Lesson, was: f64, runs: &[Read], falls: &Read) -> Result<()> {
    let falls = means(falls);
    let at = |task: usize| {
        FACTORS.iter().zip(runs).map(move |(factor, read)| {
            let right = read.iter().map(|both| 100.0 * both[task]);
            let low = right.clone().fold(f64::INFINITY, f64::min);
            let high = right.clone().fold(0.0, f64::max);
            (f64::from(*factor), mean(right), low, high)
        })
    };
    let chart = Chart::new("the body's rate, in rates of the head", "read right, %")
        .log_x()
        .band("0 to 4", at(0))
        .band("5 to 9", at(1))
        .hline(100.0 * was, "0 to 4, before");
    lesson.chart("rates", "Two heads: what is kept of the old task, and what is learned of the new, by how fast the body follows. A band reaches from the worst seed to the best.", &chart)?;
    for (factor, read) in FACTORS.iter().zip(runs) {
        let [old, new] = means(read);
        let hundredths = (100.0 * factor).round();
        lesson.number(&format!("rate_{hundredths}_old"), old);
        lesson.number(&format!("rate_{hundredths}_new"), new);
    }
    lesson.number("rates_fall_old", falls[0]);
    lesson.number("rates_fall_new", falls[1]);
    let one_rate = means(&runs[TENTH]);
    let [kept, learned, also_kept, also_learned] =
        [falls[0], falls[1], one_rate[0], one_rate[1]].map(percent);
    lesson.say(format!("The slower the body, the less is forgotten, and the less is learned. The middle way has a rate for each layer [PSC]: edges serve any task, so let the first layers hardly move, and the last ones more. Each layer at 0.3 times the rate of the one above it: {kept} of the old, {learned} of the new. One rate of 0.1 for the whole body: {also_kept} and {also_learned}."));
    Ok(())
}

/// A frozen body with a batch normalisation that looks on.
fn awake(lesson: &mut Lesson) -> Result<()> {
    lesson.say("One way to forget needs no gradient at all. The network from PyTorch has a batch normalisation. Freeze everything; a new task comes by, the same digits as dark ink on white paper; fifty batches pass, in training mode, and no optimiser takes a step.");
    let [old, _] = halves(&datasets::digits8());
    let network = opened(&file()?)?;
    let was = accuracy(&network, &old.test);
    let negative = negatives(&old.learn);
    for batch in 0..50 {
        let places: Vec<usize> = (0..50).map(|i| (batch * 50 + i) % negative.len()).collect();
        let tape = Tape::training(&mut nabla::rng(batch as u64));
        tape.hold(&network);
        network.forward(&tape, tape.constant(negative.gather(&places).0));
    }
    let is = accuracy(&network, &old.test);
    lesson.number("awake_was", was);
    lesson.number("awake_is", is);
    lesson.predict_number(
        &format!("Before, it read {} of the test pictures of 0 to 4. And now?", percent(was)),
        Quantity::percent(is, 1),
        &format!("{}. Not one weight has moved; but in training mode a batch normalisation follows what it sees. Freeze a body *and* let it run as in use, as from a tape made by `Tape::new()`.", percent(is)),
    );
    Ok(())
}

/// Dark on white.
fn negatives(examples: &Examples) -> Examples {
    let pixels: Vec<f32> = examples.images.data().iter().map(|x| 1.0 - x).collect();
    Examples {
        images: Tensor::from_vec(pixels, examples.images.shape()),
        labels: examples.labels.clone(),
    }
}
