//! Cross-entropy and divergence.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;
use ndarray::array;

pub fn cross_entropy_gradient() -> Exercise {
    Exercise::new("cross_entropy_gradient", 15, "∂C/∂w and ∂C/∂b of one neuron with cross-entropy cost")
        .hints([
            "Call the sum z = x·w + b. Write ∂C/∂a and ∂a/∂z down for one sample and multiply them. Something cancels.",
            "∂C/∂z is a − y for one sample. The mean over N samples brings a 1/N.",
            "With d = (a − y)/N: x.t().dot(&d) and d.sum().",
        ])
        .probes([
            (
                (
                    array![[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]],
                    array![1.0, 0.0],
                    array![0.3, -0.7, 0.2],
                    0.1,
                ),
                (array![0.37477239465844925, 0.17397518383525462, -0.34795036767050924], 0.18122480583865042),
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
                (array![1.9993292997390673, 5.997987899217202], 0.9996646498695336),
            ),
        ])
        .answer(|(x, y, w, b)| exercises::cross_entropy_gradient(x, y, w, *b))
        .solution(|(x, y, w, b)| solutions::cross_entropy_gradient(x, y, w, *b))
        .mistake(
            "the derivative left in",
            "You multiplied by a(1 − a): that is the quadratic cost's gradient. Cross-entropy's own derivative has \
             a(1 − a) below the line, and the two cancel.",
            |(x, y, w, b)| mistakes::cross_entropy_gradient_with_derivative(x, y, w, *b),
        )
        .mistake(
            "sign",
            "The sign is turned round: ∂C/∂z is a − y, with z the sum. Answer too high, gradient positive, weight goes down.",
            |(x, y, w, b)| mistakes::cross_entropy_gradient_with_the_sign_lost(x, y, w, *b),
        )
        .mistake(
            "summed",
            "You summed over the samples. The cost is their mean, so the gradient is too: divide by N.",
            |(x, y, w, b)| mistakes::cross_entropy_gradient_summed(x, y, w, *b),
        )
        .why("Input times error, and nothing else. In the last probe the neuron is sure and wrong, and its \
              gradient is as large as it can be.")
        .done()
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
        ])
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
            "0 · ln 0",
            "A probability of 0 made 0 · ln 0, which is NaN to a computer. What never happens costs nothing: \
             leave such terms out.",
            |(p, q)| mistakes::kl_divergence_with_nan(p, q),
        )
        .why("When p is one-hot its entropy is 0, and the divergence is the cross-entropy: −ln q of the true \
              class. That is the loss of every classifier to come.")
        .done()
}
