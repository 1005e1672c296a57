//! The best discriminator there can be, and the value of the game against it.

use std::f64::consts::TAU;

/// A normal distribution on the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    /// Its middle.
    pub mean: f64,
    /// Its standard deviation.
    pub std_dev: f64,
}

impl Gaussian {
    /// The density at `x`.
    pub fn density(&self, x: f64) -> f64 {
        let u = (x - self.mean) / self.std_dev;
        (-0.5 * u * u).exp() / (self.std_dev * TAU.sqrt())
    }
}

// ANCHOR: best
/// The best output where real numbers have the density `data` and forged ones `forged`. Where
/// neither ever comes, any output is as good: a half.
pub fn best_discriminator(data: f64, forged: f64) -> f64 {
    if data + forged > 0.0 {
        data / (data + forged)
    } else {
        0.5
    }
}
// ANCHOR_END: best

/// The logit of the best output, ln(p/q).
pub fn best_logit(data: f64, forged: f64) -> f64 {
    if data + forged > 0.0 {
        data.ln() - forged.ln()
    } else {
        0.0
    }
}

// ANCHOR: value
/// The value of the game against a discriminator with these logits: ∫ p·ln D + q·ln(1 − D).
/// From logits, because a computer rounds 1 − D to 0 long before it is 0.
pub fn value(data: Gaussian, forged: Gaussian, logit: impl Fn(f64) -> f64) -> f64 {
    integral(data, forged, |x| {
        let (p, q, s) = (data.density(x), forged.density(x), logit(x));
        -weighted(p, softplus(-s)) - weighted(q, softplus(s))
    })
}

/// The Jensen–Shannon divergence, in nats: the mean of how far both are from their
/// mixture. It is 0 for equal distributions, and ln 2 for two that never meet.
pub fn jensen_shannon(data: Gaussian, forged: Gaussian) -> f64 {
    integral(data, forged, |x| {
        let (p, q) = (data.density(x), forged.density(x));
        let middle = (p + q) / 2.0;
        (weighted(p, (p / middle).ln()) + weighted(q, (q / middle).ln())) / 2.0
    })
}
// ANCHOR_END: value

// ANCHOR: carried
/// The Wasserstein distance of two heaps of as many numbers: how far each has to be carried, on average, to make one heap
/// of the other. On a line no plan is cheaper than to carry the smallest to the smallest, and so on.
///
/// # Panics
/// If one heap has more numbers than the other.
pub fn carried(mut from: Vec<f64>, mut to: Vec<f64>) -> f64 {
    assert_eq!(from.len(), to.len(), "heaps of as many numbers");
    from.sort_by(f64::total_cmp);
    to.sort_by(f64::total_cmp);
    let ways = from.iter().zip(&to).map(|(from, to)| (from - to).abs());
    ways.sum::<f64>() / from.len() as f64
}
// ANCHOR_END: carried

// ANCHOR: kinds
/// The Kullback–Leibler divergence KL(p ‖ q) of probabilities of so many kinds of things, in nats: Σ p·ln(p/q).
/// Infinite if q never has what p has.
pub fn kl(p: &[f64], q: &[f64]) -> f64 {
    let pairs = p.iter().zip(q);
    pairs.map(|(p, q)| weighted(*p, (p / q).ln())).sum()
}

/// The Jensen–Shannon divergence of such probabilities, in nats.
pub fn js(p: &[f64], q: &[f64]) -> f64 {
    let middle: Vec<f64> = p.iter().zip(q).map(|(p, q)| (p + q) / 2.0).collect();
    (kl(p, &middle) + kl(q, &middle)) / 2.0
}
// ANCHOR_END: kinds

/// ln(1 + eˢ): −ln(1 − σ(s)), and of −s it is −ln σ(s).
fn softplus(s: f64) -> f64 {
    s.max(0.0) + (-s.abs()).exp().ln_1p()
}

/// `weight·x`, and 0 where there is no weight, whatever x.
fn weighted(weight: f64, x: f64) -> f64 {
    if weight > 0.0 { weight * x } else { 0.0 }
}

/// Ten standard deviations to either side of both; beyond is less than 10⁻²² of them.
fn integral(one: Gaussian, other: Gaussian, f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: usize = 4_000;
    let low = |of: Gaussian| of.mean - 10.0 * of.std_dev;
    let high = |of: Gaussian| of.mean + 10.0 * of.std_dev;
    let (from, to) = (low(one).min(low(other)), high(one).max(high(other)));
    let width = (to - from) / STEPS as f64;
    (0..STEPS)
        .map(|i| f(from + (i as f64 + 0.5) * width) * width)
        .sum()
}
