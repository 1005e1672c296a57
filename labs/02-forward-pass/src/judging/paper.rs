//! The exercises on paper.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

pub(super) fn by_hand() -> Exercise {
    Exercise::new("by_hand", 10, "O2 of the 3-3-2 network for the input (1, 0.5, −1), to three decimals")
        .hints([
            "Three hidden neurons first. Each multiplies the three inputs by its own three weights and adds up.",
            "The hidden sums are −2, 6.5 and 0.5. Each goes through the sigmoid *before* O2 sees it.",
            "The hidden values are 0.1192, 0.9985 and 0.6225. O2 weighs them with 0, 1 and 2, and ends in a sigmoid of its own.",
        ])
        .probes([((), 0.904_081_2)])
        // Half a unit of the third decimal, and a little for hidden values that were rounded on the way.
        .tolerance(7e-4)
        .answer(|&()| exercises::by_hand())
        .solution(|&()| solutions::by_hand())
        .mistake(
            "stops at the sum",
            "That is O2's weighted sum. An output neuron is a neuron too: its sum still has to go through the sigmoid.",
            |&()| mistakes::by_hand_without_last_sigmoid(),
        )
        .mistake(
            "skips the hidden sigmoids",
            "You handed the hidden sums on as they are. What travels from layer to layer is the sigmoid of the sum.",
            |&()| mistakes::by_hand_without_hidden_sigmoid(),
        )
        .mistake(
            "reads the weights down the columns",
            "You gave H1 the first weight of each neuron. The three weights of H1 stand together, in its own row.",
            |&()| mistakes::by_hand_transposed(),
        )
        .mistake("gives the other output", "That is O1. The question asks for O2, with the weights (0, 1, 2).", |&()| {
            mistakes::by_hand_other_output()
        })
        .mistake(
            "loses a minus",
            "You took +1 for the third input. It is −1, and a minus times a minus is a plus: −4·(−1) = 4.",
            |&()| mistakes::by_hand_with([1.0, 0.5, 1.0], 0.0),
        )
        .mistake(
            "adds the bias of the lesson",
            "You added the lesson's bias of 0.1. This network has none.",
            |&()| mistakes::by_hand_with(mistakes::NEW_INPUT, 0.1),
        )
        .variants(
            "a hidden neuron",
            "That is what a hidden neuron puts out. O2 lies one layer further on.",
            [0.1192, 0.9985, 0.6225],
            |&hidden, &()| hidden,
        )
        .mistake(
            "the lesson's input",
            "That is O2 for the lesson's input. The new one is (1, 0.5, −1).",
            |&()| mistakes::by_hand_with(crate::network::INPUT, 0.0),
        )
        .why("Five neurons or five billion: a forward pass is this, and nothing else.")
        .done()
}

pub(super) fn planted_bug() -> Exercise {
    Exercise::new("planted_bug", 15, "which bug makes the network answer like that?")
        .hints([
            "With the input (0, 0, 0) the hidden weights multiply zeros. So what does agreement there tell you about everything else?",
            "Two bugs are left, and both touch only the hidden weights. For (1, 0, 0) a hidden sum is one weight plus 0.1: which \
             weight reaches H1 under each bug?",
            "For (1, 0, 0) the hidden sums are (1.1, −1.9, 2.1) if transposed, (2.1, 1.1, 1.1) if two rows changed places. Work \
             out O2 for both and compare with the table.",
        ])
        .probes([((), 'b')])
        .answer(|&()| exercises::planted_bug().to_ascii_lowercase())
        .solution(|&()| solutions::planted_bug())
        .mistake(
            "blames the bias",
            "Without hidden biases H1 would be σ(0) and not σ(0.1) for the input (0, 0, 0), and the outputs would differ there. \
             They agree.",
            |&()| 'a',
        )
        .mistake(
            "blames the sigmoid",
            "Without the sigmoid each hidden value for (0, 0, 0) would be 0.1 instead of 0.525. The outputs agree there, so the \
             sigmoid is in place.",
            |&()| 'c',
        )
        .mistake(
            "blames the order of the neurons",
            "That also leaves (0, 0, 0) alone, so it was a good suspect. But for (1, 0, 0) it would give H3 = σ(1.1), as in the \
             right network; compute O2 and compare.",
            |&()| 'd',
        )
        .why("The matrix is square, so its transpose fits just as well and no shape check can help. Test with layers that are not square.")
        .done()
}

pub(super) fn find_the_slip() -> Exercise {
    Exercise::new("find_the_slip", 5, "which line of the slide is wrong, and what belongs there, to two decimals?")
        .hints([
            "You do not need a calculator for this one. Ask of each line: can a number like this come out at all?",
            "A probability lies between 0 and 1. What is the sign of its logarithm? And of minus its logarithm?",
            "Line 4: −log(0.87) is minus a negative number. Compute it with the natural logarithm.",
        ])
        .probes([((), (4, 0.1396))])
        // Takes 0.139 and 0.14 alike; as −0.135 below takes the slide's −0.13 and a careful −0.1399.
        .tolerance(6e-3)
        .answer(|&()| exercises::find_the_slip())
        .solution(|&()| solutions::find_the_slip())
        .mistake(
            "right line, same sign",
            "Line 4 it is, but the value on the slide has the wrong sign, and so has yours: ln(0.87) is already negative, and \
             the minus makes it positive.",
            |&()| (4, -0.135),
        )
        .mistake(
            "base 10",
            "Line 4 it is. But the loss uses the natural logarithm; yours is to base 10.",
            |&()| (4, 0.0605),
        )
        .mistake(
            "turns the sign only",
            "Line 4 it is, and positive it is. But a slide that slipped in the sign may have slipped in the digits: compute −ln(0.87).",
            |&()| (4, 0.13),
        )
        .mistake(
            "the other classes",
            "Line 4 it is. But the loss asks about the true class, the first: −ln(0.87).",
            |&()| (4, 2.04),
        )
        .mistake(
            "stops at the probability",
            "Line 4 it is. What belongs there is the loss, −ln of 0.87, not the probability.",
            |&()| (4, 0.87),
        )
        .mistake(
            "base 2",
            "Line 4 it is. But the loss uses the natural logarithm; yours is to base 2.",
            |&()| (4, 0.2009),
        )
        .variants(
            "blames the exponentials",
            "Line 1 holds as far as its digits go: e^4.8 = 121.5, e^−2.6 = 0.0743, e^2.9 = 18.17.",
            [121.5, 0.0743, 18.17],
            |&value, &()| (1, value),
        )
        .mistake(
            "blames the sum",
            "Line 2 is off by nothing but rounding: 121.51 + 0.07 + 18.17 = 139.76.",
            |&()| (2, 139.76),
        )
        .variants(
            "blames a probability",
            "Line 3 holds: 121.5/139.8 is 0.87, and the three add up to 1 as far as two decimals go.",
            [0.87, 0.0005, 0.13],
            |&value, &()| (3, value),
        )
        .why("A loss can be zero, never below: that would be better than certain. Signs are the cheapest check there is.")
        .done()
}
