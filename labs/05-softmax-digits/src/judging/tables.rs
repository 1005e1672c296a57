//! Counts, sizes, units, and a bug predicted on paper.

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
        .why("Nearly all of them sit where two wide layers meet: 784 · 512 here. Convolution, which a later lab builds, is the way out.")
        .done()
}

pub fn standardise() -> Exercise {
    let probes = [
        (
            (vec![0.0, 0.5, 1.0, 0.25], vec![0.5, 0.75, 0.0]),
            vec![0.1690308509457033, 0.8451542547285166, -1.1832159566199232],
        ),
        (
            (vec![3.0, 5.0, 4.0, 8.0, 1.5], vec![2.0, 9.0]),
            vec![-1.054203271582443, 2.1542414680162967],
        ),
        // Never changes in training: the mean is 0.25, the scale stays.
        (
            (vec![0.25, 0.25, 0.25], vec![0.25, 0.75, 1.0]),
            vec![0.0, 0.5, 0.75],
        ),
    ];
    Exercise::new("standardise", 15, "test pixels in units of the training data")
        .hints([
            "Which of the two lists may decide what mean and standard deviation are? The network will have learned with those of one of them.",
            "Mean and standard deviation from `train`; then (x − mean)/(standard deviation) for every x of `test`.",
            "If the variance of `train` is 0, divide by 1.0 in its place.",
        ])
        .probes(probes)
        .answer(|(train, test)| exercises::standardise(train, test))
        .solution(|(train, test)| solutions::standardise(train, test))
        .mistake(
            "statistics of the test",
            "You measured mean and standard deviation on the test pictures. The network learned in units of the *training* \
             pictures; and what you know of the test pictures should not shape the input.",
            |(train, test)| mistakes::standardise_by_test(train, test),
        )
        .mistake(
            "variance",
            "You divided by the variance. In units of the standard deviation, its square root, a typical distance becomes 1.",
            |(train, test)| mistakes::standardise_by_variance(train, test),
        )
        .mistake(
            "divides by zero",
            "A pixel that never changes has the standard deviation 0, and 0/0 is NaN. The corners of MNIST are such pixels: one of \
             them, and every loss is NaN.",
            |(train, test)| mistakes::standardise_dividing_by_zero(train, test),
        )
        .mistake(
            "not centred",
            "You rescaled the values and left their mean in them. Take it away first.",
            |(train, test)| mistakes::standardise_uncentred(train, test),
        )
        .why("The test pictures stand in for the future: whatever is done to them must be fixed before they arrive.")
        .done()
}

pub fn softmax_twice() -> Exercise {
    Exercise::new("softmax_twice", 15, "what the planted bug costs, on paper")
        .hints([
            "The second softmax gets ten numbers: a 1 and nine 0. Raise e to each of them.",
            "e¹ = 2.71828 and nine times e⁰ = 1. The probability is one share of their sum.",
            "p = 2.71828/11.71828, and the loss is −ln p = ln(11.71828/2.71828).",
        ])
        .probes([((), [0.231_969_316_684_073_92, 1.461_150_171_734_475])])
        .tolerance(1e-4)
        .answer(|()| exercises::softmax_twice())
        .solution(|()| solutions::softmax_twice())
        .mistake(
            "harmless",
            "You let the 1 and the 0s through unchanged. The second softmax takes them for logits: a lead of 1 is worth a factor e, no more.",
            |()| mistakes::softmax_twice_harmless(),
        )
        .mistake(
            "ten zeros",
            "There are ten classes in all: one of them is sure, so nine stand at 0.",
            |()| mistakes::softmax_twice_with_ten_zeros(),
        )
        .mistake(
            "no lead",
            "That is a tie of all ten. The true class leads by 1, so its power is e¹ and the others' is e⁰ = 1.",
            |()| mistakes::softmax_twice_as_a_tie(),
        )
        .why("A loss that never falls below 1.46 and an accuracy that looks fine: if you see that pair, look for a second softmax.")
        .done()
}
