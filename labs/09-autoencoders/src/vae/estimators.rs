//! The slope of E f(z) over z ~ N(μ, σ²) in μ and in σ, when z is drawn.
//!
//! What is drawn here is ε ~ N(0, 1), and z = μ + σε. Each function gives the slopes in μ and in ln σ² that one draw
//! suggests; their mean over many draws is the slope that is wanted, or is not.

/// What is to be averaged: its value at z, and its own slope there.
#[derive(Clone, Copy)]
pub struct Score {
    /// f(z)
    pub value: fn(f64) -> f64,
    /// f′(z)
    pub slope: fn(f64) -> f64,
}

/// The slopes in μ and in ln σ².
pub type Slopes = (f64, f64);

/// z as a plain number: what a tape makes of it that does not know where it came from. No slope at all.
pub fn blocked(_f: &Score, _mean: f64, _deviation: f64, _noise: f64) -> Slopes {
    (0.0, 0.0)
}

// ANCHOR: score
/// The score function (REINFORCE, Williams 1992): f(z) times the slope of ln q(z). It needs no f′. `baseline` is taken
/// off f(z): the mean stays as it is, the spread does not.
pub fn score_function(f: &Score, mean: f64, deviation: f64, noise: f64, baseline: f64) -> Slopes {
    let reward = (f.value)(mean + deviation * noise) - baseline;
    // ln q = −½·ln 2π − ½·ln σ² − (z − μ)²/(2σ²), and z stays where it is.
    let in_mean = noise / deviation;
    let in_log_variance = 0.5 * (noise * noise - 1.0);
    (reward * in_mean, reward * in_log_variance)
}
// ANCHOR_END: score

// ANCHOR: reparameterised
/// z = μ + σε moves when μ and σ do: the chain rule. With λ = ln σ², σ = exp(λ/2) and ∂σ/∂λ = σ/2.
pub fn reparameterised(f: &Score, mean: f64, deviation: f64, noise: f64) -> Slopes {
    let slope = (f.slope)(mean + deviation * noise);
    (slope, slope * noise * deviation / 2.0)
}
// ANCHOR_END: reparameterised

/// Mean and standard deviation of a sample.
pub fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0)).sqrt())
}
