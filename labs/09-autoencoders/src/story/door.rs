//! Two numbers through a place for one.

use crate::figures;
use lab09::by_hand::{POINTS, Pair, error_along, gradients, total_error};
use labkit::numerals::{list, num};
use labkit::{Lesson, Result, Table};

/// The learning rate.
const RATE: f64 = 0.05;

/// The section.
pub fn door(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network is asked for its own input. In its middle it has fewer numbers than the picture has pixels, and what comes out has to be made of these few.");
    lesson.figure(
        "bottleneck",
        "An autoencoder: 6 numbers in, 2 in the middle, 6 out. The loss compares the two ends.",
        (640, 250),
        figures::door::network,
    )?;
    lesson.say("The smallest: two numbers in, one in the middle, two out, no activation, no bias. The code of a point x is z = e·x, and x̂ = z·d comes out; e and d are two numbers each. Four points:");
    lesson.show(
        POINTS
            .map(|[a, b]| format!("({}, {})", num(a, 0), num(b, 0)))
            .join("   "),
    );
    lesson.figure(
        "line",
        "The four points, and what comes out if d and e point along a line: on the left along (1, 0), on the right along (1, 1).",
        (640, 300),
        figures::door::lines,
    )?;
    lesson.say("All that comes out lies on the line through 0 along d. With e = d = u = (cos θ, sin θ), what is lost of the four points, |x − x̂|² added up, is:");
    let mut table = Table::new(["θ", "u", "lost"]);
    for degrees in [0.0_f64, 22.5, 45.0, 67.5, 90.0, 135.0] {
        let u = [degrees.to_radians().cos(), degrees.to_radians().sin()];
        table.push([
            format!("{}°", num(degrees, 1)),
            list(u, 3),
            num(error_along(u), 3),
        ]);
    }
    lesson.table(&table);
    lesson.say("The best is 45° and loses 2 of the 20; the worst, at right angles to it, 18.");
    lesson.predict_choice(
        "Now gradient descent looks for it, from e = d = (1, 0). Which of the four numbers move at the first step?",
        &[
            "all four",
            "both of the decoder",
            "the decoder's second alone",
            "the encoder's second alone",
        ],
        2,
        "With z = x₁ the first number comes out perfectly: nothing to gain there. The second is missing, and has the sign of the first in all four points: let d give some of z to it. The encoder has no gradient yet: while d₂ is 0, z has no say in the second number.",
    );
    descend(lesson);
    Ok(())
}

/// Gradient descent, in a table.
fn descend(lesson: &mut Lesson) {
    let mut net = Pair {
        e: [1.0, 0.0],
        d: [1.0, 0.0],
    };
    let mut table = Table::new(["step", "e", "d", "lost"]);
    for step in 0..=60 {
        if [0, 1, 2, 5, 10, 20, 40, 60].contains(&step) {
            table.push([
                step.to_string(),
                list(net.e, 4),
                list(net.d, 4),
                num(total_error(&net), 4),
            ]);
        }
        let grad = gradients(&net);
        for axis in 0..2 {
            net.e[axis] -= RATE * grad.e[axis];
            net.d[axis] -= RATE * grad.d[axis];
        }
    }
    lesson.table(&table.caption(format!("Gradient descent with the rate {RATE}.")));
    lesson.say("Both turn into the direction (1, 1), and what is lost goes to 2. Only the product of their lengths is settled: twice the code and half the decoder draw the same picture. Keep that in mind when somebody explains to you what a single number of a code *means*.");
}
