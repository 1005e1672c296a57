//! Gates that one neuron learns, the one it cannot, and three neurons that can.

use super::figures;
use lab01::data::{AND, NAND, OR, XOR, gate};
use lab01::descent::descend;
use lab01::loss::{gradient, mean_log_loss};
use lab01::perceptron::mistakes;
use lab01::{Example, Neuron, exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};

type Corners = [Example<2>; 4];

fn learn(start: Neuron<2>, steps: usize, corners: &Corners) -> Vec<Neuron<2>> {
    descend(start, 1.0, steps, |neuron| gradient(neuron, corners))
}

/// What the neuron says at the corners 00, 01, 10, 11.
fn says(neuron: &Neuron<2>, corners: &Corners) -> [String; 4] {
    corners.map(|corner| num(neuron.probability(&corner.x), 3))
}

pub fn straight_lines(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Two features need one thing more: a second weight, with its own derivative (p − y)·x₂. Nothing else
         changes. The data are the four corners of a square, the answers a gate. From zero weights, λ = 1,
         2,000 steps:",
    );
    let mut table = Table::new(["gate", "00", "01", "10", "11", "loss"]);
    let mut learned = Vec::new();
    for (name, answers) in [("AND", AND), ("OR", OR), ("NAND", NAND)] {
        let corners = gate(answers);
        let end = learn(Neuron::blank(), 2000, &corners)[2000];
        let loss = mean_log_loss(&end, &corners);
        let row = [name.to_string()].into_iter();
        table.push(row.chain(says(&end, &corners)).chain([num(loss, 4)]));
        learned.push((name, end, corners));
    }
    lesson.table(&table);
    lesson.figure(
        "gates",
        "What each neuron says over the whole square: blue for no, orange for yes. The line is s = 0; filled \
         corners should be yes.",
        (680, 260),
        |area| figures::squares(area, &learned),
    )?;
    lesson.say(
        "The neuron says ½ where b + w₁x₁ + w₂x₂ = 0, and that is the equation of a straight line. One side
         yes, the other no; the further from the line, the surer. Learning means to
         turn and shift the line.",
    );
    lesson.predict_choice(
        "All four corners are on their right sides. What if AND learns for ten times as long?",
        &[
            "Nothing changes any more: the gradient is 0.",
            "The line stays about where it is, and the weights grow.",
            "The line goes on moving, and the weights stay as large as they are.",
        ],
        1,
        "The line stays about where it is, but the weights keep growing: with every corner right, doubling all three numbers \
         makes every answer surer and the loss smaller. There is no best neuron, only ever larger ones.",
    );
    let corners = gate(AND);
    let walk = learn(Neuron::blank(), 20_000, &corners);
    let mut table = Table::new(["step", "w₁", "w₂", "b", "loss", "p(11)"]);
    for step in [10, 100, 1000, 10_000, 20_000] {
        let neuron = &walk[step];
        let [w1, w2] = neuron.w;
        let p = neuron.probability(&[1.0, 1.0]);
        let loss = mean_log_loss(neuron, &corners);
        table.push([
            count(step),
            num(w1, 2),
            num(w2, 2),
            num(neuron.b, 2),
            num(loss, 5),
            num(p, 4),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "Toast cannot do that to us: where the kinds overlap, a very sure neuron is sometimes very wrong, and pays.",
    );
    Ok(())
}

pub fn xor(lesson: &mut Lesson) -> Result<()> {
    lesson.say("One gate is left: XOR, *exclusive or*. Yes if one input is on, but not both.");
    lesson.predict_number(
        "Draw a line with (0,1) and (1,0) on its one side, (0,0) and (1,1) on the other. What log-loss will the neuron reach?",
        Quantity::new(std::f64::consts::LN_2, 4).within(0.05),
        "There is no such line: the two diagonals of the square cross. The loss goes to ln 2 = 0.6931, the price of knowing \
         nothing.",
    );
    let corners = gate(XOR);
    let start = Neuron {
        w: [2.0, -1.0],
        b: 0.5,
    };
    let walk = learn(start, 1000, &corners);
    let mut table = Table::new(["step", "w₁", "w₂", "b", "00", "01", "10", "11", "loss"]);
    for step in [0, 3, 10, 30, 100, 1000] {
        let neuron = &walk[step];
        let [w1, w2] = neuron.w;
        let row = [count(step), num(w1, 3), num(w2, 3), num(neuron.b, 3)].into_iter();
        let loss = num(mean_log_loss(neuron, &corners), 6);
        table.push(row.chain(says(neuron, &corners)).chain([loss]));
    }
    lesson.number("xor_loss", mean_log_loss(&walk[1000], &corners));
    lesson.table(&table);
    let shown = [("step 0", 0), ("step 10", 10), ("step 100", 100)]
        .map(|(name, step)| (name, walk[step], corners));
    lesson.figure(
        "xor",
        "A neuron learns XOR, that is, it unlearns everything else: the colours fade to ½ everywhere.",
        (680, 260),
        |area| figures::squares(area, &shown),
    )?;
    lesson.say("We started it with an opinion, and it gave it up. Why is there no line? Four inequalities:");
    lesson.show(
        "(0,0) no    b           < 0
         (1,1) no    b + w₁ + w₂ < 0     add the two:  2b + w₁ + w₂ < 0
         (1,0) yes   b + w₁      ≥ 0
         (0,1) yes   b + w₂      ≥ 0     add the two:  2b + w₁ + w₂ ≥ 0
                                         both at once: impossible",
    );
    lesson.say(
        "The same addition settles the loss (the book has the proof): ℓ ≥ ln 2, whatever the weights, and equal only
         if w₁ = w₂ = b = 0.",
    );
    let or = Neuron {
        w: [1.0, 1.0],
        b: -0.5,
    };
    let sharp = Neuron {
        w: [10.0, 10.0],
        b: -5.0,
    };
    let loss = lesson.number("or_line_loss", mean_log_loss(&or, &corners));
    let sharp_loss = lesson.number("or_line_loss_sharp", mean_log_loss(&sharp, &corners));
    lesson.say(format!(
        "A neat trap: the line of OR gets three of the four corners right ({} mistake), and yet its loss is {}, \
         or {} if it is ten times as sure. Fewer mistakes is not the same as less loss: the one corner it gets wrong, it gets wrong \
         with conviction.",
        mistakes(&or, &corners),
        num(loss, 3),
        num(sharp_loss, 3),
    ));
    Ok(())
}

/// XOR from OR, NAND and AND: a first network, by hand.
pub fn three_neurons(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "The way over the wall is the thought of [One curve minus another](#one-curve-minus-another): more neurons.
         XOR is *OR, and also NAND*. Two neurons look at the inputs, a third takes AND of what they say, all with
         weights set by hand:",
    );
    let by_hand = lesson.answer(
        "nand_weights",
        exercises::nand_weights as fn() -> [f64; 3],
        solutions::nand_weights,
    );
    let [w1, w2, b] = by_hand();
    let nand = Neuron { w: [w1, w2], b };
    let or = Neuron {
        w: [10.0, 10.0],
        b: -5.0,
    };
    let and = Neuron {
        w: [10.0, 10.0],
        b: -15.0,
    };
    let mut table = Table::new(["x₁ x₂", "OR", "NAND", "AND of the two", "XOR"]);
    for corner in gate(XOR) {
        let hidden = [or.probability(&corner.x), nand.probability(&corner.x)];
        let [x1, x2] = corner.x;
        table.push([
            format!("{x1}  {x2}"),
            num(hidden[0], 4),
            num(hidden[1], 4),
            num(and.probability(&hidden), 4),
            num(corner.y, 0),
        ]);
    }
    lesson.table(&table);
    lesson.say("Lab 2 draws what the middle neurons do to the square. Lab 3 lets them learn it.");
    Ok(())
}
