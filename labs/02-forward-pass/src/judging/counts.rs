//! The exercise about counting.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

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
        .mistake(
            "biases on both sides",
            "You gave a bias to both ends of every pair. A layer's neurons have one each; what comes in has none.",
            |widths| widths.windows(2).map(|pair| pair[0] * pair[1] + pair[0] + pair[1]).sum(),
        )
        .why("55,050 is a network that will read handwritten digits in lab 5.")
        .done()
}
