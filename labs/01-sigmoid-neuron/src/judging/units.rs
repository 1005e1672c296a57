//! The exercises about what units can be put together to, with weights chosen by hand.

use labkit::judge::Exercise;

use crate::neuron::sigmoid;
use crate::{exercises, mistakes, solutions};

pub(super) fn bump() -> Exercise {
    Exercise::new("bump", 10, "two logistic units that make a bump")
        .hints([
            "One unit goes up at `left`. What must the second one do at `right`, so that the sum comes down again?",
            "A unit with its middle at x = left has the sum steepness·(x − left).",
            "σ(steepness·(x − left)) − σ(steepness·(x − right)).",
        ])
        .probes([
            ((0.3, -1.0, 2.0, 3.0), 0.9740998927743384),
            ((2.2, -1.0, 2.0, 3.0), 0.35427596962458474),
            ((-1.5, -1.0, 2.0, 4.0), 0.11920209049408988),
            ((0.9, 0.5, 0.8, 6.0), 0.27117099728028227),
            ((0.5, -1.0, 2.0, 400.0), 1.0),
            ((-3.0, -1.0, 2.0, 400.0), 0.0),
            ((5.0, -1.0, 2.0, 400.0), 0.0),
        ])
        .tolerance(1e-12)
        .answer(|&(x, left, right, k)| exercises::bump(x, left, right, k))
        .solution(|&(x, left, right, k)| solutions::bump(x, left, right, k))
        .mistake(
            "adds",
            "You added the units: that climbs one stair at `left`, another at `right`, and stays up. \
             The second unit has to be taken away.",
            |&(x, left, right, k)| mistakes::bump_added(x, left, right, k),
        )
        .mistake(
            "takes the place for the bias",
            "A unit with b = −left has its middle at x = left/steepness. For the middle to be at `left` \
             the sum must be zero there: b = −steepness·left.",
            |&(x, left, right, k)| mistakes::bump_misplaced(x, left, right, k),
        )
        .mistake(
            "misplaces one end",
            "One end is in its place. At the other the sum is steepness·x − place, and it has to be steepness·(x − place).",
            |&(x, left, right, k)| solutions::logistic(x, k, -k * left) - solutions::logistic(x, k, -right),
        )
        .mistake(
            "makes a dent",
            "Yours goes down at `left` and up at `right`: the signs of the two units are exchanged.",
            |&(x, left, right, k)| mistakes::bump_upside_down(x, left, right, k),
        )
        .mistake(
            "multiplies",
            "You multiplied the two units. That makes a bump too, but a neuron can only add up what other neurons say: \
             take one unit away from the other.",
            |&(x, left, right, k)| mistakes::bump_multiplied(x, left, right, k),
        )
        .mistake(
            "lies too high",
            "The place is right and the height is not: a unit turned round is 1 − σ, so your bump stands on a floor of 1.",
            |&(x, left, right, k)| 1.0 + solutions::bump(x, left, right, k),
        )
        .mistake(
            "divides by the steepness",
            "You divided by `steepness` where it should multiply: the larger it is, the flatter is your bump.",
            |&(x, left, right, k)| solutions::bump(x, left, right, 1.0 / k),
        )
        .mistake(
            "forgets the steepness",
            "Your units have the weight 1, whatever `steepness` says.",
            |&(x, left, right, _)| solutions::bump(x, left, right, 1.0),
        )
        .mistake(
            "shifts the wrong way",
            "The sum steepness·(x + left) is zero at x = −left: a middle at `left` needs x − left.",
            |&(x, left, right, k)| solutions::bump(x, -left, -right, k),
        )
        .mistake(
            "half a bump",
            "That is one unit alone: it climbs at `left` and never comes down.",
            |&(x, left, _, k)| solutions::logistic(x, k, -k * left),
        )
        .why("Bumps of any place, width and height, added up, draw any curve: that is all a layer of neurons needs.")
        .done()
}

/// Two inputs for the neuron of `nand_weights`, a function that takes none: shown after the call's `()`.
#[derive(Clone, Copy)]
struct Corner(f64, f64);

impl std::fmt::Debug for Corner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "() at the inputs ({}, {})", self.0, self.1)
    }
}

/// What a sigmoid neuron with weights w1, w2 and bias b says to two inputs.
fn verdict([w1, w2, b]: [f64; 3], &Corner(x1, x2): &Corner) -> &'static str {
    match sigmoid(b + w1 * x1 + w2 * x2) {
        p if p > 0.95 => "yes",
        p if p < 0.05 => "no",
        p if p > 0.5 => "yes, but unsure",
        p if p < 0.5 => "no, but unsure",
        0.5 => "a coin toss",
        _ => "not a number",
    }
}

pub(super) fn nand_weights() -> Exercise {
    Exercise::new("nand_weights", 10, "weights for NAND, chosen by hand")
        .hints([
            "Write down the four sums: b, b + w2, b + w1, b + w1 + w2. Which have to be positive, which negative?",
            "Start from a large positive b, so that the neuron says yes. Each input that is on has to pull \
             the sum down: alone not enough, together too much.",
            "σ(s) > 0.95 needs s > ln 19, which is 2.94. With both weights −10, b = 15 puts the sums at 15, 5, 5 and −5.",
        ])
        // The truth table itself; what is judged is what the neuron says, not which weights say it.
        .probes([
            (Corner(0.0, 0.0), "yes"),
            (Corner(0.0, 1.0), "yes"),
            (Corner(1.0, 0.0), "yes"),
            (Corner(1.0, 1.0), "no"),
        ])
        .answer(|x| verdict(exercises::nand_weights(), x))
        .solution(|x| verdict(solutions::nand_weights(), x))
        .mistake(
            "AND",
            "These are weights for AND: every answer is the wrong way round. Turn the sign of all three numbers.",
            |x| verdict(mistakes::nand_as_and(), x),
        )
        .mistake(
            "NOR",
            "One input alone already makes it say no: that is NOR. The bias has to outweigh one input, but not two.",
            |x| verdict(mistakes::nand_as_nor(), x),
        )
        .mistake(
            "no bias",
            "With b = 0 the sum for (0, 0) is 0 and the answer ½, whatever the weights: the bias decides this corner.",
            |x| verdict(mistakes::nand_without_bias(), x),
        )
        .mistake(
            "timid",
            "Every sum is on the right side of zero, but none is far from it, so the neuron is never sure. \
             Multiply all three numbers by ten: the line stays where it is, the curve gets steep.",
            |x| verdict(mistakes::nand_too_timid(), x),
        )
        .mistake(
            "half sure",
            "The corner (0, 0) is settled; the three others are on their right sides of zero, and too near to it. Larger \
             numbers in the same proportions keep the line where it is and make the curve steep.",
            |x| verdict(mistakes::nand_half_sure(), x),
        )
        .mistake(
            "OR",
            "Yes as soon as one input is on: that is OR. NAND says no to (1, 1) alone.",
            |x| verdict([10.0, 10.0, -5.0], x),
        )
        .mistake(
            "one corner",
            "Yes to (1, 0) alone. Do your three numbers stand in the order [w1, w2, b]?",
            |x| verdict(mistakes::nand_bias_first(), x),
        )
        .mistake(
            "always yes",
            "It says yes to everything: both weights together have to outweigh the bias.",
            |x| verdict([-5.0, -5.0, 15.0], x),
        )
        .variants(
            "undecided at the end",
            "At (1, 1) the sum is exactly 0, a coin toss. The two weights together must outweigh the bias.",
            [[-10.0, -10.0, 20.0], [-1.0, -1.0, 2.0]],
            |&weights, x| verdict(weights, x),
        )
        .variants(
            "undecided with one input",
            "With one input on, the sum is exactly 0, a coin toss. The bias has to outweigh each weight alone.",
            [[-10.0, -10.0, 10.0], [-1.0, -1.0, 1.0]],
            |&weights, x| verdict(weights, x),
        )
        .why("From NAND alone every other gate can be built, and from gates a whole computer: one neuron is already a building block for all of it.")
        .done()
}
