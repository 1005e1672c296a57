//! Counts and sizes.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn confusion() -> Exercise {
    // Counted by hand.
    let probes = [
        (
            (vec![0, 1, 2, 2, 1, 2, 0], vec![0, 2, 2, 1, 2, 2, 0], 3),
            vec![vec![2, 0, 0], vec![0, 0, 2], vec![0, 1, 2]],
        ),
        (
            (vec![3, 3, 0, 1], vec![3, 0, 0, 3], 4),
            vec![
                vec![1, 0, 0, 0],
                vec![0, 0, 0, 1],
                vec![0; 4],
                vec![1, 0, 0, 1],
            ],
        ),
        ((vec![], vec![], 2), vec![vec![0, 0], vec![0, 0]]),
        // Every example of one class, always read as the same other one; a third class that never occurs.
        (
            (vec![1; 5], vec![0; 5], 3),
            vec![vec![0; 3], vec![5, 0, 0], vec![0; 3]],
        ),
    ];
    Exercise::new("confusion", 10, "count who is taken for whom")
        .hints([
            "Every example falls into exactly one field of the table. Which row, which column?",
            "Start from a table of zeros, `vec![vec![0; classes]; classes]`, and go through both lists together.",
            "`matrix[labels[i]][answers[i]] += 1` for each i.",
        ])
        .probes(probes)
        .answer(|(labels, answers, classes)| exercises::confusion(labels, answers, *classes))
        .solution(|(labels, answers, classes)| solutions::confusion(labels, answers, *classes))
        .mistake(
            "turned",
            "Rows and columns are exchanged: the truth chooses the row, the answer the column.",
            |(labels, answers, classes)| mistakes::confusion_turned(labels, answers, *classes),
        )
        .mistake(
            "mistakes only",
            "You left out what was read right. It belongs on the diagonal; without it a row does not add up to its class.",
            |(labels, answers, classes)| mistakes::confusion_of_mistakes(labels, answers, *classes),
        )
        .mistake(
            "marks",
            "You marked what occurred and did not count how often.",
            |(labels, answers, classes)| mistakes::confusion_of_marks(labels, answers, *classes),
        )
        .mistake(
            "hits only",
            "You counted what was read right and nothing else. The table is about the others, too: which class was taken for which?",
            |(labels, answers, classes)| mistakes::confusion_of_hits(labels, answers, *classes),
        )
        .mistake(
            "both ways",
            "You counted every mistake in two fields. A 4 that was read as 9 is not a 9 that was read as 4.",
            |(labels, answers, classes)| mistakes::confusion_both_ways(labels, answers, *classes),
        )
        .mistake(
            "all pairs",
            "You met every label with every answer. Example i has one label and one answer: go through both lists together.",
            |(labels, answers, classes)| mistakes::confusion_of_all_pairs(labels, answers, *classes),
        )
        .mistake(
            "fewer classes",
            "The table has `classes` rows and columns, also for classes that do not occur.",
            |(labels, answers, _)| {
                let seen = labels.iter().chain(answers).max().map_or(0, |largest| largest + 1);
                solutions::confusion(labels, answers, seen)
            },
        )
        .mistake(
            "twice",
            "Every example is counted twice: once is enough.",
            |(labels, answers, classes)| solutions::confusion(&labels.repeat(2), &answers.repeat(2), *classes),
        )
        .mistake(
            "percents",
            "Those are percents of each row. The table holds counts.",
            |(labels, answers, classes)| mistakes::confusion_of_percents(labels, answers, *classes),
        )
        .why("One number, the accuracy, hides who suffers. The table shows it: row by row, what became of each class.")
        .done()
}

pub fn parameters() -> Exercise {
    Exercise::new("parameters", 5, "how many numbers a dense network learns")
        .hints([
            "Take one layer: `inputs` numbers come in, `outputs` neurons stand there. What does each neuron own?",
            "A weight for each input and one bias: (inputs + 1) · outputs for the layer.",
            "`sizes.windows(2)` hands you the pairs of neighbours; add up (pair[0] + 1) * pair[1].",
        ])
        .probes([
            (vec![784, 10], 7_850),           // printed by [EXP] and [YAK]
            (vec![784, 64, 64, 10], 55_050),  // [PSC]: 50,240 + 4,160 + 650
            (vec![784, 512, 512, 10], 669_706), // [PSC]: 401,920 + 262,656 + 5,130
            (vec![784, 512, 512, 512, 10], 932_362), // [PSC]
            (vec![2, 3], 9),                  // 6 weights, 3 biases
            (vec![4, 4, 4, 4], 60),           // three times 16 weights and 4 biases
            (vec![1, 1], 2),
        ])
        .answer(|sizes| exercises::parameters(sizes))
        .solution(|sizes| solutions::parameters(sizes))
        .mistake(
            "no biases",
            "You counted the weights. Every neuron has a bias as well, and it learns, too.",
            |sizes| mistakes::parameters_without_biases(sizes),
        )
        .mistake(
            "biases of inputs",
            "You gave the inputs biases. They are not neurons: nothing is added up there.",
            |sizes| mistakes::parameters_with_input_biases(sizes),
        )
        .mistake(
            "one bias a layer",
            "You counted one bias for each layer. Each *neuron* has one of its own.",
            |sizes| mistakes::parameters_with_one_bias_a_layer(sizes),
        )
        .mistake(
            "biases by the inputs",
            "You counted a bias for each number that comes *in* to a layer. It is each neuron of the layer that has one.",
            |sizes| sizes.windows(2).map(|layer| layer[0] * (layer[1] + 1)).sum(),
        )
        .mistake(
            "neurons",
            "You counted the neurons, their biases as it were. Each also has a weight for every number of the layer before.",
            |sizes| sizes[1..].iter().sum(),
        )
        .mistake(
            "one product",
            "You multiplied all sizes. Weights lie between neighbouring layers only: one product a pair, and add them up.",
            |sizes| sizes.iter().product(),
        )
        .mistake(
            "no bias at the end",
            "You left out the biases of the last layer. An output neuron is a neuron.",
            |sizes| solutions::parameters(sizes) - sizes[sizes.len() - 1],
        )
        .mistake(
            "the first layer only",
            "You counted the first layer. Every pair of neighbours has its own weights and biases.",
            |sizes| solutions::parameters(&sizes[..2]),
        )
        .mistake(
            "biases on both sides",
            "You gave a bias to both ends of every pair. A layer's neurons have one each; what comes in has none.",
            |sizes| sizes.windows(2).map(|pair| pair[0] * pair[1] + pair[0] + pair[1]).sum(),
        )
        .why("Nearly all of them sit where two wide layers meet: 784 · 512 here. Convolution, which a later lab builds, is the way out.")
        .done()
}
