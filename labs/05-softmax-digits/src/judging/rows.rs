//! One row of logits: its label, its probabilities, its loss, its gradient.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn one_hot() -> Exercise {
    Exercise::new("one_hot", 5, "a label as a list with a single 1")
        .hints([
            "How long is the list, and what stands at most of its places?",
            "`vec![0.0; classes]` is a list of zeros.",
            "Make the zeros, then set the one at index `label`; indices count from 0, and so do labels.",
        ])
        .probes([
            ((3, 5), vec![0.0, 0.0, 0.0, 1.0, 0.0]), // by definition
            ((0, 3), vec![1.0, 0.0, 0.0]),
            ((7, 10), vec![0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
            ((1, 2), vec![0.0, 1.0]),
        ])
        .answer(|&(label, classes)| exercises::one_hot(label, classes))
        .solution(|&(label, classes)| solutions::one_hot(label, classes))
        .mistake(
            "counts from 1",
            "Your 1 stands one place too early: the digit 0 is a class too, and has the first place.",
            |&(label, classes)| mistakes::one_hot_from_one(label, classes),
        )
        .mistake(
            "writes the label",
            "You put the label itself into the list. What is wanted is a probability: 1 for the right class, whichever it is.",
            |&(label, classes)| mistakes::one_hot_with_the_label(label, classes),
        )
        .mistake(
            "fills up",
            "You set every place up to the label. That list says “at least”, and a 7 is not at least a 3.",
            |&(label, classes)| mistakes::one_hot_thermometer(label, classes),
        )
        .why("A one-hot list is a probability distribution that is sure of itself: the answer the network should learn to give.")
        .done()
}

pub fn softmax() -> Exercise {
    Exercise::new("softmax", 15, "probabilities from logits of any size")
        .hints([
            "Write the formula down as it stands first. Which of the probes makes `exp` infinite?",
            "Adding the same number to every logit changes nothing: it is a factor e^c above and below the bar. Which number makes all exponents harmless?",
            "Find the largest logit; raise e to (z − largest); divide each by the sum of all.",
        ])
        .probes([
            (vec![2.0, -1.0, 0.5], vec![0.785_597, 0.039_112_57, 0.175_290_39]),
            (vec![4.8, -2.6, 2.9], vec![0.869_429_23, 0.000_531_441, 0.130_039_33]),
            (vec![1000.0, 999.0, 998.5], vec![0.628_531_7, 0.231_223_9, 0.140_244_38]),
            (vec![-1000.0, -1001.0, -999.25, -1003.5], vec![0.284_488_8, 0.104_657_58, 0.602_262_8, 0.008_590_817]),
            (vec![-3.5], vec![1.0]), // one class is certain
        ])
        .tolerance(1e-5)
        .answer(|z| exercises::softmax(z))
        .solution(|z| solutions::softmax(z))
        .mistake(
            "overflows",
            "The formula is right and the arithmetic breaks: e^1000 is infinite, and infinity over infinity is NaN. \
             Take the largest logit away from all of them first.",
            |z| mistakes::softmax_that_overflows(z),
        )
        .mistake(
            "not divided",
            "These are powers of e, not probabilities: they do not add up to 1. Divide each by their sum.",
            |z| mistakes::softmax_unnormalised(z),
        )
        .mistake(
            "no exponentials",
            "You took each logit's share of their sum. Logits may be negative, shares of a probability may not: e^z comes first.",
            |z| mistakes::softmax_without_e(z),
        )
        .mistake(
            "divides by the largest",
            "You divided by the largest logit. That changes the differences between them; taking it away does not.",
            |z| mistakes::softmax_divided(z),
        )
        .mistake(
            "separate sigmoids",
            "That is a sigmoid for each class on its own: several may say yes at once. In a softmax they share a probability of 1.",
            |z| mistakes::softmax_as_sigmoids(z),
        )
        .why("Only differences of logits matter. So the largest may be called 0, and nothing can overflow.")
        .done()
}

pub fn cross_entropy() -> Exercise {
    Exercise::new("cross_entropy", 15, "−ln p of the label, straight from the logits")
        .hints([
            "Do not compute p. Put e^z / Σ e^zₖ into the logarithm on paper first: what becomes of the fraction?",
            "−ln p = ln Σ e^zₖ − z of the label. The sum still overflows: pull the largest power out of it, ln(e^m·S) = m + ln S.",
            "With m the largest logit: m + ln Σ e^(zₖ − m) − z of the label.",
        ])
        .probes([
            ((vec![4.8, -2.6, 2.9], 0), 0.139_918_34),
            ((vec![2.0, -1.0, 0.5], 2), 1.741_311_3),
            ((vec![0.3, -0.7, 1.9, 0.0, -2.4], 4), 4.664_162),
            ((vec![1000.0, 999.0, 998.5], 1), 1.464_368_8),
            ((vec![700.0, -1300.0, 699.0], 1), 2_000.313_2),
        ])
        // Beside 1000 an `f32` has steps of 6e-5.
        .tolerance(1e-4)
        .answer(|(z, label)| exercises::cross_entropy(z, *label))
        .solution(|(z, label)| solutions::cross_entropy(z, *label))
        .mistake(
            "by way of p",
            "You computed p first, and where the label lies far below the others p is rounded to 0: its logarithm is \
             infinite. ln Σ e^zₖ − z of the label never needs p.",
            |(z, label)| mistakes::cross_entropy_that_overflows(z, *label),
        )
        .mistake(
            "sign",
            "ln p is negative, as p is below 1. A loss counts upwards from 0: −ln p.",
            |(z, label)| mistakes::cross_entropy_negative(z, *label),
        )
        .mistake(
            "not put back",
            "You took the largest logit out of the sum and did not put it back: ln Σ e^zₖ = m + ln Σ e^(zₖ − m).",
            |(z, label)| mistakes::cross_entropy_not_put_back(z, *label),
        )
        .mistake(
            "bits",
            "That is the loss in bits, with logarithms of base 2. The gradient p − y belongs to natural logarithms.",
            |(z, label)| mistakes::cross_entropy_in_bits(z, *label),
        )
        .why("Every framework has this function and wants logits for it. Hand it probabilities, and it softens them a second time.")
        .done()
}

pub fn logit_gradients() -> Exercise {
    type Batch = (Vec<Vec<f32>>, Vec<usize>);
    let probes: [(Batch, Vec<Vec<f32>>); 3] = [
        (
            (
                vec![vec![2.0, -1.0, 0.5], vec![0.25, 1.5, -0.75]],
                vec![2, 0],
            ),
            vec![
                vec![0.392_798_5, 0.019_556_287, -0.412_354_8],
                vec![-0.397_081_7, 0.359_220_17, 0.037_861_527],
            ],
        ),
        (
            (
                vec![
                    vec![1.25, -0.5, 3.0, 0.75],
                    vec![-2.0, 0.5, 0.25, 1.0],
                    vec![0.1, 0.2, -0.3, 0.4],
                ],
                vec![0, 3, 2],
            ),
            vec![
                vec![-0.289_094_8, 0.007_687_506, 0.254_575_25, 0.026_832_034],
                vec![0.007_796_219, 0.094_977_394, 0.073_968_47, -0.176_742_08],
                vec![0.080_801_23, 0.089_299_17, -0.279_170_65, 0.109_070_25],
            ],
        ),
        (
            (vec![vec![-1.5, 0.5]], vec![1]),
            vec![vec![0.119_202_92, -0.119_202_92]],
        ),
    ];
    Exercise::new("logit_gradients", 15, "the gradient of the mean loss with respect to every logit of a batch")
        .hints([
            "Begin with a single row: which two lists are compared, and what is their difference?",
            "In one row it is p − y. The loss is the mean over N rows: what does that do to the gradient of each?",
            "For each row: softmax, take 1 away at the label, divide everything by the number of rows.",
        ])
        .probes(probes)
        .tolerance(1e-5)
        .answer(|(z, labels)| exercises::logit_gradients(z, labels))
        .solution(|(z, labels)| solutions::logit_gradients(z, labels))
        .mistake(
            "sum, not mean",
            "These are the gradients of the *sum* of the losses. The loss is their mean: divide by the number of rows.",
            |(z, labels)| mistakes::gradients_of_the_sum(z, labels),
        )
        .mistake(
            "uphill",
            "The signs are turned round: you computed y − p. A step *against* the gradient must raise the right logit.",
            |(z, labels)| mistakes::gradients_uphill(z, labels),
        )
        .mistake(
            "mean over all numbers",
            "You divided by the number of logits. The mean runs over examples; the classes of one example share one loss.",
            |(z, labels)| mistakes::gradients_over_all(z, labels),
        )
        .mistake(
            "the label only",
            "Only the right class has a gradient in yours. The others have one as well: their probability has to go down.",
            |(z, labels)| mistakes::gradients_of_the_label_only(z, labels),
        )
        .why("Each row adds up to 0: what is given to the right class is taken from the others.")
        .done()
}
