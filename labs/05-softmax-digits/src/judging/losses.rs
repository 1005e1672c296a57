//! The loss of a row.

use crate::mistakes::rows;
use crate::{exercises, solutions};
use labkit::judge::Exercise;

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
            ((vec![0.0, 2000.0, -3.0], 2), 2003.0),
            ((vec![2000.0, 0.0, 1999.0], 2), 1.313_261_7),
            ((vec![-2000.0, 1.0, 0.0, 1.0], 3), 0.861_994_8),
            ((vec![7.0, 7.0, 7.0], 1), 1.098_612_3),
            ((vec![-1000.0, -1003.0, -1001.0], 1), 3.349_012_2),
            ((vec![0.0, 95.0, 1.0], 0), 95.0), // e⁹⁵ is infinite in an `f32`, and e⁻⁹⁵ not yet 0
            ((vec![2000.0, 0.0], 0), 0.0),
            ((vec![-3.5], 0), 0.0), // one class is certain
        ])
        // Beside 1000 an `f32` has steps of 6e-5.
        .tolerance(1e-4)
        .property(
            "The same number added to every logit changes nothing.",
            // Eighths, which an `f32` adds without rounding.
            |draws| {
                let eighths = draws.numbers(4, -900.0..900.0).iter().map(|z| (z.round() / 8.0) as f32).collect();
                (eighths, draws.whole(0..4))
            },
            |loss, (logits, label): &(Vec<f32>, usize)| {
                let raised: (Vec<f32>, usize) = (logits.iter().map(|z| z + 1024.0).collect(), *label);
                (raised.clone(), loss(&raised), loss(&(logits.clone(), *label)))
            },
        )
        .answer(|(z, label)| exercises::cross_entropy(z, *label))
        .solution(|(z, label)| solutions::cross_entropy(z, *label))
        .mistake(
            "by way of p",
            "You computed p first, and where the label lies far below the others p is rounded to 0: its logarithm is \
             infinite. ln Σ e^zₖ − z of the label never needs p.",
            |(z, label)| rows::cross_entropy_that_overflows(z, *label),
        )
        .mistake(
            "sign",
            "ln p is negative, as p is below 1. A loss counts upwards from 0: −ln p.",
            |(z, label)| rows::cross_entropy_negative(z, *label),
        )
        .variants(
            "overflows",
            "Right on paper. But e^1000 is infinite: take the largest logit away before `exp`, and add it again after `ln`.",
            [rows::surprise_word_for_word, rows::log_sum_word_for_word],
            |loss, (z, label)| loss(z, *label),
        )
        .variants(
            "takes another one away",
            "The way is right. But only the *largest* logit, taken away, leaves no exponent above 0: with another one a wide spread \
             still overflows.",
            rows::OTHERS,
            |reference, (z, label)| rows::log_sum_less(reference(z), z) - z[*label],
        )
        .mistake(
            "takes the label's away",
            "You took the label's logit away from all: exact on paper. But where it lies 2000 below the largest, e^2000 is infinite. \
             Take the largest away.",
            |(z, label)| rows::log_sum_less(z[*label], z) - z[*label],
        )
        .mistake(
            "largest from 0",
            "Your search for the largest logit begins at 0, so where all are far below 0 every power of e is 0. Begin with the first \
             logit, or with −∞.",
            |(z, label)| rows::log_sum_less(z.iter().copied().fold(0.0, f32::max), z) - z[*label],
        )
        .variants(
            "not put back",
            "You took the largest logit out of the sum and forgot it on one side: ln Σ e^zₖ = m + ln Σ e^(zₖ − m).",
            [0.0, 2.0],
            |&times, (z, label)| rows::largest_times(times, z, *label),
        )
        .variants(
            "other logarithms",
            "Right, in other units: your logarithms have the base 2 or 10. The gradient p − y belongs to natural ones, `ln`.",
            [std::f32::consts::LN_2, std::f32::consts::LN_10],
            |unit, (z, label)| solutions::cross_entropy(z, *label) / unit,
        )
        .variants(
            "clamps p",
            "Keeping p away from 0 hides the infinity and puts a lie in its place: from some logit on, the loss stops growing and the \
             gradient is 0. ln Σ e^zₖ − z of the label needs no p.",
            [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-20, 1e-30, 1e-38, f32::EPSILON, f32::MIN_POSITIVE],
            |&bound, (z, label)| -solutions::softmax(z)[*label].max(bound).ln(),
        )
        .variants(
            "props p up",
            "A small number added to p hides the infinity and lets no loss grow beyond a bound. ln Σ e^zₖ − z of the label needs no p.",
            [1e-3, 1e-4, 1e-5],
            |extra, (z, label)| -(solutions::softmax(z)[*label] + extra).ln(),
        )
        .mistake(
            "stops at p",
            "That is the probability itself. The loss is −ln of it.",
            |(z, label)| solutions::softmax(z)[*label],
        )
        .mistake(
            "one minus p",
            "That is 1 − p. It never exceeds 1, and the loss knows no bound: −ln p.",
            |(z, label)| 1.0 - solutions::softmax(z)[*label],
        )
        .mistake(
            "only the lead",
            "That is how far the label lies behind the largest logit. The loss is never less, but near a tie it is more.",
            |(z, label)| z.iter().copied().fold(f32::NEG_INFINITY, f32::max) - z[*label],
        )
        .mistake(
            "only the sum",
            "That is ln Σ e^zₖ, the same for every label. The label's own logit still has to be taken away.",
            |(z, label)| solutions::cross_entropy(z, *label) + z[*label],
        )
        .mistake(
            "of the largest",
            "You took the class that the network likes best. The loss asks about the *label*.",
            |(z, _)| rows::surprise_at_the_largest(z),
        )
        .variants(
            "counts from 1",
            "You looked one place too early: classes are counted from 0.",
            [1, 0],
            |&least, (z, label)| solutions::cross_entropy(z, (*label).max(least) - 1),
        )
        .mistake(
            "mean over the classes",
            "You divided by the number of classes. There is one label, and its loss counts whole.",
            |(z, label)| solutions::cross_entropy(z, *label) / z.len() as f32,
        )
        .mistake(
            "every class",
            "You added up −ln p over all classes. Only the label's counts.",
            |(z, _)| (0..z.len()).map(|label| solutions::cross_entropy(z, label)).sum(),
        )
        .mistake(
            "logarithm of the logit",
            "You took the logarithm of the logit itself. The softmax comes between: a logit may be negative, a probability not.",
            |(z, label)| -z[*label].ln(),
        )
        .mistake(
            "sigmoid",
            "That is the loss of a sigmoid on the label's logit alone. In a softmax the other logits count, too.",
            |(z, label)| rows::sigmoid_loss(z[*label]),
        )
        .variants(
            "cuts the loss off",
            "You cut large losses off. From there on the gradient is 0, and the most mistaken network learns nothing.",
            [10.0, 100.0, 1000.0],
            |&bound, (z, label)| solutions::cross_entropy(z, *label).min(bound),
        )
        .why("Every framework has this function and wants logits for it. Hand it probabilities, and it softens them a second time.")
        .done()
}
