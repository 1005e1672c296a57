//! Section 1: two numbers through a place for one.

use super::{list, num};
use crate::figures;
use lab09::by_hand::{POINTS, Pair, error_along, slopes, total_error};
use labkit::{Lesson, Result, Table};

/// The length of a step.
const RATE: f64 = 0.05;

/// Section 1.
pub fn door(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network is asked for its own input. That would be no task at all, if it were not for the place in the middle: there it has fewer numbers than the picture has pixels. What comes out on the other side has to be made of these few. The first half, the *encoder*, has to find out what matters, and the second half, the *decoder*, has to know what pictures look like. Nobody had to say what they show.");
    lesson.figure(
        "bottleneck",
        "An autoencoder: 6 numbers in, 2 in the middle, 6 out. The loss compares the two ends.",
        (640, 250),
        figures::door::network,
    )?;
    lesson.say("The smallest that there is: two numbers in, one in the middle, two out, no activation, no bias. The code of a point x is z = e·x, and what comes out is x̂ = z·d: the encoder e and the decoder d are two numbers each. Four points:");
    lesson.show(POINTS.map(|p| format!("({})", list(p, 0))).join("   "));
    lesson.say("All that comes out lies on the line through 0 along d. Which line is the best?");
    lesson.figure(
        "line",
        "The four points, and what comes out if d and e point along a line: on the left along (1, 0), on the right along (1, 1).",
        (640, 300),
        figures::door::lines,
    )?;
    lesson.say("Take e = d = u, a direction of length 1: then x̂ is the foot of the perpendicular from the point to the line. By Pythagoras what is lost is |x|² − (u·x)². Summed over the points, with u = (cos θ, sin θ):");
    lesson.show(
        "Σ|x|²    = 5 + 5 + 5 + 5                      = 20\n\
         Σ(u·x)²  = cos²θ·Σx₁² + 2·cosθ·sinθ·Σx₁x₂ + sin²θ·Σx₂²\n         \
                  = 10·cos²θ + 16·cosθ·sinθ + 10·sin²θ = 10 + 8·sin 2θ\n\
         lost     = 20 − 10 − 8·sin 2θ                 = 10 − 8·sin 2θ",
    );
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
    lesson.say("The best is 45°, where 2 of the 20 are lost; the worst is at right angles to it and loses 18. These two numbers, 18 and 2, will come again.");
    lesson.predict(
        "Now let descent find it, from e = d = (1, 0). Which of the four numbers move at the first step?",
        "One: the second number of the decoder. With z = x₁ the first number comes out perfectly, so nothing is to be gained there. The second is missing, and in all four points it has the sign of the first: let d give some of z to it. The encoder has no slope: z has no say yet in the second number, because d₂ is 0.",
    );
    descend(lesson);
    Ok(())
}

/// The descent, in a table.
fn descend(lesson: &mut Lesson) {
    let mut net = Pair {
        e: [1.0, 0.0],
        d: [1.0, 0.0],
    };
    lesson.say("The slopes, for the mean over the four points of |x − z·d|². The difference r = x − z·d enters twice:");
    lesson.show("∂/∂d = −2·mean(z·r)        ∂/∂e = −2·mean((d·r)·x)");
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
        let slope = slopes(&net);
        for axis in 0..2 {
            net.e[axis] -= RATE * slope.e[axis];
            net.d[axis] -= RATE * slope.d[axis];
        }
    }
    lesson.table(&table.caption(format!("Descent with the rate {RATE}.")));
    let along = net.d[1] / net.d[0];
    lesson.number("door_ratio", along);
    lesson.number("door_lost", total_error(&net));
    lesson.say("Both turn into the direction (1, 1), and what is lost goes to 2, which no line can beat. Look at the lengths: d is longer than 1 and e is shorter, and only their product is settled. Twice the code and half the decoder come to the same picture; the loss does not care, so chance decides. Keep that in mind when somebody explains to you what a single number of a code *means*.");
}
