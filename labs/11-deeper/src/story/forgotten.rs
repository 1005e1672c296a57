//! What is forgotten, and what helps.

use super::borrowed::{Known, Readers, of_the_old, seeds, spread};
use lab11::transfer::opened::{file, opened};
use lab11::transfer::reader::{Body, Reader, learn};
use lab11::transfer::recipes::FINE_TUNED;
use lab11::transfer::tasks::{halves, together};
use labkit::numerals::{give_or_take, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
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
type Read = [Vec<f64>; 2];

fn means(read: &Read) -> [f64; 2] {
    read.each_ref().map(|seeds| mean(seeds.iter().copied()))
}

/// The networks that read 0 to 4, and the field.
struct Before<'a> {
    lesson: &'a Lesson,
    known: &'a Known,
}

impl Before<'_> {
    /// One head of ten for both tasks; so many old examples a class are shown among the new.
    fn one_head(&self, again: usize) -> Read {
        let world = &self.known.0;
        self.each(|reader, seed| {
            let new = world.few_new(EACH, seed);
            let shown = match again {
                0 => new,
                again => together(&new, &world.few_old(again, seed)),
            };
            let mut reader = reader.clone();
            learn(&mut reader, &shown, &FINE_TUNED, seed);
            [reader.clone(), reader]
        })
    }

    /// A head of its own for each task: the old one is put aside, and put on the body again afterwards.
    fn two_heads(&self, body: Body) -> Read {
        self.each(|old, seed| {
            let mut new = old.with_fresh_head(&mut nabla::rng(500 + seed));
            let shown = self.known.0.few_new(EACH, seed);
            learn(&mut new, &shown, &FINE_TUNED.body(body), seed);
            let mut old = old.clone();
            old.body = new.body.clone();
            [old, new]
        })
    }

    /// What `learned` makes of each network: one for the old digits, one for the new.
    fn each(&self, learned: impl Fn(&Reader, u64) -> [Reader; 2]) -> Read {
        let ((world, readers), seeds) = (self.known, seeds(self.lesson));
        let mut bar = self.lesson.progress("forgotten", seeds.len());
        let both = readers.iter().zip(seeds).map(|(reader, seed)| {
            bar.tick();
            let [old, new] = learned(reader, seed);
            let old = accuracy(&old, &world.old_test);
            (old, accuracy(&new, &world.new_test))
        });
        let (old, new) = both.unzip();
        bar.done();
        [old, new]
    }
}

/// The section.
pub fn forgotten(readers: &Readers, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Whoever learns French after Spanish still speaks Spanish. A network that read 0 to 4 has learned 5 to 9. Ask it for a 3.");
    let known = readers.get(lesson);
    let before = Before { lesson, known };
    let alone = before.one_head(0);
    let again = AGAIN.map(|again| before.one_head(again));
    let runs = FACTORS.map(|factor| before.two_heads(Body::Follows(factor)));
    let falls = before.two_heads(Body::Falls(0.3));
    let was = of_the_old(known);
    heads(lesson, was, [&alone, &again[0], &again[1], &runs[USUAL]]);
    rates(lesson, was, &runs, &falls)?;
    awake(lesson)
}

/// One head, old examples among the new, and two heads.
fn heads(lesson: &mut Lesson, was: f64, ways: [&Read; 4]) {
    let [[old, new], [fewest, _], _, [kept, _]] = ways.map(means);
    lesson.predict_number(
        &format!("A network with a head of ten reads {} of the digits 0 to 4. It then learns 5 to 9 from {EACH} examples a class, and reads {} of those. How many of 0 to 4 does it still read?", percent(was), percent(new)),
        Quantity::percent(old, 1),
        &format!("{}. Nobody asked it to. For hundreds of pictures \"it is a 2\" was wrong each time, and so that answer was unlearned; this is called *catastrophic forgetting*.", percent(old)),
    );
    lesson.predict_number(
        "Is it the body that has forgotten, or the head? Take the old head, put it on the new body, and ask for 0 to 4 alone. What does it read?",
        Quantity::percent(kept, 1),
        &format!("{}. Both have: the head everything, the body a part.", percent(kept)),
    );
    lesson.predict_number(
        &format!("Now the head of ten again, but among its {} new pictures there are {} old ones, {} of each. How many of 0 to 4 are read?", 5 * EACH, 5 * AGAIN[0], AGAIN[0]),
        Quantity::percent(fewest, 1),
        &format!("{}.", percent(fewest)),
    );
    let [few, more] = AGAIN.map(|each| format!("… and {each} old a class again"));
    let words = ["one head of ten", &few, &more, "two heads"];
    let rows = words.into_iter().zip(ways).map(|(words, read)| {
        let [old, new] = read.clone().map(give_or_take);
        [words.to_string(), old, new]
    });
    let table = Table::new(["way", "0 to 4", "5 to 9"]).rows(rows);
    lesson.table(&table.caption(format!("Test pictures read right after {EACH} examples of each new digit: mean and standard deviation of {} seeds. Two heads know which task is asked, which is easier.", ways[0][0].len())));
}

/// A rate for each layer: the middle way.
fn rates(lesson: &mut Lesson, was: f64, runs: &[Read; 4], falls: &Read) -> Result<()> {
    let at = |task: usize| {
        let runs = FACTORS.iter().zip(runs);
        runs.map(move |(factor, read)| spread(f64::from(*factor), &read[task]))
    };
    let chart = Chart::new("the body's rate, in rates of the head", "read right, %")
        .log_x()
        .band("0 to 4", at(0))
        .band("5 to 9", at(1))
        .hline(100.0 * was, "0 to 4, before");
    lesson.chart("rates", "Two heads: what is kept of the old task, and what is learned of the new, by how fast the body follows. A band reaches from the worst seed to the best.", &chart)?;
    let [kept, learned] = means(falls);
    let [also_kept, also_learned] = means(&runs[TENTH]);
    let told = [
        ("rates_fall_old", kept),
        ("rates_fall_new", learned),
        ("rate_10_old", also_kept),
        ("rate_10_new", also_learned),
    ];
    let [kept, learned, also_kept, also_learned] =
        told.map(|(name, share)| percent(lesson.number(name, share)));
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
    let images = Tensor::from_vec(pixels, examples.images.shape());
    let labels = examples.labels.clone();
    Examples { images, labels }
}
