//! Cross-entropy and divergence.

use crate::mistakes::costs as mistakes;
use crate::{exercises, solutions};
use labkit::judge::{Draws, Exercise};
use ndarray::{Array1, Array2, array, s};

/// Exact in double precision, but for the last digits: what is clamped or shifted a little differs by more.
const CLOSE: f64 = 1e-11;

fn neurons() -> Vec<(mistakes::Neuron, (Array1<f64>, f64))> {
    vec![
        (
            (
                array![[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]],
                array![1.0, 0.0],
                array![0.3, -0.7, 0.2],
                0.1,
            ),
            (
                array![
                    0.37477239465844925,
                    0.17397518383525462,
                    -0.34795036767050924
                ],
                0.18122480583865042,
            ),
        ),
        (
            (
                array![[3.0], [-2.0], [0.5], [1.0], [-0.25]],
                array![0.0, 0.0, 1.0, 1.0, 1.0],
                array![1.25],
                -0.5,
            ),
            (array![0.48222229465168664], -0.0944309849504299),
        ),
        (
            (array![[2.0, 6.0]], array![0.0], array![1.5, 0.75], 0.5),
            (
                array![1.9993292997390673, 5.997987899217202],
                0.9996646498695336,
            ),
        ),
        // Sums of 1,200 and -1,600: sure of itself, twice right and three times wrong.
        (
            (
                array![
                    [300.0, 2.0],
                    [-400.0, 1.0],
                    [300.0, 5.0],
                    [-400.0, -3.0],
                    [300.0, 1.0]
                ],
                array![1.0, 0.0, 0.0, 1.0, 0.0],
                array![4.0, 0.0],
                0.0,
            ),
            (array![200.0, 1.8], 0.2),
        ),
        // Sure of itself and right: nothing is left to learn.
        (
            (
                array![[-400.0, 1.0], [-300.0, 2.0], [-500.0, 0.5]],
                array![0.0, 0.0, 0.0],
                array![4.0, 0.0],
                0.0,
            ),
            (array![0.0, 0.0], 0.0),
        ),
    ]
}

pub fn cross_entropy_gradient() -> Exercise {
    Exercise::new("cross_entropy_gradient", 15, "∂C/∂w and ∂C/∂b of one neuron with cross-entropy cost")
        .hints([
            "Call the sum z = x·w + b. Write ∂C/∂a and ∂a/∂z down for one sample and multiply them. Something cancels.",
            "∂C/∂z is a − y for one sample. The mean over N samples brings a 1/N.",
            "With d = (a − y)/N: x.t().dot(&d) and d.sum().",
        ])
        .probes(neurons())
        .entries(["∂C/∂w", "∂C/∂b"])
        .property(
            "The order of the samples changes nothing.",
            |draws| {
                let (n, inputs) = (draws.whole(2..7), draws.whole(1..4));
                let x = draws.numbers(n * inputs, -3.0..3.0);
                let y = draws.numbers(n, 0.0..1.0);
                (
                    Array2::from_shape_fn((n, inputs), |(i, j)| x[i * inputs + j]),
                    y.into_iter().map(f64::round).collect(),
                    draws.numbers(inputs, -2.0..2.0).into(),
                    draws.number(-1.0..1.0),
                )
            },
            |gradient, (x, y, w, b)| {
                let turned = |m: &Array2<f64>| m.slice(s![..;-1, ..]).to_owned();
                let other = (turned(x), y.slice(s![..;-1]).to_owned(), w.clone(), *b);
                let got = gradient(&other);
                (other, got, gradient(&(x.clone(), y.clone(), w.clone(), *b)))
            },
        )
        .tolerance(CLOSE)
        .answer(|(x, y, w, b)| exercises::cross_entropy_gradient(x, y, w, *b))
        .solution(|(x, y, w, b)| solutions::cross_entropy_gradient(x, y, w, *b))
        .mistake(
            "the derivative left in",
            "You multiplied by a(1 − a): that is the quadratic cost's gradient. Cross-entropy's own derivative has \
             a(1 − a) below the line, and the two cancel.",
            mistakes::cross_entropy_gradient_with_derivative,
        )
        .mistake(
            "sign",
            "The sign is turned round: ∂C/∂z is a − y, with z the sum. Answer too high, gradient positive, weight goes down.",
            mistakes::cross_entropy_gradient_with_the_sign_lost,
        )
        .mistake(
            "overflows",
            "eᶻ/(1 + eᶻ) is σ(z) on paper. In a computer eᶻ is ∞ from z = 710 on, and ∞/∞ is no number. 1/(1 + e⁻ᶻ) \
             holds at both ends.",
            mistakes::cross_entropy_gradient_that_overflows,
        )
        .mistake(
            "not cancelled",
            "Right on paper. But where the neuron is sure, a is 0 or 1 to the computer, and you divide by it before the \
             factor that cancels it comes. Cancel first, then compute.",
            mistakes::cross_entropy_gradient_not_cancelled,
        )
        .variants(
            "clamped",
            "You keep a away from 0 and 1. The gradient a − y needs no such help, there is no logarithm in it; and for large \
             inputs the little that was cut off shows.",
            [1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12],
            |&rim, neuron| mistakes::cross_entropy_gradient_clamped(rim, neuron),
        )
        .mistake(
            "decisions",
            "You let the neuron say 0 or 1. Its answer is a probability, σ(z), and the gradient needs it as it is.",
            mistakes::cross_entropy_gradient_of_decisions,
        )
        .mistake(
            "no sigmoid",
            "You compared the sum with y. The neuron's answer is σ of the sum.",
            mistakes::cross_entropy_gradient_without_the_sigmoid,
        )
        .mistake(
            "no bias",
            "Your neuron answers without its bias: the sum is x·w + b.",
            mistakes::cross_entropy_gradient_without_bias,
        )
        .variants(
            "summed",
            "You summed over the samples. The cost is their mean, so each part of the gradient is too: divide by N.",
            [[true, true], [true, false], [false, true]],
            |&which, neuron| mistakes::cross_entropy_gradient_summed(which, neuron),
        )
        .variants(
            "another count",
            "The direction is right and the length is not: the mean is over the N samples, the rows of x, and C has no ½ in \
             it.",
            [
                |n: f64, inputs: f64| n * inputs,
                |_, inputs| inputs,
                |n, _| n - 1.0,
                |n, _| 2.0 * n,
                |n, _| n / 2.0,
                |n, _| n * n,
            ] as [fn(f64, f64) -> f64; 6],
            |&count, neuron| mistakes::cross_entropy_gradient_over(count, neuron),
        )
        .why("Input times error, and nothing else. In two of the probes the neuron is sure and wrong, and its \
              gradient is as large as it can be.")
        .done()
}

/// Five probabilities, none of them 0.
fn probabilities(draws: &mut Draws) -> Vec<f64> {
    let shares = draws.numbers(5, 0.01..1.0);
    let sum: f64 = shares.iter().sum();
    shares.iter().map(|share| share / sum).collect()
}

pub fn kl_divergence() -> Exercise {
    Exercise::new("kl_divergence", 10, "what a code made for q wastes when p happens")
        .hints([
            "It is an average of ln(p/q). Which of the two distributions does the averaging?",
            "p does: things happen as often as p says. What is p ln p when p goes to 0?",
            "Sum p[i] * (p[i] / q[i]).ln() over those i with p[i] > 0.",
        ])
        .probes([
            ((vec![0.5, 0.25, 0.125, 0.125], vec![0.25; 4]), 0.17328679513998638),
            ((vec![0.7, 0.0, 0.3], vec![0.2, 0.5, 0.3]), 0.8769340779467575),
            ((vec![0.1, 0.9], vec![0.6, 0.4]), 0.5506612476718903),
            ((vec![0.0, 1.0, 0.0], vec![0.05, 0.8, 0.15]), 0.2231435513142097),
            // Rare in p and all but impossible in q: a billionth that costs 6.7e-7.
            (
                (
                    vec![0.0, 1e-9, 0.25, 0.75 - 1e-9, 0.0],
                    vec![0.5, 1e-300, 0.25, 0.125, 0.125],
                ),
                1.343820269181544,
            ),
            ((vec![1e-9, 1.0 - 1e-9], vec![0.4, 0.6]), 0.5108256024481901),
            ((vec![0.3, 0.3, 0.4], vec![0.3, 0.3, 0.4]), 0.0),
        ])
        .property(
            "An event split into two halves wastes what it wasted in one piece.",
            |draws| (probabilities(draws), probabilities(draws)),
            |divergence, (p, q)| {
                let split = |all: &[f64]| [&[all[0] / 2.0; 2], &all[1..]].concat();
                let halves = (split(p), split(q));
                let got = divergence(&halves);
                (halves, got, divergence(&(p.clone(), q.clone())))
            },
        )
        .tolerance(CLOSE)
        .answer(|(p, q)| exercises::kl_divergence(p, q))
        .solution(|(p, q)| solutions::kl_divergence(p, q))
        .mistake(
            "the wrong way round",
            "That is D(q‖p). The divergence is not symmetric: events come as often as p says, so p is the weight \
             in the average.",
            |(p, q)| mistakes::kl_divergence_reversed(p, q),
        )
        .mistake(
            "cross-entropy",
            "That is the cross-entropy H(p, q), the whole length of the message. The divergence is what it has \
             beyond the entropy H(p).",
            |(p, q)| mistakes::kl_divergence_as_cross_entropy(p, q),
        )
        .mistake(
            "bits",
            "Right, but in bits. The question asks for nats: the natural logarithm.",
            |(p, q)| mistakes::kl_divergence_in_bits(p, q),
        )
        .mistake(
            "upside down",
            "The fraction stands on its head, which turns the sign round. A divergence is never negative.",
            |(p, q)| mistakes::kl_divergence_upside_down(p, q),
        )
        .mistake(
            "no weights",
            "You added ln(p/q) for all events alike. It is an average: each counts as often as it happens, p times.",
            |(p, q)| mistakes::kl_divergence_without_weights(p, q),
        )
        .mistake(
            "sizes",
            "You made every term positive. Where p is smaller than q its term is negative: that event's word is shorter than \
             it need be. Only the sum cannot be negative.",
            |(p, q)| mistakes::kl_divergence_of_sizes(p, q),
        )
        .mistake(
            "averaged",
            "You divided by the number of events. The weights p do the averaging already.",
            |(p, q)| mistakes::kl_divergence_averaged(p, q),
        )
        .mistake(
            "0 · ln 0",
            "A probability of 0 made 0 · ln 0, which is NaN to a computer. What never happens costs nothing: \
             leave such terms out.",
            |(p, q)| mistakes::kl_divergence_with_nan(p, q),
        )
        .variants(
            "a little for nothing",
            "You put a little in the place of 0, or added it everywhere, so that each logarithm exists. It counts, then, and where \
             q is all but 0 it hides what a word costs. What never happens costs nothing: leave such terms out.",
            mistakes::littles(),
            |little, (p, q)| mistakes::kl_divergence_with_a_little(little, p, q),
        )
        .variants(
            "rare is not never",
            "You left out what is rare. An event that nearly never happens still costs, when its word is long enough: only p = 0 \
             counts nothing.",
            [1e-9, 1e-8, 1e-6, 1e-3],
            |&rare, (p, q)| mistakes::kl_divergence_without_the_rare(rare, p, q),
        )
        .why("When p is one-hot its entropy is 0, and the divergence is the cross-entropy: −ln q of the true \
              class. That is the loss of every classifier to come.")
        .done()
}
