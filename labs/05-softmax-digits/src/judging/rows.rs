//! One row of logits: its label, its probabilities.

use crate::mistakes::{self, rows};
use crate::{exercises, solutions};
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
            ((0, 1), vec![1.0]), // one class only
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
        .mistake(
            "turned round",
            "Yours has a 0 at the class and 1 everywhere else: it is the other way round.",
            |&(label, classes)| solutions::one_hot(label, classes).iter().map(|hot| 1.0 - hot).collect(),
        )
        .mistake(
            "counts from the end",
            "Your 1 is counted from the end of the list. Class 0 has the first place.",
            |&(label, classes)| solutions::one_hot(classes - 1 - label, classes),
        )
        .mistake(
            "one place too many",
            "Your list is one place too long: `classes` places, numbered from 0.",
            |&(label, classes)| solutions::one_hot(label, classes + 1),
        )
        .mistake(
            "ends at the class",
            "Your list ends at the class. It has `classes` places, whichever the class is.",
            |&(label, _)| solutions::one_hot(label, label + 1),
        )
        .mistake(
            "−1 elsewhere",
            "The other places are 0, a probability; −1 is none.",
            |&(label, classes)| solutions::one_hot(label, classes).iter().map(|hot| 2.0 * hot - 1.0).collect(),
        )
        .mistake(
            "all zeros",
            "The 1 is missing: after the zeros, set the one place of the class.",
            |&(_, classes)| vec![0.0; classes],
        )
        .mistake(
            "fills up to the class",
            "You set the places before the class, and not its own. Only its own is 1.",
            |&(label, classes)| (0..classes).map(|k| if k < label { 1.0 } else { 0.0 }).collect(),
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
            (vec![7.0, 7.0, 7.0], vec![1.0 / 3.0; 3]),
            (vec![0.0, 2000.0], vec![0.0, 1.0]),
            (vec![2000.0, 0.0, -5.0], vec![1.0, 0.0, 0.0]),
            (vec![-2000.0, 1.0, 0.0, 1.0], vec![0.0, 0.422_318_8, 0.155_362_4, 0.422_318_8]),
        ])
        .tolerance(2e-6)
        .property(
            "The same number added to every logit changes no probability.",
            // Eighths, which an `f32` adds without rounding.
            |draws| draws.numbers(4, -900.0..900.0).iter().map(|z| (z.round() / 8.0) as f32).collect(),
            |softmax, logits: &Vec<f32>| {
                let raised: Vec<f32> = logits.iter().map(|z| z + 1024.0).collect();
                (raised.clone(), softmax(&raised), softmax(logits))
            },
        )
        .property(
            "Logits in another order give the same probabilities in that order.",
            |draws| draws.numbers(5, -3.0..3.0).iter().map(|&z| z as f32).collect(),
            |softmax, logits: &Vec<f32>| {
                let turned: Vec<f32> = logits.iter().rev().copied().collect();
                let expected: Vec<f32> = softmax(logits).into_iter().rev().collect();
                (turned.clone(), softmax(&turned), expected)
            },
        )
        .answer(|z| exercises::softmax(z))
        .solution(|z| solutions::softmax(z))
        .mistake(
            "overflows",
            "The formula is right and the arithmetic breaks: e^1000 is infinite, and infinity over infinity is NaN. \
             Take the largest logit away from all of them first.",
            |z| rows::softmax_that_overflows(z),
        )
        .mistake(
            "not divided",
            "These are powers of e, not probabilities: they do not add up to 1. Divide each by their sum.",
            |z| rows::softmax_unnormalised(z),
        )
        .mistake(
            "no exponentials",
            "You took each logit's share of their sum. Logits may be negative, shares of a probability may not: e^z comes first.",
            |z| rows::softmax_without_e(z),
        )
        .mistake(
            "divides by the largest",
            "You divided by the largest logit. That changes the differences between them; taking it away does not.",
            |z| rows::softmax_divided(z),
        )
        .mistake(
            "separate sigmoids",
            "That is a sigmoid for each class on its own: several may say yes at once. In a softmax they share a probability of 1.",
            |z| rows::softmax_as_sigmoids(z),
        )
        .variants(
            "takes another one away",
            "Taking the same number away from all logits is right, whichever it is; but only with the largest no exponent is above 0. \
             With another one a wide spread such as [0, 2000] overflows all the same.",
            rows::OTHERS,
            |reference, z| rows::softmax_less(reference(z), z),
        )
        .mistake(
            "largest from 0",
            "Your search for the largest logit begins at 0, so where all are far below 0 it finds none, and every power of e is 0. Begin \
             with the first logit, or with −∞.",
            |z| rows::softmax_less(z.iter().copied().fold(0.0, f32::max), z),
        )
        .variants(
            "clamps the logits",
            "You cut large logits off. Then they are equal, and 2000 is no better than 1000; take the largest away instead.",
            [10.0, 20.0, 50.0, 80.0, 85.0, 88.0],
            |&bound, z| rows::softmax_clamped(z, bound),
        )
        .variants(
            "props the sum up",
            "A small number added to the sum makes all probabilities a little too small. The largest power is 1, so the sum needs no help.",
            [1e-3, 1e-4, 1e-5],
            |extra, z| rows::softmax_propped(z, *extra),
        )
        .variants(
            "hides the NaN",
            "You put a number in the place of NaN. The NaN says that e to a large logit was infinite, and with that the order of the \
             logits is lost: prevent it, by taking the largest away first.",
            [0.0, 1.0],
            |&substitute, z| rows::softmax_patched(z, substitute),
        )
        .mistake(
            "logarithms",
            "Those are logarithms of probabilities. The powers divided by their sum are the probabilities themselves.",
            |z| (0..z.len()).map(|k| -solutions::cross_entropy(z, k)).collect(),
        )
        .mistake(
            "turned round",
            "Your largest logit has the smallest probability: the exponent is z minus the largest, not the largest minus z.",
            |z| solutions::softmax(&z.iter().map(|z| -z).collect::<Vec<_>>()),
        )
        .mistake(
            "winner takes all",
            "You gave the largest logit a 1 and the others a 0. Softmax is softer: each gets a share.",
            |z| rows::winner(z),
        )
        .mistake(
            "2 for e",
            "`exp2` is 2 to a power. The base here is e: `exp`.",
            |z| solutions::softmax(&z.iter().map(|z| z * std::f32::consts::LN_2).collect::<Vec<_>>()),
        )
        .mistake(
            "twice",
            "You applied the softmax twice: what came out of the first is no logit, and the second softens it.",
            |z| solutions::softmax(&solutions::softmax(z)),
        )
        .why("Only differences of logits matter. So the largest may be called 0, and nothing can overflow.")
        .done()
}
