//! The draw, its price, and what they add up to.
//!
//! Expected values are PyTorch's in double precision, from `tests/reference/make_vae.py`, unless a comment says
//! otherwise.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

/// What `reparameterize` is asked: mean, log-variance, noise, dz.
type Drawn = (Vec<f64>, Vec<f64>, Vec<f64>, Vec<f64>);

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
                    // By hand: nothing to draw, and a σ of 0 as good as.
            ((vec![], vec![], vec![], vec![]), (vec![], vec![], vec![])),
            (
                (vec![2.0, -1.0], vec![-1e3, 0.0], vec![3.0, -2.0], vec![5.0, 1.0]),
                (vec![2.0, -3.0], vec![5.0, 1.0], vec![0.0, -1.0]),
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
        .mistake(
            "without ε",
            "In the gradient in λ the ε is missing: λ only stretches the noise, so it has no say where ε is 0.",
            |(m, l, e, dz)| mistakes::draw_gradient_without_noise(m, l, e, dz),
        )
        .mistake(
            "without dz",
            "You gave the derivatives of z. The loss's gradients are those, times dz.",
            |(m, l, e, dz)| {
                let (z, _, _) = solutions::reparameterize(m, l, e, dz);
                let (_, in_mean, in_l) = solutions::reparameterize(m, l, e, &vec![1.0; dz.len()]);
                (z, in_mean, in_l)
            },
        )
        .mistake(
            "exchanged",
            "The two gradients are exchanged: first that in the means, then that in the log-variances.",
            |(m, l, e, dz)| {
                let (z, in_mean, in_l) = solutions::reparameterize(m, l, e, dz);
                (z, in_l, in_mean)
            },
        )
        .mistake(
            "by way of z",
            "In the gradient in λ you took the whole z, mean included. λ is in σ·ε alone.",
            |(m, l, e, dz)| {
                let (z, in_mean, _) = solutions::reparameterize(m, l, e, dz);
                let in_l = z.iter().zip(dz).map(|(z, dz)| 0.5 * z * dz).collect();
                (z, in_mean, in_l)
            },
        )
        .variants(
            "λ cut off",
            "You cut λ off. Many programs do, to be safe; but then σ never comes near 0, and beyond the bound no gradient should come back at all.",
            [2.0, 4.0, 5.0, 6.0, 10.0, 20.0],
            |bound: &f64, (m, l, e, dz): &Drawn| {
                let l: Vec<f64> = l.iter().map(|l| l.clamp(-bound, *bound)).collect();
                solutions::reparameterize(m, &l, e, dz)
            },
        )
        .mistake(
            "minus ε",
            "You took the noise away. Its distribution is the same, but with *this* ε the draw is another: z = μ + σ·ε.",
            |(m, l, e, dz)| {
                let e: Vec<f64> = e.iter().map(|e| -e).collect();
                solutions::reparameterize(m, l, &e, dz)
            },
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
                    // Far out, and spread as thin as 10⁻²⁶.
            (
                (
                    vec![vec![-30.0, 0.001], vec![40.0, 40.0]],
                    vec![vec![-60.0, 5.5], vec![0.0, -0.5]],
                ),
                1099.3246159809833,
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
        .variants(
            "σ for σ²",
            "You took σ where σ² belongs. With λ = ln σ² the variance is exp(λ), and the standard deviation its root.",
            [1.0, 0.5],
            |in_logarithm: &f64, (m, l): &(Vec<Vec<f64>>, Vec<Vec<f64>>)| mistakes::kl_of_sigma(*in_logarithm, m, l),
        )
        .mistake(
            "μ not squared",
            "μ stands in it as it is. A mean of −2 costs as much as one of 2: μ².",
            |(m, l)| mistakes::kl_of(m, l, |m, l| 0.5 * (l.exp() + m - 1.0 - l)),
        )
        .mistake(
            "without μ",
            "The mean is not in it. N(5, 1) is far from N(0, 1) though its variance is right.",
            |(m, l)| mistakes::kl_of(m, l, |_, l| 0.5 * (l.exp() - 1.0 - l)),
        )
        .mistake(
            "without −1",
            "The −1 is missing: the divergence of N(0, 1) from itself must be 0.",
            |(m, l)| mistakes::kl_of(m, l, |m, l| 0.5 * (l.exp() + m * m - l)),
        )
        .mistake(
            "λ for σ²",
            "You took λ for the variance. It is its logarithm: σ² = exp(λ).",
            |(m, l)| mistakes::kl_of(m, l, |m, l| 0.5 * (l + m * m - 1.0 - l.abs().ln())),
        )
        .mistake(
            "λ added",
            "λ has the wrong sign: −ln σ². A spread that is too narrow costs, too.",
            |(m, l)| mistakes::kl_of(m, l, |m, l| 0.5 * (l.exp() + m * m - 1.0 + l)),
        )
        .mistake(
            "in bits",
            "You divided by ln 2: those are bits. Asked are nats.",
            |(m, l)| solutions::gaussian_kl(m, l) / std::f64::consts::LN_2,
        )
        .mistake(
            "over the code alone",
            "You divided by the numbers of the code, and not by the pictures. It is the other way round: a sum over the code, a mean over the pictures.",
            |(m, l)| solutions::gaussian_kl(m, l) * m.len() as f64 / m[0].len() as f64,
        )
        .why("Two normal distributions: no draw is needed, and the term has no noise. Where q or p is something else, one samples.")
        .done()
}

pub fn sum_or_mean() -> Exercise {
    Exercise::new("sum_or_mean", 15, "find out what a mean in place of a sum does to β; four decimals")
        .entries(["the β of A", "the β of B", "the reconstruction", "the bits a pixel"])
        .hints([
            "A loss times a positive number has its minimum in the same place. By what must A's be multiplied, so that its first term is nats a picture?",
            "`bce.mean()` is reconstruction/784. So 784·loss = reconstruction + 784·(A's second term). And B's second term is KL/20.",
            "β = 784 and β = 784/20; the reconstruction is 784·0.105; a bit is ln 2 nats.",
        ])
        // Closed form: 784, 784/20, 784·0.105, 104/(784·ln 2).
        .probes([((), [784.0, 39.2, 82.32, 0.191_377_913_587_311_5])])
        .digits(4)
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
        .mistake(
            "no difference",
            "A mean is a sum divided by how many there are, and here the two terms are divided by different numbers: 784 pixels and 20 numbers of a code.",
            |()| [1.0, 1.0, 82.32, 104.0 / (784.0 * std::f64::consts::LN_2)],
        )
        .mistake(
            "the code alone",
            "You saw the 20 in the mean over the code, and not the 784 in the mean over the pixels: `bce.mean()` made the reconstruction small.",
            |()| [1.0, 0.05, 82.32, 104.0 / (784.0 * std::f64::consts::LN_2)],
        )
        .mistake(
            "a pixel",
            "0.105 are nats a *pixel*. A picture has 784 of them.",
            |()| [784.0, 39.2, 0.105, 104.0 / (784.0 * std::f64::consts::LN_2)],
        )
        .mistake(
            "bits a picture",
            "Those are the bits of the whole picture. Divide by its pixels.",
            |()| [784.0, 39.2, 82.32, 104.0 / std::f64::consts::LN_2],
        )
        .mistake(
            "negative bits",
            "The bound is negative, a logarithm of a probability; the bits that it takes are the opposite.",
            |()| [784.0, 39.2, 82.32, -104.0 / (784.0 * std::f64::consts::LN_2)],
        )
        .mistake(
            "exchanged",
            "The two β are exchanged: it is program B that also divides the KL, by 20.",
            |()| [39.2, 784.0, 82.32, 104.0 / (784.0 * std::f64::consts::LN_2)],
        )
        .why("Frameworks average by default. With β = 784 every picture gets the same code, and the loss printed looks fine.")
        .done()
}
