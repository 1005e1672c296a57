//! Likelihoods that may be compared, and some that may not.

use std::f64::consts::PI;

/// ∫₀¹ gˣ(1 − g)¹⁻ˣ dx: what a "probability" of a grey pixel adds up to over all greys. It is 1 for no g between 0 and 1.
/// With a = ln g − ln(1 − g) the integrand is (1 − g)·exp(a·x), and its integral (1 − g)(exp(a) − 1)/a = (2g − 1)/a.
pub fn grey_total(grey: f64) -> f64 {
    let a = (grey / (1.0 - grey)).ln();
    if a.abs() < 1e-9 {
        return 0.5;
    }
    (2.0 * grey - 1.0) / a
}

/// −x·ln x − (1 − x)·ln(1 − x): what a grey pixel costs at least, with g = x. Nothing if it is black or white.
pub fn grey_floor(x: f64) -> f64 {
    let term = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
    term(x) + term(1.0 - x)
}

// ANCHOR: binomial
/// ln of n over k: the product of (n − k + i)/i.
pub fn ln_choose(n: u32, k: u32) -> f64 {
    (1..=k)
        .map(|i| (f64::from(n - k + i) / f64::from(i)).ln())
        .sum()
}

/// The shades of the 8 × 8 digits: each pixel counts the ink dots in a field of 4 × 4.
pub const SHADES: u32 = 16;

/// What `16·Σ x·ln g + (1 − x)·ln(1 − g)` lacks to be the logarithm of a probability: that of k = 16·x heads in sixteen
/// throws is binomial, and has the number of ways to throw them in it. Of one picture, x = k/16.
pub fn ways(picture: &[f32]) -> f64 {
    let shade = |x: &f32| (x * SHADES as f32).round() as u32;
    picture.iter().map(|x| ln_choose(SHADES, shade(x))).sum()
}
// ANCHOR_END: binomial

/// −ln p of pictures in nats, mean over `test`, when each pixel is drawn on its own from how often it had each shade in
/// `train`, with one more of each so that nothing is impossible. Both have `pixels` numbers a picture.
pub fn pixels_apart(train: &[f32], test: &[f32], pixels: usize) -> f64 {
    let shades = SHADES as usize + 1;
    let shade = |x: f32| (x * SHADES as f32).round() as usize;
    let mut counts = vec![1.0_f64; pixels * shades];
    for (i, &x) in train.iter().enumerate() {
        counts[i % pixels * shades + shade(x)] += 1.0;
    }
    let total = (train.len() / pixels + shades) as f64;
    let cost = |(i, &x): (usize, &f32)| -(counts[i % pixels * shades + shade(x)] / total).ln();
    let sum: f64 = test.iter().enumerate().map(cost).sum();
    sum / (test.len() / pixels) as f64
}

/// Whole numbers 0, 1, 2, … with these probabilities, and a density for them: a bell of the standard deviation `sigma` in the middle
/// of each number's field from k to k + 1, as large as its probability.
#[derive(Debug, Clone)]
pub struct Bells {
    /// P(k)
    pub probabilities: Vec<f64>,
    /// The standard deviation of each bell.
    pub sigma: f64,
}

impl Bells {
    /// ln of the density at `x`.
    pub fn ln_density(&self, x: f64) -> f64 {
        let bell = |k: usize| {
            let u = (x - k as f64 - 0.5) / self.sigma;
            (-0.5 * u * u).exp() / (self.sigma * (2.0 * PI).sqrt())
        };
        let parts = self.probabilities.iter().enumerate();
        parts
            .map(|(k, p)| p * bell(k))
            .sum::<f64>()
            .max(1e-300)
            .ln()
    }

    /// Its mean over the data as they are, each number in the middle of its field: E ln p(k + ½).
    pub fn as_it_is(&self) -> f64 {
        let parts = self.probabilities.iter().enumerate();
        parts
            .map(|(k, p)| p * self.ln_density(k as f64 + 0.5))
            .sum()
    }

    /// Its mean over the dequantised data, shaken evenly in their fields: E ln p(k + u), u from 0 to 1, by the middle of `PIECES` pieces.
    pub fn dequantised(&self) -> f64 {
        const PIECES: usize = 1_000;
        let parts = self.probabilities.iter().enumerate();
        parts
            .map(|(k, p)| {
                let at = |i: usize| k as f64 + (i as f64 + 0.5) / PIECES as f64;
                let field: f64 = (0..PIECES).map(|i| self.ln_density(at(i))).sum();
                p * field / PIECES as f64
            })
            .sum()
    }

    /// What no honest model can beat: Σ P·ln P.
    pub fn ceiling(&self) -> f64 {
        self.probabilities.iter().map(|p| p * p.ln()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_probabilities_add_up_to_one() {
        let p = 0.3_f64;
        let total: f64 = (0..=SHADES)
            .map(|k| {
                let heads = f64::from(k) * p.ln() + f64::from(SHADES - k) * (1.0 - p).ln();
                (ln_choose(SHADES, k) + heads).exp()
            })
            .sum();
        assert!((total - 1.0).abs() < 1e-12);
        assert!((ln_choose(16, 2).exp() - 120.0).abs() < 1e-9);
    }

    #[test]
    fn grey_probabilities_do_not() {
        for grey in [0.001, 0.2, 0.5, 0.9] {
            let sum: f64 = (0..100_000)
                .map(|i| {
                    let x = (f64::from(i) + 0.5) / 100_000.0;
                    power(grey, x) / 100_000.0
                })
                .sum();
            assert!((sum - grey_total(grey)).abs() < 1e-6, "{grey} {sum}");
            assert!(sum < 0.99);
        }
    }

    fn power(grey: f64, x: f64) -> f64 {
        grey.powf(x) * (1.0 - grey).powf(1.0 - x)
    }

    #[test]
    fn dequantised_never_beats_the_ceiling() {
        for sigma in [0.01, 0.1, 0.3, 1.0] {
            let bells = Bells {
                probabilities: vec![0.4, 0.3, 0.2, 0.1],
                sigma,
            };
            assert!(bells.dequantised() < bells.ceiling());
        }
    }

    #[test]
    fn an_even_guess_costs_the_logarithm_of_the_shades() {
        // One picture of each shade: counts of 2 each, of 34.
        let all: Vec<f32> = (0..=16).map(|k| k as f32 / 16.0).collect();
        assert!((pixels_apart(&all, &all, 1) - 17.0_f64.ln()).abs() < 1e-12);
    }
}
