//! The exercises about layers: a whole batch, a bend, a count.

use labkit::judge::Exercise;
use ndarray::{Array1, Array2, Axis, array};

use crate::network::sigmoid;
use crate::{exercises, mistakes, solutions};

pub(super) fn layer() -> Exercise {
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
    // Sums of 960.1, 719.3, −959.9 and −720.7.
    let sure = (
        array![[800.0, 1600.0, 2400.0], [-800.0, -1600.0, -2400.0]],
        four_examples.1.clone(),
        array![0.1, -0.7],
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
    Exercise::new("layer", 10, "what a layer puts out for a whole batch of examples")
        .hints([
            "Write down the shapes first: [examples, in] times what gives [examples, out]?",
            "A matrix product pairs rows of the left with columns of the right. Your neurons are rows: turn them with `.t()`.",
            "`x.dot(&weights.t())`, then `+ bias` (it is added to every row), then `.mapv(…)` with the sigmoid.",
        ])
        .probes([
            one_example,
            (wider, wider_expected),
            (four_examples, expected),
            (sure, array![[1.0, 1.0], [0.0, 0.0]]),
        ])
        .tolerance(1e-12)
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
        .mistake(
            "does not turn the weights",
            "The shapes do not meet: a product pairs the rows of the left with the *columns* of the right, and your neurons \
             are rows. Turn the matrix round first.",
            |(x, w, b)| (x.dot(w) + b).mapv(sigmoid),
        )
        .mistake(
            "one neuron a row",
            "The numbers are right and lie on their side: you return [out, examples], and [examples, out] is asked for.",
            |(x, w, b)| solutions::layer(x, w, b).reversed_axes(),
        )
        .mistake(
            "bias a column",
            "You made the bias a column, so each *example* got one. It belongs to the neurons, which are the columns of the \
             result: as a row it is added to every example.",
            |(x, w, b)| (x.dot(&w.t()) + b.view().insert_axis(Axis(1))).mapv(sigmoid),
        )
        .mistake(
            "overflows",
            "eˢ/(1 + eˢ) is right on paper. For a sum of 960 it is infinity over infinity, which is NaN; 1/(1 + e⁻ˢ) holds.",
            |(x, w, b)| mistakes::layer_bent(x, w, b, |s| s.exp() / (1.0 + s.exp())),
        )
        .mistake(
            "falls",
            "The minus in the exponent is missing: your neurons say less for a larger sum.",
            |(x, w, b)| mistakes::layer_bent(x, w, b, |s| sigmoid(-s)),
        )
        .mistake(
            "tanh",
            "Your neurons end in tanh, which runs from −1 to 1. Here they end in the sigmoid.",
            |(x, w, b)| mistakes::layer_bent(x, w, b, f64::tanh),
        )
        .mistake(
            "ReLU",
            "Your neurons end in ReLU. Here they end in the sigmoid, as in the lesson's network.",
            |(x, w, b)| mistakes::layer_bent(x, w, b, |s| s.max(0.0)),
        )
        .mistake(
            "step",
            "Your neurons decide, 0 or 1. Here they end in the sigmoid, which says how sure they are.",
            |(x, w, b)| mistakes::layer_bent(x, w, b, |s| f64::from(s > 0.0)),
        )
        .mistake(
            "bends twice",
            "Every sum went through the sigmoid twice. Once is what a layer does.",
            |(x, w, b)| solutions::layer(x, w, b).mapv(sigmoid),
        )
        .mistake(
            "subtracts the bias",
            "The bias is added, not taken away.",
            |(x, w, b)| solutions::layer(x, w, &-b),
        )
        .mistake(
            "sigmoid before the sum",
            "You bent the inputs and then added up. A neuron first adds up, then bends.",
            |(x, w, b)| x.mapv(sigmoid).dot(&w.t()) + b,
        )
        .why("PyTorch stores [out, in] and multiplies by the transpose; Keras and nabla store [in, out] and need none.")
        .done()
}

pub(super) fn elu_derivative() -> Exercise {
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
            ((1e-9, 3.0), 1.0),
            ((-800.0, 3.0), 0.0),
            ((800.0, 3.0), 1.0),
        ])
        .tolerance(1e-12)
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
        .mistake(
            "zero on the other side",
            "All right but for s = 0, which counts as \"otherwise\": there the answer is α, not 1.",
            |&(s, alpha)| if s >= 0.0 { 1.0 } else { alpha * s.exp() },
        )
        .mistake(
            "one formula for all",
            "You took α·eˢ above zero as well. There ELU is the line y = s.",
            |&(s, alpha)| alpha * s.exp(),
        )
        .mistake(
            "leaky ReLU",
            "Below zero yours is α everywhere: a line, which is leaky ReLU. ELU bends there.",
            |&(s, alpha)| if s > 0.0 { 1.0 } else { alpha },
        )
        .mistake(
            "s above zero",
            "Above zero you returned s, the value. The line y = s climbs by 1 for each step of 1.",
            |&(s, alpha)| if s > 0.0 { s } else { alpha * s.exp() },
        )
        .mistake(
            "α above zero",
            "Above zero ELU is s itself, without α: its derivative is 1.",
            |&(s, alpha)| if s > 0.0 { alpha } else { alpha * s.exp() },
        )
        .mistake(
            "flat above zero",
            "Above zero you returned 0, the derivative of a constant. The line y = s climbs by 1 for each step of 1.",
            |&(s, alpha)| if s > 0.0 { 0.0 } else { alpha * s.exp() },
        )
        .mistake(
            "derives the power",
            "eˢ is not a power of s: its derivative is eˢ, without a factor s in front.",
            |&(s, alpha)| if s > 0.0 { 1.0 } else { alpha * s * s.exp() },
        )
        .mistake(
            "sign below zero",
            "Below zero your sign is turned: the exponent is s, and so the inner derivative is +1.",
            |&(s, alpha)| if s > 0.0 { 1.0 } else { -alpha * s.exp() },
        )
        .mistake(
            "turned exponent",
            "Your exponent is −s, so below zero the derivative explodes. It is eˢ, which dies away there.",
            |&(s, alpha)| if s > 0.0 { 1.0 } else { alpha * (-s).exp() },
        )
        .why("Below zero the derivative is ELU(s) + α: a forward pass that kept its result gets the derivative for one addition.")
        .done()
}

pub(super) fn parameters() -> Exercise {
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
            (vec![4, 4, 4, 4], 60),
            (vec![1, 1], 2),
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
        .mistake(
            "biases by the inputs",
            "You counted a bias for each number that comes *in* to a layer. It is each neuron of the layer that has one.",
            |widths| widths.windows(2).map(|pair| pair[0] * (pair[1] + 1)).sum(),
        )
        .mistake(
            "counts neurons",
            "You counted the neurons, their biases as it were. Each also has a weight for every number of the layer before.",
            |widths| widths[1..].iter().sum(),
        )
        .mistake(
            "one product",
            "You multiplied all widths. Weights lie between neighbouring layers only: one product a pair, and add them up.",
            |widths| widths.iter().product(),
        )
        .mistake(
            "no bias at the end",
            "You left out the biases of the last layer. An output neuron is a neuron.",
            |widths| solutions::parameters(widths) - widths[widths.len() - 1],
        )
        .mistake(
            "the first layer only",
            "You counted the first layer. Every pair of neighbours has its own weights and biases.",
            |widths| solutions::parameters(&widths[..2]),
        )
        .why("55,050 is a network that will read handwritten digits in lab 5.")
        .done()
}
