//! The neuron, its curve, and what several curves make together.

use super::{figures, grid};
use lab01::neuron::sigmoid;
use lab01::shapes::Staircase;
use lab01::{Neuron, exercises, solutions};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Quantity, Result, Table};

pub fn parts(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A neuron takes a few numbers and gives one back. The numbers that come in are its *features* x.
         Each has a *weight* w: how much it counts, and whether for or against. The neuron adds up
         features times weights, and a *bias* b that is always there; this is the *accumulation* s. A
         last function, the *activation* φ, turns the sum into the answer.",
    );
    lesson.figure(
        "parts",
        "One neuron: features x, weights w, the accumulation s, and the activation φ.",
        (680, 300),
        figures::parts_of_a_neuron,
    )?;
    lesson.say(
        "Here φ is σ, the *logistic function* (also: the *sigmoid*, the S-shaped one). Whatever the sum,
         its output lies between 0 and 1:",
    );
    lesson.show("σ(s) = 1 / (1 + e⁻ˢ)");
    lesson.say("Three features, worked out:");
    let neuron = Neuron {
        w: [0.4, 0.3, -0.6],
        b: 0.1,
    };
    let x = [2.0, -1.0, 0.5];
    let products: Vec<String> = x.iter().zip(neuron.w).map(|(x, w)| num(x * w, 1)).collect();
    let (s, p) = (
        lesson.number("parts_sum", neuron.sum(&x)),
        lesson.number("parts_output", neuron.probability(&x)),
    );
    lesson.show(format!(
        "features   x = ( 2.0, −1.0,  0.5)
         weights    w = ( 0.4,  0.3, −0.6)       bias  b = 0.1

         products       ({})
         sum        s = 0.1 + 0.8 − 0.3 − 0.3 = {}
         output  σ(s) = 1/(1 + e^−0.3) = {}",
        products
            .iter()
            .map(|product| format!("{product:>4}"))
            .collect::<Vec<_>>()
            .join(", "),
        num(s, 1),
        num(p, 4),
    ));
    lesson.say(
        "Read the output as a probability: yes, with 57 %. In a layer of many neurons a
         weight needs two numbers, wₙⱼ: from feature n to neuron j. We have one neuron all lab long, so
         we drop the j.",
    );
    Ok(())
}

pub fn yes_or_no(lesson: &mut Lesson) -> Result<()> {
    let logistic = lesson.answer(
        "logistic",
        exercises::logistic as fn(f64, f64, f64) -> f64,
        solutions::logistic,
    );
    lesson.say(
        "One feature is enough to see everything: f(x) = σ(b + w·x). Start with w = 1 and b = 0.",
    );
    let mut table = Table::new(["x", "−4", "−2", "0", "2", "4"]);
    table.push(
        ["f(x)".to_string()]
            .into_iter()
            .chain([-4.0, -2.0, 0.0, 2.0, 4.0].map(|x| num(logistic(x, 1.0, 0.0), 4))),
    );
    lesson.table(&table);
    lesson.say(
        "Far left it says no, far right yes, and at 0 it cannot decide: exactly ½. What it says at −2 and
         at 2 adds up to 1, and so it does for every pair: 1 − σ(s) = σ(−s).",
    );
    lesson.predict_choice(
        "The weight goes from 1 to 4, then to −1. What happens to the curve?",
        &[
            "It moves to the right by 4, then to the left by 1.",
            "It gets steeper, then it is mirrored; it crosses ½ where it did.",
            "It gets steeper, then it is mirrored; it crosses ½ somewhere else each time.",
        ],
        1,
        "It gets four times as steep; then large x means no. All of them cross ½ at x = 0, because w·0 = 0
         whatever w is.",
    );
    let curve = |w: f64, b: f64| grid(-6.0, 6.0).map(move |x| (x, logistic(x, w, b)));
    lesson.chart(
        "weights",
        "The weight is the steepness. A negative weight turns the curve round.",
        &Chart::new("x", "f(x)")
            .line("w = ½", curve(0.5, 0.0))
            .line("w = 1", curve(1.0, 0.0))
            .line("w = 4", curve(4.0, 0.0))
            .line("w = −1", curve(-1.0, 0.0)),
    )?;
    lesson.predict_number(
        "Back to w = 1. The bias goes from 0 to 2. At which x does the curve cross ½ now?",
        Quantity::new(-2.0, 0).within(0.1),
        "At −2: it moves to the left, to where the sum is zero, 2 + x = 0. A positive bias means: more easily yes.",
    );
    lesson.chart(
        "biases",
        "The bias shifts the curve. With a steeper curve the same bias shifts it less: the middle is at −b/w.",
        &Chart::new("x", "f(x)")
            .line("w = 1, b = 0", curve(1.0, 0.0))
            .line("w = 1, b = 2", curve(1.0, 2.0))
            .line("w = 1, b = −2", curve(1.0, -2.0))
            .dashed("w = 4, b = 2", curve(4.0, 2.0)),
    )?;
    lesson.say(
        "Two numbers say it all: where the curve is in the middle, and how steep it is there.",
    );
    let derivative = lesson.answer(
        "logistic_derivative",
        exercises::logistic_derivative as fn(f64, f64, f64) -> f64,
        solutions::logistic_derivative,
    );
    let mut table = Table::new(["w", "b", "middle −b/w", "slope there w/4"]);
    for (w, b) in [(0.5, 1.0), (1.0, 2.0), (4.0, 2.0), (-1.0, 2.0)] {
        let middle = Neuron { w: [w], b }.boundary();
        table.push([
            num(w, 1),
            num(b, 1),
            num(middle, 2),
            num(derivative(middle, w, b), 3),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "And what does w *mean*? Divide the probability of yes by that of no: p/(1 − p) are the *odds*, and they
         are eˢ. Each further 1 in x adds w to the sum and so multiplies the odds by eʷ, wherever you stand.",
    );
    Ok(())
}

pub fn bumps(lesson: &mut Lesson) -> Result<()> {
    let bump = lesson.answer(
        "bump",
        exercises::bump as fn(f64, f64, f64, f64) -> f64,
        solutions::bump,
    );
    lesson.predict_choice(
        "One curve climbs at x = 2. A second one climbs at x = 5 and is *taken away* from the first. \
         What is left?",
        &[
            "a slope: 0, then ½, then 1",
            "1 between 2 and 5, 0 to the left and to the right",
            "0 between 2 and 5, 1 to the left and to the right",
        ],
        1,
        "A bump. Up to 2 both are 0; between 2 and 5 only the first is 1; after 5 it is 1 − 1 = 0.",
    );
    let (left, right, steepness) = (2.0, 5.0, 5.0);
    let unit =
        move |middle: f64| grid(0.0, 8.0).map(move |x| (x, sigmoid(steepness * (x - middle))));
    lesson.chart(
        "bump",
        "Two logistic units of weight 5, and their difference: a bump.",
        &Chart::new("x", "height")
            .dashed("climbs at 2", unit(left))
            .dashed("climbs at 5", unit(right))
            .line(
                "first − second",
                grid(0.0, 8.0).map(|x| (x, bump(x, left, right, steepness))),
            ),
    )?;
    lesson.say(
        "Now many of them, as stairs. Take a wish, such as sin x + 0.3·x. Cut its range into equal
         pieces and give each piece one unit, which climbs (or falls) by just what the wish does there.
         Nothing is learned yet: we set every weight by hand.",
    );
    let wish = |x: f64| x.sin() + 0.3 * x;
    let staircase = |units| Staircase::follow(wish, 0.0, 8.0, units);
    let (few, more) = (staircase(4), staircase(16));
    lesson.chart(
        "staircase",
        "A sum of logistic units follows any curve: four units roughly, sixteen closely.",
        &Chart::new("x", "height")
            .dashed("the wish", grid(0.0, 8.0).map(|x| (x, wish(x))))
            .line("4 units", grid(0.0, 8.0).map(|x| (x, few.at(x))))
            .line("16 units", grid(0.0, 8.0).map(|x| (x, more.at(x)))),
    )?;
    let error = |units| {
        let stairs = staircase(units);
        let places = (0..=800).map(|i| f64::from(i) / 100.0);
        places
            .map(|x| (stairs.at(x) - wish(x)).abs())
            .fold(0.0, f64::max)
    };
    lesson.predict_number(
        &format!(
            "Four units miss by {} at worst, sixteen by {}. How far off are thirty-two?",
            num(error(4), 2),
            num(error(16), 2)
        ),
        Quantity::new(error(32), 3).factor(1.3),
        "About half as far as sixteen: each piece is half as wide, so the wish has half as much room to stray.",
    );
    let mut table = Table::new(["units", "largest error"]);
    for units in [4, 8, 16, 32, 64] {
        table.push([units.to_string(), num(error(units), 4)]);
    }
    lesson.table(&table);
    lesson.say(
        "One neuron can only say yes on one side; a sum of neurons can draw any curve you like. Keep
         that thought for the end. First we teach the one.",
    );
    Ok(())
}
