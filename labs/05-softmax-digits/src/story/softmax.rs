//! Softmax, and the arithmetic that breaks it.

use super::Story;
use crate::figures;
use lab05::softmax::{naive_cross_entropy, naive_softmax};
use lab05::{exercises, solutions};
use labkit::numerals::{count, list, num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use trainer::{Reading, half};

type Softmax = fn(&[f32]) -> Vec<f32>;

/// Three logits from a lecture [PSC]; lab 2 met them.
const DECK: [f32; 3] = [4.8, -2.6, 2.9];

pub fn two_to_ten(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Lab 1 had one neuron: a sum z = b + Σ xₙwₙ, squeezed by σ into the probability of a yes. For ten classes take ten \
         neurons. Each sees all pixels, each has its own weights, and each adds up its own sum. These ten sums are called \
         *logits*.",
    );
    let run = story.softmax(lesson);
    let reading = Reading::new(&run.model, &story.examples.test);
    // The first test picture about which the network is neither certain nor lost.
    let shown = (0..story.test.len())
        .find(|&i| {
            reading.answers[i] == reading.labels[i] && (0.8..0.95).contains(&reading.confidence(i))
        })
        .unwrap_or(0);
    let picture = half(&story.test.pixels.row(shown).to_vec());
    let names: Vec<&str> = (0..10).map(|k| story.test.class_name(k)).collect();
    lesson.figure(
        "network",
        "The network of this lab: every pixel goes to every sum, and softmax turns ten sums into ten probabilities. The bars \
         are what it will say to this picture once it is trained.",
        (720, 380),
        |area| figures::network::draw(area, &picture, reading.of(shown), &names),
    )?;
    lesson.say(format!(
        "In one line, for a whole batch at once: Z = X·W + b, with X of shape [batch, 784], W of [784, 10] and b of [10]. That is \
         784 · 10 + 10 = {} numbers to learn.",
        count(solutions::parameters(&[784, 10]))
    ));
    lesson.predict(
        "Why not ten sigmoids, one for each class?",
        "They would not know of each other. All ten could say no, or three could say yes. Exactly one class is right, so the ten \
         answers have to share a probability of 1.",
    );
    lesson
        .say("*Softmax* shares it out. Make every sum positive with e, then divide by the total:");
    lesson.show("pₖ = e^zₖ / (e^z₀ + e^z₁ + … + e^z₉)");
    let softmax = lesson.answer("softmax", exercises::softmax as Softmax, solutions::softmax);
    lesson.say("With three classes and the logits of a lecture [PSC], 4.8, −2.6 and 2.9:");
    let powers: Vec<f64> = DECK.iter().map(|&z| f64::from(z).exp()).collect();
    let shares: Vec<f64> = softmax(&DECK).iter().map(|&p| f64::from(p)).collect();
    lesson.figure(
        "three-steps",
        "From logits to powers of e to probabilities. A lead of 1.9 becomes a factor e^1.9 = 6.7.",
        (720, 250),
        |area| figures::bars::three_steps(area, &DECK.map(f64::from), &powers, &shares),
    )?;
    let total: f64 = powers.iter().sum();
    lesson.show(format!(
        "e^z    {}      sum {}\np      {}      sum {}",
        list(powers.iter().copied(), 4),
        num(total, 4),
        list(shares.iter().copied(), 4),
        num(shares.iter().sum(), 4),
    ));
    lesson.say(
        "Two things can be read off the formula. *Only differences matter*: add c to every logit, and e^c appears above and below \
         the bar and cancels. And *lab 1 was a softmax all along*. Take two classes with the sums z and 0, divide above and below \
         by e^z, and there stands the sigmoid:",
    );
    lesson.show("e^z / (e^z + e^0)  =  1 / (1 + e^−z)  =  σ(z)");
    let mut table = Table::new(["z", "softmax of (z, 0)", "σ(z)"]);
    for z in [-3.0_f32, 0.0, 1.9] {
        let sigmoid = 1.0 / (1.0 + f64::from(-z).exp());
        table.push([
            num(f64::from(z), 1),
            list(softmax(&[z, 0.0]).iter().map(|&p| f64::from(p)), 6),
            num(sigmoid, 6),
        ]);
    }
    lesson.table(&table);
    lesson.number("shown_confidence", f64::from(reading.confidence(shown)));
    lesson.say(format!(
        "The network of the figure gives {} to its answer, {}. How it learns that is the rest of the lab.",
        percent(f64::from(reading.confidence(shown))),
        names[reading.answers[shown]],
    ));
    Ok(())
}

pub fn overflow(lesson: &mut Lesson) -> Result<()> {
    lesson.predict_number(
        "The logits are 100, 99 and 98. What does the formula give for the first, on paper? (e = 2.718)",
        Quantity::new(0.665, 3).within(0.03),
        "On paper the same as for 2, 1 and 0: 0.665, 0.245, 0.090. But nabla computes with 32-bit numbers, and the largest of them is \
         3.4 · 10³⁸. That is e^88.7.",
    );
    let softmax = lesson.answer("softmax", exercises::softmax as Softmax, solutions::softmax);
    let rows: [[f32; 3]; 5] = [
        [2.0, 1.0, 0.0],
        [88.0, 87.0, 86.0],
        [89.0, 88.0, 87.0],
        [100.0, 99.0, 98.0],
        [-104.0, -105.0, -106.0],
    ];
    let show = |p: Vec<f32>| list(p.into_iter().map(f64::from), 3);
    let mut table = Table::new([
        "logits",
        "the formula as it stands",
        "largest taken away first",
    ]);
    for logits in rows {
        table.push([
            list(logits.map(f64::from), 0),
            show(naive_softmax(&logits)),
            show(softmax(&logits)),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "At 89 a power is infinite, and infinity over infinity is NaN. Far below zero every power is rounded to 0, and 0/0 is NaN as well. \
         One NaN in one row makes the loss NaN, then every gradient, then every weight.

         Only differences matter. So take the largest logit, m, away from all of them: the largest exponent is then 0, and nothing can \
         overflow.",
    );
    lesson.say(
        "The loss needs the same care. For the right class t it is −ln p_t, as in lab 1: a probability of 1 costs nothing, a small one \
         much. Put softmax in and take the logarithm on paper:",
    );
    lesson.show(
        "
         ℓ = −ln( e^z_t / Σₖ e^zₖ )
           = −z_t + ln Σₖ e^zₖ                 logarithm of a fraction
           = −z_t + ln( e^m · Σₖ e^(zₖ − m) )  pull out the largest power
           = −z_t + m + ln Σₖ e^(zₖ − m)       logarithm of a product",
    );
    lesson.say("ln Σ e^zₖ has a name, *log-sum-exp*. It is a softened maximum: never below m, and above it by at most ln 10 for ten classes. The loss is how far z_t lies below it.");
    let cross_entropy = lesson.answer(
        "cross_entropy",
        exercises::cross_entropy as fn(&[f32], usize) -> f32,
        solutions::cross_entropy,
    );
    lesson.predict_number(
        "The logits are 110, 1 and 0, and the third class is right. What is the loss?",
        Quantity::new(110.0, 0).within(0.5),
        "110: log-sum-exp is hardly more than the largest logit, and z_t is 0.",
    );
    let mut table = Table::new(["logits", "true class", "−ln of p", "log-sum-exp − z"]);
    for (logits, label) in [
        (DECK, 0),
        ([4.0, 1.0, 0.0], 2),
        ([60.0, 1.0, 0.0], 2),
        ([110.0, 1.0, 0.0], 2),
        ([110.0, 1.0, 0.0], 0),
    ] {
        table.push([
            list(logits.map(f64::from), 1),
            label.to_string(),
            num(f64::from(naive_cross_entropy(&logits, label)), 4),
            num(f64::from(cross_entropy(&logits, label)), 4),
        ]);
    }
    lesson.table(&table);
    lesson.say("The logits of the first row are the lecture's [PSC]. A loss of this kind is never negative.");
    Ok(())
}
