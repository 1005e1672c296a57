//! Softmax and cross-entropy.

use lab02::scores::softmax_word_for_word;
use lab02::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Result, Table};

const SCORES: [f64; 3] = [4.8, -2.6, 2.9];

type Softmax = fn(&[f64]) -> Vec<f64>;

pub fn softmax(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Our two outputs were separate: each said yes or no for itself. Often the question is different: *which one* of several
         classes is it? Then we want numbers that are positive and add up to 1. The last layer gives a *score* for each class (a
         weighted sum, not bent at all; the field calls it a *logit*), and softmax turns scores into probabilities:",
    );
    lesson.show("pᵢ = exp(sᵢ) / (exp(s₁) + exp(s₂) + … + exp(sₙ))");
    let softmax: Softmax =
        lesson.answer("softmax", exercises::softmax as Softmax, solutions::softmax);
    let p = softmax(&SCORES);
    let exponentials = SCORES.map(f64::exp);
    let mut table = Table::new(["class", "score", "exp(score)", "probability"]);
    for i in 0..3 {
        table.push([
            i.to_string(),
            num(SCORES[i], 1),
            num(exponentials[i], 4),
            num(p[i], 4),
        ]);
    }
    let total: f64 = exponentials.iter().sum();
    table.push([
        "sum".to_string(),
        String::new(),
        num(total, 4),
        num(p.iter().sum::<f64>(), 4),
    ]);
    lesson.table(&table);
    lesson.say(
        "`exp` makes everything positive, even the score −2.6, and makes a lead larger: 1.9 points ahead is e¹·⁹ = 6.7 times as
         likely. Only differences count.",
    );
    lesson.predict_choice(
        "Raise all three scores by 1000. What happens to the probabilities, on paper?",
        &[
            "nothing",
            "they come closer together",
            "the largest becomes 1",
        ],
        0,
        "Nothing: e¹⁰⁰⁰ stands in every term above and below, and cancels. In floats, see below.",
    );
    let raised = SCORES.map(|s| s + 1000.0);
    let naive = softmax_word_for_word(&raised);
    let safe = softmax(&raised);
    let mut table = Table::new([
        "class",
        "score",
        "exp(score)",
        "word for word",
        "largest subtracted first",
    ]);
    for i in 0..3 {
        table.push([
            i.to_string(),
            num(raised[i], 1),
            num(raised[i].exp(), 4),
            num(naive[i], 4),
            num(safe[i], 4),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "A 64-bit float ends near 1.8·10³⁰⁸, so `exp` gives up just above 709 (in 32 bits, above 88). Infinity divided by infinity is not a number, and
         one NaN in a network soon makes everything NaN. The cure costs one pass over the scores: since only differences count, subtract the largest score from
         all. Then the largest exponent is 0, no `exp` exceeds 1, and the sum is at least 1.",
    );
    Ok(())
}

pub fn cross_entropy(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "The network says 0.87, 0.0005, 0.13, and then we learn the truth. How wrong was it? Lab 1 already had the answer for two
         classes: minus the logarithm of the probability given to the truth. For any number of classes it is called *cross-entropy*:",
    );
    lesson.show("loss = −ln p(truth)");
    let curve = (1..=200)
        .map(|i| f64::from(i) / 200.0)
        .map(|p| (p, -p.ln()));
    let entropy = |p: f64| -p.ln();
    lesson.chart(
        "surprise",
        "The loss as a function of the probability given to the true class. A sure and right answer costs nothing; a sure \
         and wrong one costs without limit.",
        &Chart::new("probability of the true class", "loss")
            .line("−ln p", curve)
            .points("p = 0.130", [(0.130_039, entropy(0.130_039))])
            .y_range(0.0..5.0),
    )?;
    type CrossEntropy = fn(&[f64], usize) -> f64;
    let cross_entropy = lesson.answer(
        "cross_entropy",
        exercises::cross_entropy as CrossEntropy,
        solutions::cross_entropy,
    );
    let mut table = Table::new(["if the truth were", "its probability", "loss"]);
    lesson.number("cross_entropy_0", cross_entropy(&SCORES, 0));
    for truth in [1, 2] {
        let loss = cross_entropy(&SCORES, truth);
        table.push([
            format!("class {truth}"),
            num((-loss).exp(), 4),
            num(loss, 4),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "A slide in one of our sources computes the loss for class 0, and one of its lines is wrong; the exercise
         `find_the_slip` lets you find it.

         One more failure. Scores (1000, 0), truth class 1: the probability is e⁻¹⁰⁰⁰, which rounds to zero.",
    );
    let p = solutions::softmax(&[1000.0, 0.0]);
    lesson.show(format!(
        "first softmax, then ln    p = {}, loss = {}
         in one go                 loss = {}",
        num(p[1], 0),
        num(-p[1].ln(), 0),
        num(cross_entropy(&[1000.0, 0.0], 1), 0)
    ));
    lesson.say(
        "The logarithm of a quotient is a difference, so the division need never happen. This is why libraries offer one function for
         both and want *scores*: PyTorch's `cross_entropy`, Keras's `from_logits=True`. Give them probabilities, and
         softmax is applied twice; nothing crashes, it only learns badly.",
    );
    Ok(())
}
