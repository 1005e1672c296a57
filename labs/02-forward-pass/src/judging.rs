//! The exercises of this lab: probes, hints, and the mistakes we expect.
//!
//! The expected values come from PyTorch: `tests/reference/make.py` prints them under "probes".

use labkit::judge::{Exercise, Source};
use ndarray::{Array1, Array2, array};

use crate::{exercises, mistakes, solutions};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/02-forward-pass",
    answers: include_str!("exercises.rs"),
};

/// All exercises, in the order of `exercises.rs`.
pub fn exercises() -> Vec<Exercise> {
    vec![
        by_hand(),
        layer(),
        elu_derivative(),
        softmax(),
        cross_entropy(),
        parameters(),
        planted_bug(),
        find_the_slip(),
    ]
}

fn by_hand() -> Exercise {
    Exercise::new("by_hand", 10, "O2 of the 3-3-2 network for the input (1, 0.5, −1)")
        .hints([
            "Three hidden neurons first. Each multiplies the three inputs by its own three weights and adds up.",
            "The hidden sums are −2, 6.5 and 0.5. Each goes through the sigmoid *before* O2 sees it.",
            "The hidden values are 0.1192, 0.9985 and 0.6225. O2 weighs them with 0, 1 and 2, and ends in a sigmoid of its own.",
        ])
        .probes([((), 0.904_081_2)])
        .tolerance(2e-3)
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
        .why("Five neurons or five billion: a forward pass is this, and nothing else.")
        .done()
}

fn layer() -> Exercise {
    type Input = (Array2<f64>, Array2<f64>, Array1<f64>);
    let four_examples: Input = (
        array![
            [1.0, 2.0, 3.0],
            [-1.0, 0.5, 0.25],
            [0.0, -2.0, 1.5],
            [0.3, 0.1, -0.7]
        ],
        array![[0.2, -0.4, 0.6], [-1.0, 0.5, 0.3]],
        array![0.1, -0.7],
    );
    let expected = array![
        [0.785_834_983_042_558_6, 0.549_833_997_312_477_8],
        [0.462_570_154_656_250_45, 0.651_354_864_666_054_2],
        [0.858_148_935_099_512_3, 0.222_700_138_825_308_84],
        [0.425_557_483_188_341_1, 0.238_667_285_157_089_63],
    ];
    let one_example = (
        (
            array![[1.0, 2.0, 3.0]],
            four_examples.1.clone(),
            array![0.1, -0.7],
        ),
        array![[0.785_834_983_042_558_6, 0.549_833_997_312_477_8]],
    );
    let wider: Input = (
        array![[-1.0, 0.5], [0.0, -2.0]],
        array![[0.5, -1.5], [2.0, 0.25], [-0.75, 1.0]],
        array![-0.2, 0.4, 1.1],
    );
    let wider_expected = array![
        [
            0.190_001_566_015_312_98,
            0.186_183_827_901_508_53,
            0.912_934_227_559_728_6
        ],
        [
            0.942_675_824_101_131_3,
            0.475_020_812_521_06,
            0.289_050_497_374_996_05
        ],
    ];
    Exercise::new("layer", 10, "a layer for a whole batch, weights stored [out, in]")
        .hints([
            "Write down the shapes first: [examples, in] times what gives [examples, out]?",
            "A matrix product pairs rows of the left with columns of the right. Your neurons are rows: turn them with `.t()`.",
            "`x.dot(&weights.t())`, then `+ bias` (it is added to every row), then `.mapv(…)` with the sigmoid.",
        ])
        .probes([one_example, (wider, wider_expected), (four_examples, expected)])
        .tolerance(1e-9)
        .answer(|(x, w, b)| exercises::layer(x, w, b))
        .solution(|(x, w, b)| solutions::layer(x, w, b))
        .mistake(
            "forgets the bias",
            "You left out the bias. Without it every neuron's boundary has to pass through the origin.",
            |(x, w, b)| mistakes::layer_without_bias(x, w, b),
        )
        .mistake(
            "forgets the activation",
            "You returned the weighted sums. Without the sigmoid a stack of such layers is one matrix in disguise.",
            |(x, w, b)| mistakes::layer_without_activation(x, w, b),
        )
        .mistake(
            "adds the bias after the activation",
            "You added the bias after the sigmoid. It belongs inside, where it shifts the curve sideways; outside it lifts it.",
            |(x, w, b)| mistakes::layer_bias_too_late(x, w, b),
        )
        .mistake(
            "reshapes instead of transposing",
            "The shape is right but the numbers are not in their places: reshaping pours the same row of numbers into a new \
             grid, transposing turns rows into columns.",
            |(x, w, b)| mistakes::layer_reshaped(x, w, b),
        )
        .why("PyTorch stores [out, in] and multiplies by the transpose; Keras and nabla store [in, out] and need none.")
        .done()
}

fn elu_derivative() -> Exercise {
    Exercise::new("elu_derivative", 5, "the derivative of ELU at s, for any α")
        .hints([
            "Two cases, as in the definition. Above zero ELU is the line y = s: what is the derivative of that?",
            "Below zero: α(eˢ − 1) = αeˢ − α. What is the derivative of eˢ, and what of a constant?",
            "1 above zero, and α·eˢ otherwise.",
        ])
        .probes([
            ((2.0, 0.5), 1.0),
            ((-1.0, 0.5), 0.183_939_720_585_721_17),
            ((0.0, 0.5), 0.5), // closed form: α·e⁰
            ((-0.3, 2.0), 1.481_636_441_363_435_8),
            ((-6.0, 1.5), 0.003_718_128_264_999_537_7),
        ])
        .tolerance(1e-9)
        .answer(|&(s, alpha)| exercises::elu_derivative(s, alpha))
        .solution(|&(s, alpha)| solutions::elu_derivative(s, alpha))
        .mistake("forgets α", "You dropped α. It multiplies the curve, so it multiplies the derivative too.", |&(s, alpha)| {
            mistakes::elu_derivative_without_alpha(s, alpha)
        })
        .mistake(
            "gives the value",
            "That is ELU itself. The question asks how fast it changes: its derivative.",
            |&(s, alpha)| mistakes::elu_value(s, alpha),
        )
        .mistake(
            "keeps the constant",
            "You kept the −1 below zero. A constant does not change, so its derivative is 0; a negative derivative would \
             mean that ELU falls, and it never does.",
            |&(s, alpha)| mistakes::elu_derivative_keeps_constant(s, alpha),
        )
        .mistake(
            "gives the derivative of ReLU",
            "Below zero you returned 0, which is ReLU's derivative. ELU's whole point is that it is not flat there.",
            |&(s, alpha)| mistakes::elu_derivative_of_relu(s, alpha),
        )
        .why("Below zero the derivative is ELU(s) + α: a forward pass that kept its result gets the derivative for one addition.")
        .done()
}

fn softmax() -> Exercise {
    let p = |values: &[f64]| values.to_vec();
    Exercise::new("softmax", 10, "scores to probabilities, without overflow")
        .hints([
            "`exp(1000.0)` is infinite in 64 bits. Can you make the exponents smaller without changing the result?",
            "Multiply numerator and denominator by e^(−m): every score becomes s − m. Which m makes the largest exponent 0?",
            "Subtract the largest score from each, take `exp`, add up, divide each by that sum.",
        ])
        .probes([
            (vec![4.8, -2.6, 2.9], p(&[0.869_429_229_599_764_3, 0.000_531_441_017_199_612_8, 0.130_039_329_383_036_1])),
            (
                vec![1.0, 2.0, 3.0, 4.0],
                p(&[0.032_058_603_280_084_99, 0.087_144_318_742_032_57, 0.236_882_818_089_910_16, 0.643_914_259_887_972_4]),
            ),
            (vec![1000.0, 1001.0], p(&[0.268_941_421_369_995_1, 0.731_058_578_630_004_9])),
            (
                vec![-1000.0, -1003.0, -1001.0],
                p(&[0.705_384_512_698_241_2, 0.035_119_026_959_339_72, 0.259_496_460_342_419_13]),
            ),
        ])
        .tolerance(1e-9)
        .answer(|scores| exercises::softmax(scores))
        .solution(|scores| solutions::softmax(scores))
        .mistake(
            "overflows",
            "Your formula is right, and breaks when a score is large: exp(1000) is infinite, and ∞/∞ is not a number. Subtract \
             the largest score from all of them first.",
            |scores| mistakes::softmax_overflows(scores),
        )
        .mistake(
            "divides by the largest score",
            "You divided the scores by the largest one. That changes the probabilities; only adding or subtracting the same \
             number everywhere leaves them alone.",
            |scores| mistakes::softmax_divides_by_largest(scores),
        )
        .mistake(
            "does not normalise",
            "Your numbers do not add up to 1. After the exponentials, divide each by their sum.",
            |scores| mistakes::softmax_not_normalised(scores),
        )
        .mistake(
            "leaves out exp",
            "You took shares of the scores themselves. A negative score then becomes a negative probability; exp makes \
             everything positive first.",
            |scores| mistakes::softmax_without_exp(scores),
        )
        .why("Softmax looks only at differences between scores. Raise every score by a thousand and nothing happens.")
        .done()
}

fn cross_entropy() -> Exercise {
    Exercise::new("cross_entropy", 10, "−ln of the true class's probability, finite even when that rounds to 0")
        .hints([
            "Write the softmax into the logarithm before you compute anything: −ln(exp(s) / Σ exp(sⱼ)).",
            "The logarithm of a quotient is a difference: ln Σ exp(sⱼ) − s. Only the sum can still overflow.",
            "With m the largest score: m + ln Σ exp(sⱼ − m) − scores[truth].",
        ])
        .probes([
            ((vec![4.8, -2.6, 2.9], 0), 0.139_918_340_564_989_06),
            ((vec![4.8, -2.6, 2.9], 1), 7.539_918_340_564_99),
            ((vec![0.5, -0.5, 1.5, 0.0], 3), 2.046_006_389_940_572_5),
            ((vec![1000.0, 0.0, 999.0], 0), 0.313_261_687_518_222_86),
            ((vec![1000.0, 0.0], 1), 1000.0),
        ])
        .tolerance(1e-9)
        .answer(|(scores, truth)| exercises::cross_entropy(scores, *truth))
        .solution(|(scores, truth)| solutions::cross_entropy(scores, *truth))
        .mistake(
            "loses the minus sign",
            "Your loss is negative. ln p is below zero for every p below 1; the minus sign turns it into a cost.",
            |(scores, truth)| mistakes::cross_entropy_wrong_sign(scores, *truth),
        )
        .mistake(
            "uses base 10",
            "You used the logarithm to base 10. This is the natural logarithm, `ln`.",
            |(scores, truth)| mistakes::cross_entropy_base_ten(scores, *truth),
        )
        .mistake(
            "takes the logarithm of zero",
            "Right until the probability is too small for 64 bits: it rounds to 0, and −ln 0 is infinite. Do not divide first: \
             ln(a/b) is ln a − ln b.",
            |(scores, truth)| mistakes::cross_entropy_log_of_zero(scores, *truth),
        )
        .mistake(
            "scores the favourite",
            "You took the class the network likes best. The loss asks about the class that is *true*.",
            |(scores, truth)| mistakes::cross_entropy_of_favourite(scores, *truth),
        )
        .why("Every framework has this as one function that takes scores, not probabilities, for exactly this reason.")
        .done()
}

fn parameters() -> Exercise {
    Exercise::new("parameters", 5, "how many numbers a fully connected network learns")
        .hints([
            "Look at two neighbouring layers. Every neuron of the second listens to every number of the first.",
            "Between widths a and b there are a·b weights, and each of the b neurons has one bias.",
            "`widths.windows(2)` gives the pairs of neighbours; add up pair[0]·pair[1] + pair[1].",
        ])
        .probes([
            (vec![3, 3, 2], 20),
            (vec![784, 64, 64, 10], 55_050),
            (vec![5, 1], 6),
            (vec![2, 7, 4, 3], 68),
        ])
        .answer(|widths| exercises::parameters(widths))
        .solution(|widths| solutions::parameters(widths))
        .mistake("forgets the biases", "You counted the weights alone. Each neuron also has a bias.", |widths| {
            mistakes::parameters_without_biases(widths)
        })
        .mistake(
            "one bias a layer",
            "You gave each layer a single bias. Every neuron has its own: that is how each can shift its boundary.",
            |widths| mistakes::parameters_one_bias_a_layer(widths),
        )
        .mistake(
            "gives the inputs biases",
            "You counted biases for the inputs. The input layer is not made of neurons; it is just the numbers that come in.",
            |widths| mistakes::parameters_biased_inputs(widths),
        )
        .why("55,050 is a network that will read handwritten digits in lab 5.")
        .done()
}

fn planted_bug() -> Exercise {
    Exercise::new("planted_bug", 15, "which bug makes the network answer like that?")
        .hints([
            "With the input (0, 0, 0) the hidden weights multiply zeros. So what does agreement there tell you about everything else?",
            "Two bugs are left, and both touch only the hidden weights. For (1, 0, 0) a hidden sum is one weight plus 0.1: which \
             weight reaches H1 under each bug?",
            "For (1, 0, 0) the hidden sums are (1.1, −1.9, 2.1) if transposed, (2.1, 1.1, 1.1) if two rows changed places. Work \
             out O2 for both and compare with the table.",
        ])
        .probes([((), 'b')])
        .answer(|&()| exercises::planted_bug())
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

fn find_the_slip() -> Exercise {
    Exercise::new("find_the_slip", 5, "which line of the slide is wrong, and what belongs there?")
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
            "blames the sum",
            "Line 2 is off by nothing but rounding: 121.51 + 0.07 + 18.17 = 139.76.",
            |&()| (2, 139.76),
        )
        .mistake(
            "blames a probability",
            "Line 3 holds: 121.5/139.8 is 0.87, and the three add up to 1 as far as two decimals go.",
            |&()| (3, 0.869),
        )
        .why("A loss can be zero, never below: that would be better than certain. Signs are the cheapest check there is.")
        .done()
}
