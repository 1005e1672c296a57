//! The draw, its price, and what they add up to.
//!
//! Expected values are PyTorch's in double precision, from `tests/reference/make_vae.py`, unless a comment says
//! otherwise.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn reparameterize() -> Exercise {
    Exercise::new("reparameterize", 20, "draw a code so that gradients come through")
        .hints([
            "What is σ if λ = ln σ²? σ² = exp(λ), so σ = exp(λ/2).",
            "ε stays what it is while μ and λ move. Then z = μ + ε·exp(λ/2) is an ordinary function of both: what is ∂z/∂μ, what is ∂z/∂λ?",
            "∂z/∂μ = 1 and ∂z/∂λ = ½·ε·exp(λ/2). Each times dz.",
        ])
        .probes([
            (
                (vec![0.5, -1.25, 2.0], vec![0.6, -1.4, 0.0], vec![1.5, -0.75, 0.25], vec![2.0, -3.0, 0.5]),
                (
                    vec![2.524_788_211_364_004_6, -1.622_438_977_843_557, 2.25],
                    vec![2.0, -3.0, 0.5],
                    vec![2.024_788_211_364_004_6, 0.558_658_466_765_335_7, 0.0625],
                ),
            ),
            (
                (vec![-0.3], vec![1.8], vec![-2.0], vec![1.25]),
                (vec![-5.219_206_222_313_899_5], vec![1.25], vec![-3.074_503_888_946_187_3]),
            ),
            (
                (vec![1.0, 0.0], vec![-3.0, 2.2], vec![0.0, 0.4], vec![-1.0, 1.5]),
                (
                    vec![1.0, 1.201_666_409_578_573_4],
                    vec![-1.0, 1.5],
                    vec![0.0, 0.901_249_807_183_930_1],
                ),
            ),
        ])
        .answer(|(m, l, e, dz)| exercises::reparameterize(m, l, e, dz))
        .solution(|(m, l, e, dz)| solutions::reparameterize(m, l, e, dz))
        .mistake(
            "the variance",
            "You multiplied ε by exp(λ), which is the variance. A draw is off the mean by ε standard deviations, exp(λ/2) each.",
            |(m, l, e, dz)| mistakes::draw_by_variance(m, l, e, dz),
        )
        .mistake(
            "the logarithm",
            "You multiplied ε by λ itself. λ is a logarithm, and may be negative: σ = exp(λ/2).",
            |(m, l, e, dz)| mistakes::draw_by_logarithm(m, l, e, dz),
        )
        .mistake(
            "a factor 2 in λ",
            "The draw is right; its derivative in λ is twice what it should be. σ is exp(λ/2), and the inner derivative ½ stays.",
            |(m, l, e, dz)| mistakes::draw_by_log_sigma(m, l, e, dz),
        )
        .mistake(
            "blocked",
            "The draw is right, but you let no gradient through. With ε fixed, z is an ordinary function of μ and λ.",
            |(m, l, e, dz)| mistakes::draw_blocked(m, l, e, dz),
        )
        .mistake(
            "the gradient in σ",
            "You returned the gradient in σ, ε·dz. Asked is that in λ: times ∂σ/∂λ = σ/2.",
            |(m, l, e, dz)| mistakes::draw_gradient_in_sigma(m, l, e, dz),
        )
        .why("The noise is drawn first and only then moved and stretched. So the network's part in the draw is arithmetic, and arithmetic has gradients.")
        .done()
}

pub fn gaussian_kl() -> Exercise {
    Exercise::new("gaussian_kl", 20, "the divergence from N(0, 1), closed")
        .hints([
            "KL(q ‖ p) is the mean of ln q(z) − ln p(z) over z ~ q. Write both logarithms out; −½·ln 2π falls away.",
            "Over z ~ N(μ, σ²) the mean of (z − μ)²/σ² is 1, and that of z² is μ² + σ².",
            "For each number ½·(σ² + μ² − 1 − λ) with σ² = exp(λ); add them all up, divide by the number of pictures.",
        ])
        .probes([
            (
                (
                    vec![vec![0.5, -1.25, 2.0], vec![0.25, 0.75, -0.5]],
                    vec![vec![0.6, -1.4, 0.3], vec![-0.2, 0.9, -2.5]],
                ),
                2.441_623_358_691_737,
            ),
            ((vec![vec![1.5]], vec![vec![-0.7]]), 1.223_292_651_895_704_8),
            (
                (
                    vec![vec![0.0, 0.0], vec![2.0, 0.0], vec![0.0, -1.0]],
                    vec![vec![0.0, 0.0], vec![0.0, 1.1], vec![-1.3, 0.0]],
                ),
                1.079_449_636_163_407_6,
            ),
        ])
        .answer(|(m, l)| exercises::gaussian_kl(m, l))
        .solution(|(m, l)| solutions::gaussian_kl(m, l))
        .mistake(
            "the other way",
            "That is KL(N(0, 1) ‖ N(μ, σ²)). The draws come from the encoder's q, so it is q's mean that is taken: KL(q ‖ p).",
            |(m, l)| mistakes::kl_the_other_way(m, l),
        )
        .mistake(
            "ln σ",
            "You took λ for ln σ. It is ln σ²: σ² = exp(λ).",
            |(m, l)| mistakes::kl_of_log_sigma(m, l),
        )
        .mistake(
            "mean over the code",
            "You divided by the numbers of the code, too. The bound adds them up: a code of 20 numbers costs twenty times one.",
            |(m, l)| mistakes::kl_over_the_code(m, l),
        )
        .mistake(
            "not divided",
            "That is the sum over all pictures. Nats *a picture* were asked for.",
            |(m, l)| mistakes::kl_over_nothing(m, l),
        )
        .mistake(
            "without the half",
            "The factor ½ is missing. It comes from the ½ in the exponent of the normal density, and from ln σ = ½·ln σ².",
            |(m, l)| mistakes::kl_twice(m, l),
        )
        .mistake(
            "negative",
            "The sign is turned. Papers write −KL, the bound's term; a divergence itself is never below 0.",
            |(m, l)| mistakes::kl_negative(m, l),
        )
        .why("Two normal distributions: no draw is needed, and the term has no noise. Where q or p is something else, one samples.")
        .done()
}

pub fn sum_or_mean() -> Exercise {
    Exercise::new("sum_or_mean", 15, "find out what a mean in place of a sum does to β")
        .hints([
            "A loss times a positive number has its minimum in the same place. By what must A's be multiplied, so that its first term is nats a picture?",
            "`bce.mean()` is reconstruction/784. So 784·loss = reconstruction + 784·(A's second term). And B's second term is KL/20.",
            "β = 784 and β = 784/20; the reconstruction is 784·0.105; a bit is ln 2 nats.",
        ])
        // Closed form: 784, 784/20, 784·0.105, 104/(784·ln 2).
        .probes([((), [784.0, 39.2, 82.32, 0.191_377_913_587_311_5])])
        .answer(|()| exercises::sum_or_mean())
        .solution(|()| solutions::sum_or_mean())
        .mistake(
            "upside down",
            "The other way round: the *first* term was made 784 times smaller, so the second counts more, not less.",
            |()| mistakes::sums_upside_down(),
        )
        .mistake(
            "the code forgotten",
            "`kl.mean()` also divides by the 20 numbers of a code. A first, then: which β has B?",
            |()| mistakes::sums_alike(),
        )
        .mistake(
            "times the code",
            "A mean over the 20 numbers makes the KL *smaller* by 20, not larger.",
            |()| mistakes::sums_times_the_code(),
        )
        .mistake(
            "nats",
            "Your last number is in nats a pixel. A bit is ln 2 = 0.693 nats.",
            |()| mistakes::sums_in_nats(),
        )
        .mistake(
            "times ln 2",
            "You multiplied by ln 2. A bit is *less* than a nat, so there are more bits: divide.",
            |()| mistakes::sums_times_ln2(),
        )
        .why("Frameworks average by default. With β = 784 every picture gets the same code, and the loss printed looks fine.")
        .done()
}
