//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

/// Takes the singular values for variances.
pub fn explained_without_squares() -> [f64; 4] {
    [10.0 / 15.0, 5.0, 0.1, 4.0]
}

/// Says how much is lost where it was asked how much is explained.
pub fn explained_the_rest() -> [f64; 4] {
    [0.2, 13.0, 0.26, 4.0]
}

/// Divides by the rows alone.
pub fn explained_over_rows() -> [f64; 4] {
    [0.8, 13.0, 1.3, 4.0]
}

/// Thinks that five numbers need five directions.
pub fn explained_all_five() -> [f64; 4] {
    [0.8, 13.0, 0.26, 5.0]
}

/// What of `x` lies along each direction, added up.
fn sum_along(x: &[f64], start: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let mut back = start.to_vec();
    for direction in directions {
        let along: f64 = x.iter().zip(direction).map(|(x, v)| x * v).sum();
        for (back, v) in back.iter_mut().zip(direction) {
            *back += along * v;
        }
    }
    back
}

fn beyond(x: &[f64], mean: &[f64]) -> Vec<f64> {
    x.iter().zip(mean).map(|(x, m)| x - m).collect()
}

/// Forgets the mean on the way there.
pub fn reconstruct_without_centring(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    sum_along(x, mean, directions)
}

/// Forgets the mean on the way back.
pub fn reconstruct_around_zero(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    sum_along(&beyond(x, mean), &vec![0.0; x.len()], directions)
}

/// Forgets it both times.
pub fn reconstruct_without_mean(x: &[f64], _mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    sum_along(x, &vec![0.0; x.len()], directions)
}

/// Takes the directions away and keeps the rest.
pub fn reconstruct_the_rest(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let back = crate::solutions::reconstruct(x, mean, directions);
    let pairs = x.iter().zip(&back);
    pairs.zip(mean).map(|((x, b), m)| m + x - b).collect()
}

/// Believes that an autoencoder cleans by nature.
pub fn noisy_target_cleans() -> [f64; 4] {
    [0.0, 0.0625, f64::INFINITY, 0.0625]
}

/// Takes the standard deviation for the mean square.
pub fn noisy_target_not_squared() -> [f64; 4] {
    [0.25, 0.25, 10.0 * 4.0_f64.log10(), 0.25]
}

/// Thinks that a perfect cleaner has the loss 0.
pub fn noisy_target_loss_zero() -> [f64; 4] {
    [0.0625, 0.0625, 10.0 * 16.0_f64.log10(), 0.0]
}

/// Adds the noise of going in and of coming out.
pub fn noisy_target_twice() -> [f64; 4] {
    [0.125, 0.0625, 10.0 * 8.0_f64.log10(), 0.0625]
}

/// Takes 20 in place of 10.
pub fn noisy_target_decibels() -> [f64; 4] {
    [0.0625, 0.0625, 20.0 * 16.0_f64.log10(), 0.0625]
}

fn pairs(usual: &[f64], odd: &[f64], tie: f64) -> f64 {
    let mut won = 0.0;
    for o in odd {
        for u in usual {
            won += if o > u { 1.0 } else { 0.0 };
            won += if o == u { tie } else { 0.0 };
        }
    }
    won
}

/// A tie counts nothing.
pub fn auc_ties_lose(usual: &[f64], odd: &[f64]) -> f64 {
    pairs(usual, odd, 0.0) / (usual.len() * odd.len()) as f64
}

/// A tie counts as won.
pub fn auc_ties_win(usual: &[f64], odd: &[f64]) -> f64 {
    pairs(usual, odd, 1.0) / (usual.len() * odd.len()) as f64
}

/// The usual one has the higher score.
pub fn auc_turned(usual: &[f64], odd: &[f64]) -> f64 {
    pairs(odd, usual, 0.5) / (usual.len() * odd.len()) as f64
}

/// Compares the first with the first, the second with the second.
pub fn auc_side_by_side(usual: &[f64], odd: &[f64]) -> f64 {
    let both = usual.iter().zip(odd);
    let count = usual.len().min(odd.len()) as f64;
    both.map(|(u, o)| pairs(&[*u], &[*o], 0.5)).sum::<f64>() / count
}

/// Counts the odd ones above the mean of the usual.
pub fn auc_above_the_mean(usual: &[f64], odd: &[f64]) -> f64 {
    let mean = usual.iter().sum::<f64>() / usual.len() as f64;
    odd.iter().filter(|&&o| o > mean).count() as f64 / odd.len() as f64
}

fn entropy(squared: &[f64], exponent: impl Fn(f64) -> f64) -> f64 {
    let weights: Vec<f64> = squared.iter().map(|&d| (-exponent(d)).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| -w / total * (w / total).ln()).sum()
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

const PIXELS: f64 = 784.0;

/// Which of the two terms became small?
pub fn sums_upside_down() -> [f64; 4] {
    let [a, b, nats, bits] = crate::solutions::sum_or_mean();
    [1.0 / a, 1.0 / b, nats, bits]
}

/// The mean over the code forgotten.
pub fn sums_alike() -> [f64; 4] {
    let [a, _, nats, bits] = crate::solutions::sum_or_mean();
    [a, a, nats, bits]
}

/// A mean over the code, taken for more weight.
pub fn sums_times_the_code() -> [f64; 4] {
    let [a, _, nats, bits] = crate::solutions::sum_or_mean();
    [a, a * 20.0, nats, bits]
}

/// Nats for bits.
pub fn sums_in_nats() -> [f64; 4] {
    let [a, b, nats, _] = crate::solutions::sum_or_mean();
    [a, b, nats, 104.0 / PIXELS]
}

/// Times ln 2 for divided by.
pub fn sums_times_ln2() -> [f64; 4] {
    let [a, b, nats, _] = crate::solutions::sum_or_mean();
    [a, b, nats, 104.0 / PIXELS * std::f64::consts::LN_2]
}
