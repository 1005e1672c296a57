//! Quadratic cost, cross-entropy, and what entropy counts.

use lab03::cost::{Cost, race as run, steps_until_below};
use lab03::information::*;
use lab03::{exercises, solutions};
use labkit::numerals::{self, num};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use ndarray::{Array1, Array2, array};

type NeuronGradient = fn(&Array2<f64>, &Array1<f64>, &Array1<f64>, f64) -> (Array1<f64>, f64);

pub fn race(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "People learn fastest from their worst mistakes. Do neurons? Take one neuron with one input x = 1 that should \
         answer 0. Start it sure of itself and wrong, and let gradient descent teach it, once with the quadratic cost \
         and once with cross-entropy.",
    );
    lesson.show(
        "
        quadratic       C = ½(y − a)²                     ∂C/∂z = (a − y) · a(1 − a)
        cross-entropy   C = −(y ln a + (1 − y) ln(1 − a)) ∂C/∂z = (a − y)",
    );
    let steps = 600;
    let races = [3.0, 2.0, 1.0].map(|start| {
        [Cost::Quadratic, Cost::CrossEntropy].map(|cost| run(cost, start, start, 0.5, steps))
    });
    let count = |answers: &[f64]| steps_until_below(answers, 0.5).unwrap_or(steps) as f64;
    let [quadratic, entropy] = [count(&races[0][0]), count(&races[0][1])];
    lesson.predict_number(
        &format!(
            "Start at w = b = 3, so a = σ(6) = 0.998, where 0 is right. The rate is 0.5 for both. Cross-entropy is below ½ after {} \
             steps. After how many is the quadratic cost?",
            num(entropy, 0)
        ),
        Quantity::new(quadratic, 0).factor(2.0),
        &format!(
            "After {}: the factor a(1 − a) of the quadratic cost is 0.0025 at the start.",
            num(quadratic, 0)
        ),
    );
    let line = |answers: &[f64]| {
        answers
            .iter()
            .enumerate()
            .map(|(i, &a)| (i as f64, a))
            .collect::<Vec<_>>()
    };
    lesson.chart(
        "race",
        "The neuron's answer while it learns to say 0, from a start that is sure and wrong.",
        &Chart::new("step", "answer a")
            .line("quadratic", line(&races[0][0]))
            .line("cross-entropy", line(&races[0][1]))
            .hline(0.5, "½")
            .y_range(0.0..1.0),
    )?;
    let mut table = Table::new([
        "start",
        "first answer",
        "a(1 − a)",
        "quadratic",
        "cross-entropy",
    ]);
    for (start, [quadratic, entropy]) in [3.0, 2.0, 1.0].iter().zip(&races) {
        let a = quadratic[0];
        let count = |answers: &[f64]| {
            steps_until_below(answers, 0.5).map_or("–".into(), |n| n.to_string())
        };
        table.push([
            format!("w = b = {start}"),
            num(a, 4),
            num(a * (1.0 - a), 4),
            count(quadratic),
            count(entropy),
        ]);
    }
    lesson.table(&table.caption("Steps until the answer is below ½."));
    lesson.number("race_quadratic", quadratic);
    lesson.number("race_cross_entropy", entropy);
    lesson.say(
        "Why does it cancel? The derivative of −ln a is −1/a, that of −ln(1 − a) is 1/(1 − a). Together they are \
         (a − y)/(a(1 − a)): cross-entropy carries σ′ *below* the line, and the chain rule brings σ′ above it. What \
         remains is the error itself. For N samples: ∂C/∂w = (1/N) Σ x(σ(z) − y).",
    );
    let derivative = |cost: Cost| {
        (-80..=80)
            .map(move |i| f64::from(i) / 10.0)
            .map(move |z| (z, cost.derivative(lab03::by_hand::sigmoid(z), 0.0)))
    };
    lesson.chart(
        "cost-derivatives",
        "How hard each cost pulls at the sum z when 0 is the right answer. Right of z = 2 the quadratic cost gives up.",
        &Chart::new("sum z", "∂C/∂z")
            .line("quadratic", derivative(Cost::Quadratic))
            .line("cross-entropy", derivative(Cost::CrossEntropy)),
    )?;
    let gradient = lesson.answer(
        "cross_entropy_gradient",
        exercises::cross_entropy_gradient as NeuronGradient,
        solutions::cross_entropy_gradient,
    );
    let (d_w, d_b) = gradient(&array![[1.0]], &array![0.0], &array![3.0], 3.0);
    lesson.say(format!(
        "At the start of the race: ∂C/∂w = {} and ∂C/∂b = {} with cross-entropy; the quadratic cost gives {} for both.",
        num(d_w[0], 4),
        num(d_b, 4),
        num(Cost::Quadratic.derivative(races[0][0][0], 0.0), 4)
    ));
    Ok(())
}

pub fn entropy(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Where does cross-entropy come from? From counting letters in telegrams. A weather station reports sun half \
         of the time, cloud a quarter, rain and snow an eighth each. Every bit costs. So what happens often gets a \
         short word:",
    );
    let mut table = Table::new([
        "sky",
        "p",
        "log₂ 1/p",
        "right code",
        "even code",
        "cloudy code",
    ]);
    for i in 0..4 {
        table.push([
            SKY_NAMES[i].to_string(),
            SKY[i].to_string(),
            num(-SKY[i].log2(), 0),
            SKY_CODE[i].to_string(),
            EVEN_CODE[i].to_string(),
            CLOUD_CODE[i].to_string(),
        ]);
    }
    lesson.table(&table);
    lesson.predict_number(
        "The even code spends 2 bits a report. How many does the right code spend on average?",
        Quantity::new(1.75, 2).within(0.01).unit("bits"),
        "½·1 + ¼·2 + ⅛·3 + ⅛·3 = 1.75 bits. No code does better; that floor is the entropy of the weather.",
    );
    lesson.show(
        "
        entropy         H(p)    = Σ p log 1/p    the shortest average message
        cross-entropy   H(p, q) = Σ p log 1/q    p happens, the code is q's
        divergence      D(p‖q)  = Σ p log p/q    the waste H(p, q) − H(p), never < 0",
    );
    let divergence = lesson.answer(
        "kl_divergence",
        exercises::kl_divergence as fn(&[f64], &[f64]) -> f64,
        solutions::kl_divergence,
    );
    let reports = if lesson.flags().quick {
        10_000
    } else {
        100_000
    };
    let text = message(&SKY, reports, lesson.flags().seed);
    let mut table = Table::new([
        "code made for",
        "H(p, q)",
        "bits counted",
        "D(p‖q)",
        "D(q‖p)",
    ]);
    let codes = [
        ("the weather", SKY_CODE),
        ("even odds", EVEN_CODE),
        ("a cloudy place", CLOUD_CODE),
    ];
    for (name, code) in codes {
        let q = believed(&code);
        table.push([
            name.to_string(),
            num(bits(cross_entropy(&SKY, &q)), 3),
            num(encode(&text, &code).len() as f64 / reports as f64, 3),
            num(bits(divergence(&SKY, &q)), 3),
            num(bits(divergence(&q, &SKY)), 3),
        ]);
    }
    lesson.table(&table.caption(format!(
        "Bits a report; \"counted\" in {} random reports, written out in the code.",
        numerals::count(reports)
    )));
    lesson.say(
        "Counting agrees with the formula. Note the last row: to report this weather in the cloudy place's code wastes \
         0.625 bits, to report the cloudy place's weather in our code wastes 0.5. D(p‖q) is no distance; it depends on \
         which of the two is the truth. In natural logarithms the unit is the *nat*; 1 nat is 1.443 bits, and nothing \
         else changes.",
    );
    let p = 0.3;
    let coin = |q: f64| bits(cross_entropy(&[p, 1.0 - p], &[q, 1.0 - q]));
    let floor = bits(entropy_of_coin(p));
    lesson.chart(
        "coin",
        "A coin that falls heads 3 times in 10, reported with a code made for heads q of the time. The curve touches \
         the entropy only where q = p; the gap is the divergence.",
        &Chart::new("belief q", "bits a toss")
            .line("H(p, q)", (2..=98).map(|i| f64::from(i) / 100.0).map(|q| (q, coin(q))))
            .hline(floor, "H(p)")
            .points("q = p", [(p, floor)])
            .y_range(0.0..4.0),
    )?;
    lesson.say(
        "And learning? Let p be the label, one-hot: this picture *is* a 7. Its entropy is 0, so cross-entropy and \
         divergence are the same number, −ln q(7): how surprised the net is by the truth. To lower the loss is to \
         waste fewer bits on the truth. A loss of 0.693 nats is one bit: a fair coin's surprise.",
    );
    Ok(())
}

fn entropy_of_coin(p: f64) -> f64 {
    lab03::information::entropy(&[p, 1.0 - p])
}
