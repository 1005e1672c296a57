//! The choice of a neighbour.

/// Weights of these exponents; the smallest is taken away, as it should be.
fn weights(squared: &[f64], exponent: impl Fn(f64) -> f64) -> Vec<f64> {
    let exponents: Vec<f64> = squared.iter().map(|&d| exponent(d)).collect();
    let smallest = exponents.iter().copied().fold(f64::INFINITY, f64::min);
    exponents.iter().map(|e| (smallest - e).exp()).collect()
}

fn probabilities(weights: &[f64]) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// In nats; what never happens counts nothing.
fn entropy_of(p: &[f64]) -> f64 {
    p.iter().filter(|&&p| p > 0.0).map(|p| -p * p.ln()).sum()
}

fn entropy(squared: &[f64], exponent: impl Fn(f64) -> f64) -> f64 {
    entropy_of(&probabilities(&weights(squared, exponent)))
}

fn right(sigma: f64) -> impl Fn(f64) -> f64 {
    move |d| d / (2.0 * sigma * sigma)
}

/// ln 0 is not left out.
pub fn perplexity_without_guard(squared: &[f64], sigma: f64) -> f64 {
    let p = probabilities(&weights(squared, right(sigma)));
    p.iter().map(|p| -p * p.ln()).sum::<f64>().exp()
}

/// The smallest distance is not taken away.
pub fn perplexity_of_nothing(is_guarded: bool, squared: &[f64], sigma: f64) -> f64 {
    let exponent = right(sigma);
    let weights: Vec<f64> = squared.iter().map(|&d| (-exponent(d)).exp()).collect();
    let p = probabilities(&weights);
    match is_guarded {
        true => entropy_of(&p).exp(),
        false => p.iter().map(|p| -p * p.ln()).sum::<f64>().exp(),
    }
}

/// The weights are not divided by their sum.
pub fn perplexity_of_weights(squared: &[f64], sigma: f64) -> f64 {
    let exponent = right(sigma);
    let weights: Vec<f64> = squared.iter().map(|&d| (-exponent(d)).exp()).collect();
    entropy_of(&weights).exp()
}

/// e to the entropy in bits.
pub fn perplexity_of_bits(squared: &[f64], sigma: f64) -> f64 {
    (entropy(squared, right(sigma)) / std::f64::consts::LN_2).exp()
}

/// 1/Σp².
pub fn perplexity_by_squares(squared: &[f64], sigma: f64) -> f64 {
    let p = probabilities(&weights(squared, right(sigma)));
    1.0 / p.iter().map(|p| p * p).sum::<f64>()
}

/// Stops at the entropy.
pub fn perplexity_entropy(squared: &[f64], sigma: f64) -> f64 {
    entropy(squared, |d| d / (2.0 * sigma * sigma))
}

/// 2 to the entropy in nats.
pub fn perplexity_mixed_units(squared: &[f64], sigma: f64) -> f64 {
    2.0_f64.powf(perplexity_entropy(squared, sigma))
}

/// Divides by 2σ.
pub fn perplexity_sigma_not_squared(squared: &[f64], sigma: f64) -> f64 {
    entropy(squared, |d| d / (2.0 * sigma)).exp()
}

/// Divides by σ².
pub fn perplexity_without_two(squared: &[f64], sigma: f64) -> f64 {
    entropy(squared, |d| d / (sigma * sigma)).exp()
}

/// Squares the squared distances.
pub fn perplexity_squared_twice(squared: &[f64], sigma: f64) -> f64 {
    entropy(squared, |d| d * d / (2.0 * sigma * sigma)).exp()
}
