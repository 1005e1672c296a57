//! Log-losses that go astray.

use crate::solutions::logistic;

/// The formula as it stands: infinite as soon as p rounds to 1, NaN when 0 meets infinity.
pub fn log_loss_naive(s: f64, y: f64) -> f64 {
    crate::loss::naive_log_loss(s, y)
}

/// The same, with a question in place of the two products: 0·∞ does not occur.
pub fn log_loss_by_case(s: f64, y: f64) -> f64 {
    let p = logistic(s, 1.0, 0.0);
    if y == 1.0 { -p.ln() } else { -(1.0 - p).ln() }
}

/// Keeps a probability away from 0, or from 0 and 1, by a bound.
pub type Clamp = fn(f64, f64) -> f64;

/// The bounds that libraries and tutorials use.
pub fn clamps() -> Vec<(Clamp, f64)> {
    let both: Clamp = |p, bound| p.clamp(bound, 1.0 - bound);
    let bounds = [
        1e-5,
        1e-6,
        1e-7,
        1e-8,
        1e-9,
        1e-10,
        1e-12,
        1e-15,
        1e-16,
        f64::EPSILON,
    ];
    let tiny = [1e-100, 1e-300, f64::MIN_POSITIVE, (-100_f64).exp()];
    let from_below = bounds
        .into_iter()
        .chain(tiny)
        .map(|bound| (f64::max as Clamp, bound));
    from_below
        .chain(bounds.map(|bound| (both, bound)))
        .collect()
}

/// −ln of the probability that was given to the answer, once that probability is clamped.
pub fn log_loss_clamped(s: f64, y: f64, clamp: impl Fn(f64) -> f64) -> f64 {
    let p = logistic(s, 1.0, 0.0);
    -clamp(if y == 1.0 { p } else { 1.0 - p }).ln()
}

/// Adds a little inside the logarithm.
pub fn log_loss_propped(s: f64, y: f64, extra: f64) -> f64 {
    let p = logistic(s, 1.0, 0.0);
    -(y * (p + extra).ln() + (1.0 - y) * (1.0 - p + extra).ln())
}

/// The log-loss, by somebody's softplus: of −s where the answer is 1, of s where it is 0.
pub fn log_loss_by(softplus: impl Fn(f64) -> f64, s: f64, y: f64) -> f64 {
    softplus(if y == 1.0 { -s } else { s })
}

/// ln(1 + eˢ), word for word.
pub fn softplus_plain(s: f64) -> f64 {
    (1.0 + s.exp()).ln()
}

/// The same, exact for small eˢ; a large one is still infinite.
pub fn softplus_ln_1p(s: f64) -> f64 {
    s.exp().ln_1p()
}

/// eˢ pulled out whatever the sign of s: safe at 800, and −∞ + ∞ at −800.
pub fn softplus_pulled_out(s: f64) -> f64 {
    s + (-s).exp().ln_1p()
}

/// Rewards the wrong class.
pub fn log_loss_swapped(s: f64, y: f64) -> f64 {
    crate::solutions::log_loss(s, 1.0 - y)
}

/// The log-likelihood, which one would make large.
pub fn log_loss_negated(s: f64, y: f64) -> f64 {
    -crate::solutions::log_loss(s, y)
}
