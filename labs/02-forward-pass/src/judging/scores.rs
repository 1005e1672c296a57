//! The exercises about scores, probabilities and surprise.

use labkit::judge::Exercise;

use crate::mistakes::scores;
use crate::network::sigmoid;
use crate::{exercises, solutions};

pub(super) fn softmax() -> Exercise {
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
            (vec![7.0, 7.0, 7.0], p(&[1.0 / 3.0; 3])),
            (vec![-3.5], p(&[1.0])), // one class is certain
            (vec![0.0, 2000.0], p(&[0.0, 1.0])),
            (vec![2000.0, 0.0, -5.0], p(&[1.0, 0.0, 0.0])),
            (
                vec![-2000.0, 1.0, 0.0, 1.0],
                p(&[0.0, 0.422_318_798_251_518_2, 0.155_362_403_496_963_62, 0.422_318_798_251_518_2]),
            ),
            (
                vec![-1000.0, -1003.0, -1001.0],
                p(&[0.705_384_512_698_241_2, 0.035_119_026_959_339_72, 0.259_496_460_342_419_13]),
            ),
        ])
        .tolerance(1e-12)
        .answer(|scores| exercises::softmax(scores))
        .solution(|scores| solutions::softmax(scores))
        .mistake(
            "overflows",
            "Your formula is right, and breaks when a score is large: exp(1000) is infinite, and ∞/∞ is not a number. Subtract \
             the largest score from all of them first.",
            |scores| scores::softmax_overflows(scores),
        )
        .mistake(
            "divides by the largest score",
            "You divided the scores by the largest one. That changes the probabilities; only adding or subtracting the same \
             number everywhere leaves them alone.",
            |scores| scores::softmax_divides_by_largest(scores),
        )
        .mistake(
            "does not normalise",
            "Your numbers do not add up to 1. After the exponentials, divide each by their sum.",
            |scores| scores::softmax_not_normalised(scores),
        )
        .mistake(
            "leaves out exp",
            "You took shares of the scores themselves. A negative score then becomes a negative probability; exp makes \
             everything positive first.",
            |scores| scores::softmax_without_exp(scores),
        )
        .variants(
            "subtracts another score",
            "Taking the same number away from all scores is right, whichever it is; but only with the largest no exponent is above \
             0. With another one, a wide spread such as [0, 2000, −5] overflows all the same.",
            scores::OTHERS,
            |reference, scores| scores::softmax_less(reference(scores), scores),
        )
        .mistake(
            "largest from 0",
            "Your search for the largest score begins at 0, so where all are far below 0 it finds none, and every exponential is \
             0. Begin with the first score, or with −∞.",
            |scores| scores::softmax_less(scores.iter().copied().fold(0.0, f64::max), scores),
        )
        .variants(
            "clamps the scores",
            "You cut large scores off. Then they are equal, and 2000 is no better than 1000; take the largest away instead.",
            [20.0, 50.0, 80.0, 88.0, 100.0, 500.0, 700.0, 709.0],
            |&bound, scores| scores::softmax_clamped(scores, bound),
        )
        .variants(
            "props the sum up",
            "A small number added to the sum makes all probabilities a little too small. The largest exponential is 1, so the sum \
             needs no help.",
            [1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10],
            |extra, scores| scores::softmax_propped(scores, *extra),
        )
        .variants(
            "hides the NaN",
            "You put a number in the place of NaN. The NaN says that e to a large score was infinite, and with that the order of \
             the scores is lost: prevent it, by taking the largest score away first.",
            [0.0, 1.0],
            |&substitute, scores| scores::softmax_patched(scores, substitute),
        )
        .mistake(
            "takes logarithms",
            "Those are logarithms of probabilities. The exponentials divided by their sum are the probabilities themselves.",
            |scores| scores::log_softmax(scores),
        )
        .mistake(
            "sigmoids",
            "That is a sigmoid for each score on its own: their sum is not 1. In a softmax they share it.",
            |scores| scores.iter().map(|&s| sigmoid(s)).collect(),
        )
        .mistake(
            "turned round",
            "Your largest score has the smallest probability: the exponent is s minus the largest, not the largest minus s.",
            |scores| solutions::softmax(&scores.iter().map(|s| -s).collect::<Vec<_>>()),
        )
        .mistake(
            "winner takes all",
            "You gave the best score a 1 and the others a 0. Softmax is softer: each gets a share.",
            |scores| scores::winner(scores),
        )
        .mistake(
            "2 for e",
            "`exp2` is 2 to a power. The base here is e: `exp`.",
            |scores| solutions::softmax(&scores.iter().map(|s| s * std::f64::consts::LN_2).collect::<Vec<_>>()),
        )
        .why("Softmax looks only at differences between scores. Raise every score by a thousand and nothing happens.")
        .done()
}

pub(super) fn cross_entropy() -> Exercise {
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
            ((vec![0.5, -0.5, 1.5, 0.0], 1), 2.546_006_389_940_572_5),
            ((vec![0.0, 2000.0, -3.0], 2), 2003.0),
            ((vec![2000.0, 0.0, 1999.0], 2), 1.313_261_687_518_222_8),
            ((vec![-2000.0, 1.0, 0.0, 1.0], 3), 0.861_994_804_058_251_1),
            ((vec![7.0, 7.0, 7.0], 1), 1.098_612_288_668_109_8),
            ((vec![-1000.0, -1003.0, -1001.0], 1), 3.349_012_216_768_186),
            ((vec![2000.0, 0.0], 0), 0.0),
            ((vec![0.0, 720.0, 1.0], 0), 720.0), // e⁷²⁰ is infinite, and e⁻⁷²⁰ not yet 0
            ((vec![-3.5], 0), 0.0), // one class is no surprise
        ])
        .tolerance(1e-12)
        .answer(|(scores, truth)| exercises::cross_entropy(scores, *truth))
        .solution(|(scores, truth)| solutions::cross_entropy(scores, *truth))
        .mistake(
            "loses the minus sign",
            "Your loss is negative. ln p is below zero for every p below 1; the minus sign turns it into a cost.",
            |(scores, truth)| scores::cross_entropy_wrong_sign(scores, *truth),
        )
        .variants(
            "another logarithm",
            "Right, in other units: you used the logarithm to base 2 or 10. This is the natural logarithm, `ln`.",
            [std::f64::consts::LN_2, std::f64::consts::LN_10],
            |unit, (scores, truth)| solutions::cross_entropy(scores, *truth) / unit,
        )
        .mistake(
            "takes the logarithm of zero",
            "Right until the probability is too small for 64 bits: it rounds to 0, and −ln 0 is infinite. Do not divide first: \
             ln(a/b) is ln a − ln b.",
            |(scores, truth)| scores::cross_entropy_log_of_zero(scores, *truth),
        )
        .variants(
            "overflows",
            "Right on paper. But `exp` of 1000 is infinite: take the largest score away before `exp`, and add it again after `ln`.",
            [scores::surprise_word_for_word, scores::log_sum_word_for_word],
            |loss, (scores, truth)| loss(scores, *truth),
        )
        .variants(
            "subtracts another score",
            "The way is right. But only the *largest* score, taken away, leaves no exponent above 0: with another one a wide \
             spread still overflows.",
            scores::OTHERS,
            |reference, (scores, truth)| scores::log_sum_less(reference(scores), scores) - scores[*truth],
        )
        .mistake(
            "largest from 0",
            "Your search for the largest score begins at 0, so where all are far below 0 every exponential is 0. Begin with the first \
             score, or with −∞.",
            |(scores, truth)| {
                scores::log_sum_less(scores.iter().copied().fold(0.0, f64::max), scores) - scores[*truth]
            },
        )
        .mistake(
            "subtracts the true score",
            "You took the true class's score away from all: exact on paper. But where it lies 2000 below the best, e^2000 is \
             infinite. Take the largest away.",
            |(scores, truth)| scores::log_sum_less(scores[*truth], scores) - scores[*truth],
        )
        .mistake(
            "only the lead",
            "That is how far the true class lies behind the best one. The loss is never less, but near a tie it is more: ln Σ exp(sⱼ) \
             lies above the largest score.",
            |(scores, truth)| scores::lead(scores, *truth),
        )
        .variants(
            "not put back",
            "You took the largest score out of the sum and forgot it on one side: ln Σ exp(sⱼ) = m + ln Σ exp(sⱼ − m).",
            [0.0, 2.0],
            |&times, (scores, truth)| scores::largest_times(times, scores, *truth),
        )
        .variants(
            "clamps the probability",
            "Keeping p away from 0 hides the infinity and puts a lie in its place: from some score on, the loss stops growing. ln(a/b) \
             is ln a − ln b: no p is needed.",
            [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-100, 1e-300, f64::EPSILON, f64::MIN_POSITIVE],
            |&bound, (scores, truth)| -solutions::softmax(scores)[*truth].max(bound).ln(),
        )
        .variants(
            "props the probability up",
            "A small number added to p hides the infinity, bends every loss a little, and lets none grow beyond a bound. ln(a/b) is \
             ln a − ln b: no p is needed.",
            [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12],
            |extra, (scores, truth)| -(solutions::softmax(scores)[*truth] + extra).ln(),
        )
        .variants(
            "counts from 1",
            "You looked one place too early: `truth` counts from 0, so the first class is number 0.",
            [scores::one_before as fn(usize) -> usize, |truth| truth.saturating_sub(1)],
            |place, (scores, truth)| solutions::cross_entropy(scores, place(*truth)),
        )
        .mistake(
            "stops at the probability",
            "That is the probability itself. The surprise is −ln of it.",
            |(scores, truth)| solutions::softmax(scores)[*truth],
        )
        .mistake(
            "one minus p",
            "That is 1 − p. It never exceeds 1, and the surprise knows no bound: −ln p.",
            |(scores, truth)| 1.0 - solutions::softmax(scores)[*truth],
        )
        .mistake(
            "only the sum",
            "That is ln Σ exp(sⱼ), the same for every class. The score of the true one still has to be taken away.",
            |(scores, _)| scores::log_sum_less(scores.iter().copied().fold(f64::NEG_INFINITY, f64::max), scores),
        )
        .mistake(
            "mean over the classes",
            "You divided by the number of classes. There is one true class, and its surprise counts whole.",
            |(scores, truth)| solutions::cross_entropy(scores, *truth) / scores.len() as f64,
        )
        .mistake(
            "scores the favourite",
            "You took the class the network likes best. The loss asks about the class that is *true*.",
            |(scores, truth)| scores::cross_entropy_of_favourite(scores, *truth),
        )
        .why("Every framework has this as one function that takes scores, not probabilities, for exactly this reason.")
        .done()
}
