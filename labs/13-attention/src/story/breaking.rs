//! Three ways to break it.

use lab13::counting::{LETTERS, Reader, Task};
use lab13::positions::Places;
use lab13::solutions::softmax_rows;
use lab13::three::dot;
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use rand_distr::{Distribution, StandardNormal};
use trainer::Rule;

/// Keys that a query of the first experiment chooses among.
const KEYS: usize = 16;
/// Letters of a sequence.
const LENGTH: usize = 8;

/// The section.
pub fn breaking(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Three small things in the formula look like details. Leave each of them out once.");
    without_scale(lesson);
    without_mask(lesson);
    without_places(lesson);
    Ok(())
}

/// A reader that has learned its task on sequences of this length, under a bar with this name.
pub fn trained(lesson: &Lesson, what: &str, reader: Reader, length: usize, steps: usize) -> Reader {
    let (steps, seed) = (lesson.shortened(steps, 10), lesson.flags().seed);
    let mut bar = lesson.progress(what, steps);
    let rule = Rule::adam(0.005).cosine();
    let reader = reader.learned(rule, (length, steps), seed, |loss| bar.step(loss, None));
    bar.done();
    reader
}

/// What a softmax makes of the scores of random queries and keys: how many keys count, and how much the weights move
/// with their scores, as means of 200.
fn looked_at(width: usize, divisor: f64, lesson: &Lesson) -> [f64; 2] {
    let rng = &mut lesson.rng();
    let mut row = || -> Vec<f64> { (0..width).map(|_| StandardNormal.sample(rng)).collect() };
    let mut all = [0.0; 2];
    for _ in 0..200 {
        let query = row();
        let scores = (0..KEYS).map(|_| dot(&query, &row()) / divisor).collect();
        let weights = softmax_rows(&[scores]).concat();
        let entropy: f64 = weights.iter().map(|&p| -p * p.max(1e-300).ln()).sum();
        let moves: f64 = weights.iter().map(|p| p * (1.0 - p)).sum();
        all[0] += entropy.exp() / 200.0;
        all[1] += moves / 200.0;
    }
    all
}

fn without_scale(lesson: &mut Lesson) {
    lesson.say(format!("**Without 1/√d.** Queries and keys of d random numbers of deviation 1. A score is a sum of d products, so its deviation is √d. With {KEYS} keys: how many does a query look at? (e to the entropy of its weights: {KEYS} if all weights are equal, 1 if one has all.)"));
    let mut table = Table::new(["d", "√d", "keys", "scaled", "gradient", "scaled"]);
    let mut keys_at_256 = 0.0;
    for width in [4, 16, 64, 256, 1024] {
        let root = (width as f64).sqrt();
        let [plain, scaled] = [1.0, root].map(|divisor| looked_at(width, divisor, lesson));
        if width == 256 {
            keys_at_256 = plain[0];
        }
        let keys = [plain[0], scaled[0]].map(|keys| num(keys, 1));
        let slopes = [plain[1], scaled[1]].map(|slope| num(slope, 3));
        table.push([[count(width), num(root, 0)], keys, slopes].concat());
    }
    lesson.predict_number(
        "At d = 256 without the scale?",
        Quantity::new(keys_at_256, 1).within(1.0),
        &format!(
            "{}: scores of deviation 16 are tens apart, and e to that is everything or nothing.",
            num(keys_at_256, 1)
        ),
    );
    lesson.table(&table.caption("*Scaled*: the column before it, with 1/√d. The gradient is Σ p(1 − p), how much the weights answer to their scores. Who looks at one key alone hardly learns to look elsewhere. Scaled, the width does not matter."));
}

fn without_mask(lesson: &mut Lesson) {
    let guess = 4_f64.ln();
    let floor = guess / LENGTH as f64;
    lesson.say(format!("**Without the mask.** Digits that count on by a step of 1 to 4, round after 9: `1 4 7 0 3 6 9 2`. At each place the next is asked. After one digit the step is anyone's guess, ln 4 = {} nats; after two, all is certain. Over {LENGTH} places nobody can get below {} nats.", num(guess, 2), num(floor, 3)));
    let [masked, open] = [true, false].map(|causal| {
        let fresh = Reader::new(Task::Counts, Places::Learned, LENGTH, &mut lesson.rng());
        let what = if causal { "with the mask" } else { "without" };
        let reader = trained(lesson, what, Reader { causal, ..fresh }, LENGTH, 600);
        // Two digits are given, six are written.
        let rng = &mut nabla::rng(9);
        let right = (0..200).filter(|_| {
            let (tokens, _) = Task::Counts.one(LENGTH, rng);
            reader.writes(tokens[..2].to_vec(), LENGTH) == tokens
        });
        (right.count() as f64 / 200.0, reader.exam(LENGTH, 0).0)
    });
    lesson.predict_number(
        &format!("On sequences that are new the loss of the one with the mask is {}, so it learned all there is. Without?", num(masked.1, 3)),
        Quantity::new(open.1, 3).within(0.05),
        &format!("{}: below what anybody can know. A loss that is too good is the sign of a leak: somewhere it sees the answer.", num(open.1, 3)),
    );
    lesson.predict_number(
        &format!("Now both get two digits and write six more. With the mask {} of 200 sequences are right to the end. Without?", percent(masked.0)),
        Quantity::percent(open.0, 0).within(0.1),
        &format!("{}. It learned to read the answer off the next place, and when it writes there is no next place.", percent(open.0)),
    );
}

fn without_places(lesson: &mut Lesson) {
    let rest = LENGTH - 1;
    lesson.say(format!("**Without places.** {LENGTH} different letters, one of them marked: which follows it? A sum over all keys does not know their order. Change the order of the tokens and the outputs change theirs, nothing else."));
    let [with, without] = [Places::Learned, Places::Nowhere].map(|places| {
        let fresh = Reader::new(Task::Follows, places, LENGTH, &mut lesson.rng());
        let reader = trained(lesson, places.name(), fresh, LENGTH, 400);
        reader.exam(LENGTH, 0).1
    });
    lesson.predict_number(
        &format!("With learned places {} are right. Without, of {LETTERS} letters?", percent(with)),
        Quantity::percent(without, 0).within(0.04),
        &format!("{}, where chance gives 1 in {rest}, {}: it sees *which* {LENGTH} letters there are, and that the marked one does not follow itself. A bag of letters.", percent(without), percent(1.0 / rest as f64)),
    );
}
