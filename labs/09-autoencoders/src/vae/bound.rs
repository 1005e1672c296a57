//! The bound below log p(x), on examples so small that log p(x) itself can be computed.
//!
//! Two models. In the first the hidden z has a few values, and everything is a sum. In the second z is a number,
//! z ~ N(0, 1) and x ~ N(z, τ²), and everything is a closed formula.

use std::f64::consts::PI;

/// A hidden cause with a few values: how probable each is beforehand, and how probable each makes what was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Causes {
    /// p(z)
    pub prior: Vec<f64>,
    /// p(x | z) of the one x that was seen.
    pub likelihood: Vec<f64>,
}

impl Causes {
    /// p(x) = Σ p(z)·p(x | z): every cause in turn.
    pub fn evidence(&self) -> f64 {
        let pairs = self.prior.iter().zip(&self.likelihood);
        pairs.map(|(p, l)| p * l).sum()
    }

    /// p(z | x) = p(z)·p(x | z) / p(x)
    pub fn posterior(&self) -> Vec<f64> {
        let pairs = self.prior.iter().zip(&self.likelihood);
        pairs.map(|(p, l)| p * l / self.evidence()).collect()
    }

    // ANCHOR: bound
    /// Σ q(z)·ln p(x | z) − KL(q ‖ p(z)): the bound, for any q.
    pub fn bound(&self, q: &[f64]) -> f64 {
        let explains: f64 = q
            .iter()
            .zip(&self.likelihood)
            .map(|(q, l)| if *q > 0.0 { q * l.ln() } else { 0.0 })
            .sum();
        explains - divergence(q, &self.prior)
    }
    // ANCHOR_END: bound
}

/// KL(q ‖ p) = Σ q·ln(q/p), in nats. What q rules out costs nothing.
pub fn divergence(q: &[f64], p: &[f64]) -> f64 {
    let pairs = q.iter().zip(p);
    pairs
        .map(|(q, p)| if *q > 0.0 { q * (q / p).ln() } else { 0.0 })
        .sum()
}

/// The normal distribution with this mean and this standard deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    /// μ
    pub mean: f64,
    /// σ, above 0.
    pub sigma: f64,
}

impl Normal {
    /// N(0, 1)
    pub const STANDARD: Normal = Normal {
        mean: 0.0,
        sigma: 1.0,
    };

    /// ln of its density at `x`.
    pub fn ln_density(&self, x: f64) -> f64 {
        let u = (x - self.mean) / self.sigma;
        -0.5 * (2.0 * PI).ln() - self.sigma.ln() - 0.5 * u * u
    }

    /// KL(self ‖ other), closed: ln(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²)/(2σ₂²) − ½.
    pub fn divergence(&self, other: &Normal) -> f64 {
        let (s, t) = (self.sigma, other.sigma);
        let apart = self.mean - other.mean;
        (t / s).ln() + (s * s + apart * apart) / (2.0 * t * t) - 0.5
    }
}

/// z ~ N(0, 1) and x ~ N(z, τ²).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blurred {
    /// τ, above 0.
    pub tau: f64,
}

impl Blurred {
    // ANCHOR: blurred
    /// ln p(x): the sum of two independent normal numbers is normal, and the variances add up.
    pub fn ln_evidence(&self, x: f64) -> f64 {
        let sigma = (1.0 + self.tau * self.tau).sqrt();
        Normal { mean: 0.0, sigma }.ln_density(x)
    }

    /// p(z | x), which is normal: where x points, drawn towards 0.
    pub fn posterior(&self, x: f64) -> Normal {
        let variance = self.tau * self.tau;
        Normal {
            mean: x / (1.0 + variance),
            sigma: (variance / (1.0 + variance)).sqrt(),
        }
    }

    /// E ln p(x | z) over z ~ q. E(x − z)² = (x − μ)² + σ²: the squared distance of the mean, and the
    /// variance about it.
    pub fn explains(&self, x: f64, q: &Normal) -> f64 {
        let variance = self.tau * self.tau;
        let squared = (x - q.mean).powi(2) + q.sigma.powi(2);
        -0.5 * (2.0 * PI * variance).ln() - squared / (2.0 * variance)
    }

    /// The bound on ln p(x).
    pub fn bound(&self, x: f64, q: &Normal) -> f64 {
        self.explains(x, q) - q.divergence(&Normal::STANDARD)
    }
    // ANCHOR_END: blurred
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-12, "{got} {want}");
    }

    #[test]
    fn the_gap_is_the_divergence_from_the_posterior() {
        let causes = Causes {
            prior: vec![0.5, 0.3, 0.2],
            likelihood: vec![0.1, 0.4, 0.8],
        };
        near(causes.evidence(), 0.33);
        for q in [
            vec![0.2, 0.3, 0.5],
            vec![0.0, 0.0, 1.0],
            vec![0.9, 0.1, 0.0],
        ] {
            let gap = divergence(&q, &causes.posterior());
            near(causes.bound(&q) + gap, causes.evidence().ln());
        }
        near(causes.bound(&causes.posterior()), causes.evidence().ln());
    }

    #[test]
    fn the_same_with_a_number_behind_it() {
        let model = Blurred { tau: 0.7 };
        for (mean, sigma) in [(0.3, 0.4), (-1.0, 1.0), (1.0, 2.0)] {
            let q = Normal { mean, sigma };
            let gap = q.divergence(&model.posterior(1.5));
            near(model.bound(1.5, &q) + gap, model.ln_evidence(1.5));
        }
    }
}
