//! The gradient of E f(z) over z ~ N(μ, σ²) in μ and in λ = ln σ², when z is drawn.
//!
//! What is drawn here is ε ~ N(0, 1), and z = μ + σε. Each function gives the gradient that one draw suggests; the mean
//! over many draws is the gradient that is wanted, or is not.

/// What is to be averaged: its value at z, and its derivative there.
#[derive(Clone, Copy)]
pub struct Integrand {
    /// f(z)
    pub value: fn(f64) -> f64,
    /// f′(z)
    pub derivative: fn(f64) -> f64,
}

/// The derivatives in μ and in ln σ².
pub type Gradient = (f64, f64);

/// z as a plain number: what a tape makes of it that does not know where it came from. No gradient at all.
pub fn blocked(_f: &Integrand, _mean: f64, _sigma: f64, _noise: f64) -> Gradient {
    (0.0, 0.0)
}

// ANCHOR: score
/// The score function (REINFORCE, Williams 1992): f(z) times the gradient of ln q(z). It needs no f′. `baseline` is taken
/// off f(z): the mean stays as it is, the standard deviation does not.
pub fn score_function(f: &Integrand, mean: f64, sigma: f64, noise: f64, baseline: f64) -> Gradient {
    let reward = (f.value)(mean + sigma * noise) - baseline;
    // ln q = −½·ln 2π − ½·ln σ² − (z − μ)²/(2σ²), and z stays where it is.
    let in_mean = noise / sigma;
    let in_log_variance = 0.5 * (noise * noise - 1.0);
    (reward * in_mean, reward * in_log_variance)
}
// ANCHOR_END: score

/// z = μ + σε moves when μ and σ do: the chain rule. With λ = ln σ², σ = exp(λ/2) and ∂σ/∂λ = σ/2.
pub fn reparameterised(f: &Integrand, mean: f64, sigma: f64, noise: f64) -> Gradient {
    let derivative = (f.derivative)(mean + sigma * noise);
    (derivative, derivative * noise * sigma / 2.0)
}
