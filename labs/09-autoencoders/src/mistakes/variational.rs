//! The draw, and its price.

type Draw = (Vec<f64>, Vec<f64>, Vec<f64>);

/// A draw with another σ, and another derivative of z in λ.
fn draw_with(
    mean: &[f64],
    log_variance: &[f64],
    noise: &[f64],
    dz: &[f64],
    sigma: impl Fn(f64) -> f64,
    derivative: impl Fn(f64) -> f64,
) -> Draw {
    let all = 0..mean.len();
    let z = all
        .clone()
        .map(|i| mean[i] + noise[i] * sigma(log_variance[i]));
    let back = all.map(|i| dz[i] * noise[i] * derivative(log_variance[i]));
    (z.collect(), dz.to_vec(), back.collect())
}

/// σ² for σ.
pub fn draw_by_variance(mean: &[f64], log_variance: &[f64], noise: &[f64], dz: &[f64]) -> Draw {
    draw_with(mean, log_variance, noise, dz, f64::exp, f64::exp)
}

/// λ for σ.
pub fn draw_by_logarithm(mean: &[f64], log_variance: &[f64], noise: &[f64], dz: &[f64]) -> Draw {
    draw_with(mean, log_variance, noise, dz, |l| l, |_| 1.0)
}

/// λ for ln σ, on the way back.
pub fn draw_by_log_sigma(mean: &[f64], log_variance: &[f64], noise: &[f64], dz: &[f64]) -> Draw {
    let sigma = |l: f64| (0.5 * l).exp();
    draw_with(mean, log_variance, noise, dz, sigma, sigma)
}

/// The draw is right, and z a constant.
pub fn draw_blocked(mean: &[f64], log_variance: &[f64], noise: &[f64], dz: &[f64]) -> Draw {
    let (z, _, _) = draw_with(mean, log_variance, noise, dz, |l| (0.5 * l).exp(), |_| 0.0);
    (z, vec![0.0; dz.len()], vec![0.0; dz.len()])
}

/// The gradient in σ, not in λ.
pub fn draw_gradient_in_sigma(
    mean: &[f64],
    log_variance: &[f64],
    noise: &[f64],
    dz: &[f64],
) -> Draw {
    draw_with(mean, log_variance, noise, dz, |l| (0.5 * l).exp(), |_| 1.0)
}

fn kl_with(
    mean: &[Vec<f64>],
    log_variance: &[Vec<f64>],
    one: impl Fn(f64, f64) -> f64,
    count: usize,
) -> f64 {
    let pictures = mean.iter().zip(log_variance);
    let numbers = pictures.flat_map(|(m, l)| m.iter().zip(l));
    numbers.map(|(&m, &l)| one(m, l)).sum::<f64>() / count as f64
}

/// KL(N(0, 1) ‖ N(μ, σ²)).
pub fn kl_the_other_way(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |m: f64, l: f64| 0.5 * (l - 1.0 + (1.0 + m * m) * (-l).exp());
    kl_with(mean, log_variance, one, mean.len())
}

/// λ read as ln σ.
pub fn kl_of_log_sigma(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |m: f64, l: f64| 0.5 * ((2.0 * l).exp() + m * m - 1.0 - 2.0 * l);
    kl_with(mean, log_variance, one, mean.len())
}

/// Divided by the numbers of the code as well.
pub fn kl_over_the_code(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |m: f64, l: f64| 0.5 * (l.exp() + m * m - 1.0 - l);
    kl_with(mean, log_variance, one, mean.len() * mean[0].len())
}

/// Not divided at all.
pub fn kl_over_nothing(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |m: f64, l: f64| 0.5 * (l.exp() + m * m - 1.0 - l);
    kl_with(mean, log_variance, one, 1)
}

/// Without the half.
pub fn kl_twice(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |m: f64, l: f64| l.exp() + m * m - 1.0 - l;
    kl_with(mean, log_variance, one, mean.len())
}

/// The sign that the paper has: there it is the bound's term, −KL.
pub fn kl_negative(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |m: f64, l: f64| -0.5 * (l.exp() + m * m - 1.0 - l);
    kl_with(mean, log_variance, one, mean.len())
}

/// ε left out on the way back.
pub fn draw_gradient_without_noise(
    mean: &[f64],
    log_variance: &[f64],
    noise: &[f64],
    dz: &[f64],
) -> Draw {
    let (z, in_mean, _) = crate::solutions::reparameterize(mean, log_variance, noise, dz);
    let pairs = dz.iter().zip(log_variance);
    let in_log_variance = pairs.map(|(dz, l)| 0.5 * dz * (0.5 * l).exp()).collect();
    (z, in_mean, in_log_variance)
}

/// Another rule for each number.
pub fn kl_of(mean: &[Vec<f64>], log_variance: &[Vec<f64>], one: impl Fn(f64, f64) -> f64) -> f64 {
    kl_with(mean, log_variance, one, mean.len())
}

/// σ in place of σ², and so much of λ for the logarithm.
pub fn kl_of_sigma(in_logarithm: f64, mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |m: f64, l: f64| 0.5 * ((0.5 * l).exp() + m * m - 1.0 - in_logarithm * l);
    kl_with(mean, log_variance, one, mean.len())
}
