//! Three ways to break it.

use lab13::counting::{LETTERS, Reader, Task};
use lab13::positions::Places;
use lab13::solutions::softmax_rows;
use lab13::three::dot;
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use rand_distr::{Distribution, StandardNormal};

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

/// What a softmax makes of the scores of random queries and keys of `width` numbers: how many keys count, and how much a weight moves
/// with its score, as means of 200.
fn looked_at(width: usize, divisor: f64, lesson: &Lesson) -> [f64; 2] {
    let rng = &mut lesson.rng();
    let mut row = || -> Vec<f64> { (0..width).map(|_| StandardNormal.sample(rng)).collect() };
    let mut all = [0.0; 2];
    for _ in 0..200 {
        let query = row();
        let scores = (0..KEYS).map(|_| dot(&query, &row()) / divisor).collect();
        let weights = softmax_rows(&[scores]).concat();
        let entropy: f64 = weights
            .iter()
            .filter(|&&p| p > 0.0)
            .map(|p| -p * p.ln())
            .sum();
        let moves: f64 = weights.iter().map(|p| p * (1.0 - p)).sum();
        all[0] += entropy.exp() / 200.0;
        all[1] += moves / 200.0;
    }
    all
}

fn without_scale(lesson: &mut Lesson) {
    lesson.say(format!("**Without 1/√d.** Queries and keys of d random numbers of deviation 1. A score is a sum of d products, so its deviation is √d. With {KEYS} keys: how many does a query look at? (e to the entropy of its weights: {KEYS} if all weights are equal, 1 if one has all.)"));
    let mut table = Table::new([
        "d",
        "deviation",
        "keys, plain",
        "keys, scaled",
        "gradient, plain",
        "gradient, scaled",
    ]);
    let mut plain = 0.0;
    for width in [4, 16, 64, 256, 1024] {
        let root = (width as f64).sqrt();
        let [[keys, moves], [scaled_keys, scaled_moves]] =
            [1.0, root].map(|divisor| looked_at(width, divisor, lesson));
        if width == 256 {
            plain = keys;
        }
        table.push([
            count(width),
            num(root, 0),
            num(keys, 1),
            num(scaled_keys, 1),
            num(moves, 3),
            num(scaled_moves, 3),
        ]);
    }
    lesson.predict_number(
        "At d = 256 without the scale?",
        Quantity::new(plain, 1).within(1.0),
        &format!(
            "{}: scores of deviation 16 are tens apart, and e to that is everything or nothing.",
            num(plain, 1)
        ),
    );
    lesson.table(&table.caption("The gradient is Σ p(1 − p), how much the weights answer to their scores. Who looks at one key alone does not learn to look elsewhere. Scaled, width does not matter."));
}

fn without_mask(lesson: &mut Lesson) {
    let floor = 4_f64.ln() / LENGTH as f64;
    lesson.say(format!("**Without the mask.** Digits that count on by a step of 1 to 4, round after 9: `1 4 7 0 3 6 9 2`. At each place the next is asked. After one digit the step is anyone's guess, ln 4 = {} nats; after two, all is certain. Over {LENGTH} places nobody can get below {} nats.", num(4_f64.ln(), 2), num(floor, 3)));
    let steps = lesson.shortened(600, 10);
    let [masked, open] = [true, false].map(|causal| {
        let rng = &mut lesson.rng();
        let reader = Reader {
            causal,
            ..Reader::new(Task::Counts, Places::Learned, 32, LENGTH, rng)
        };
        let mut bar = lesson.progress(if causal { "masked" } else { "open" }, steps);
        let mut last = Vec::new();
        let reader = reader.learned(Task::Counts, (LENGTH, steps), rng, |loss| {
            bar.step(loss, None);
            last.push(f64::from(loss));
        });
        bar.done();
        let loss = labkit::statistics::mean(last.split_off(steps - steps.min(20)));
        // Two digits are given, six are written.
        let right = (0..200).filter(|_| {
            let (tokens, _) = Task::Counts.one(LENGTH, rng);
            reader.writes(tokens[..2].to_vec(), LENGTH) == tokens
        });
        (loss, right.count() as f64 / 200.0)
    });
    lesson.predict_number(
        &format!(
            "With the mask the training ends at {}. Without?",
            num(masked.0, 3)
        ),
        Quantity::new(open.0, 3).within(0.05),
        &format!(
            "{}: below what anybody can know. A loss that is too good is the sign of a leak.",
            num(open.0, 3)
        ),
    );
    lesson.predict_number(
        &format!("Now both get two digits and write six more. With the mask {} of 200 sequences are right to the end. Without?", percent(masked.1)),
        Quantity::percent(open.1, 0).within(0.1),
        &format!("{}. It learned to read the answer off the next place, and when it writes there is no next place.", percent(open.1)),
    );
}

fn without_places(lesson: &mut Lesson) {
    let rest = LENGTH - 1;
    lesson.say(format!("**Without places.** {LENGTH} different letters, one of them marked: which follows it? A sum over all keys does not know their order. Change the order of the tokens and the outputs change theirs, nothing else."));
    let steps = lesson.shortened(400, 10);
    let [with, without] = [Places::Learned, Places::Nowhere].map(|places| {
        let rng = &mut lesson.rng();
        let reader = Reader::new(Task::Follows, places, 32, LENGTH, rng);
        let mut bar = lesson.progress(places.name(), steps);
        let reader = reader.learned(Task::Follows, (LENGTH, steps), rng, |loss| {
            bar.step(loss, None)
        });
        bar.done();
        reader.right(Task::Follows, LENGTH, 0, rng)
    });
    lesson.predict_number(
        &format!("With learned places {} are right. Without, of {LETTERS} letters?", percent(with)),
        Quantity::percent(without, 0).within(0.04),
        &format!("{}, where chance gives 1 in {rest}, {}: it sees *which* {LENGTH} letters there are, and that the marked one does not follow itself. A bag of letters.", percent(without), percent(1.0 / rest as f64)),
    );
}
