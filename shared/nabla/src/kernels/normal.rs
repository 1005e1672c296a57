//! Standard normal noise without a state: number i is a pure function of a key and of i.
//!
//! One word of 32 random bits ([`random`](super::random)) says where in the distribution the number
//! lies, and the inverse of the cumulative distribution what it is there. Why not the method of Box
//! and Muller, which makes two numbers of two words? It needs a logarithm, a root, a sine and a
//! cosine, and numbers then come in pairs. The inverse is a logarithm, a root and two polynomials: no
//! branch, one word a number, and a larger word is a larger number.

use super::math::{ln, multiply_add};
use super::random::Stream;
use super::threads::{CHUNK, for_each_chunk};

/// One stream of noise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Noise(pub Stream);

impl Noise {
    /// Stream `number` of those that belong to `seed`.
    pub fn new(seed: u64, number: u32) -> Self {
        Noise(Stream::new(seed, number))
    }

    /// The number at this place.
    #[inline(always)]
    pub fn at(self, place: u32) -> f32 {
        normal(self.0.bits(place))
    }

    /// The numbers from place `start` on.
    pub fn fill_from(self, start: usize, out: &mut [f32]) {
        // Wrapping: a check in the loop would keep it from being vectorised.
        for (i, out) in out.iter_mut().enumerate() {
            *out = self.at((start as u32).wrapping_add(i as u32));
        }
    }
}

/// The number below which a standard normal one lies with probability (bits + ½)/2³², at most ±6.3.
///
/// With q the probability of the tail beyond it, 0 < q < ½, it is √2·erf⁻¹(1 − 2q), and for erf⁻¹ there
/// are the polynomials in w = −ln(1 − (1 − 2q)²) = −ln 4q(1 − q) of Mike Giles, *Approximating the
/// erfinv function* (2010): good to 2·10⁻⁷ of the number up to 5 deviations, which one in two million
/// exceeds, and to 4·10⁻⁴ beyond.
#[inline(always)]
#[allow(
    clippy::excessive_precision,
    reason = "the coefficients as their author prints them"
)]
pub fn normal(bits: u32) -> f32 {
    let is_above = bits >= 1 << 31;
    // From the end that is nearer: what is lost in rounding is then lost far from the tail.
    let steps = if is_above { !bits } else { bits };
    let q = (steps as i32 as f32 + 0.5) * (1.0 / 4_294_967_296.0);
    let w = -ln(4.0 * q * (1.0 - q));
    let (near, far) = (w - 2.5, w.max(0.0).sqrt() - 3.0);
    let mut p = 2.810_226_36e-8;
    for coefficient in [
        3.432_739_39e-7,
        -3.523_387_7e-6,
        -4.391_506_54e-6,
        2.185_808_7e-4,
        -1.253_725_03e-3,
        -4.177_681_64e-3,
        0.246_640_727,
        1.501_409_41,
    ] {
        p = multiply_add(p, near, coefficient);
    }
    let mut tail = -2.002_142_57e-4;
    for coefficient in [
        1.009_505_58e-4,
        1.349_343_22e-3,
        -3.673_428_44e-3,
        5.739_507_73e-3,
        -7.622_461_3e-3,
        9.438_870_47e-3,
        1.001_674_06,
        2.832_976_82,
    ] {
        tail = multiply_add(tail, far, coefficient);
    }
    let p = if w < 5.0 { p } else { tail };
    let size = std::f32::consts::SQRT_2 * (1.0 - 2.0 * q) * p;
    if is_above { size } else { -size }
}

/// The numbers of the first places.
pub fn fill(noise: Noise, out: &mut [f32]) {
    for_each_chunk([out], CHUNK, |start, [out]| noise.fill_from(start, out));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From PyTorch in double precision: `torch.special.ndtri((bits + 0.5) / 2**32)`.
    #[test]
    fn the_inverse_is_the_inverse() {
        for (bits, z) in [
            (0, -6.337_957_755),
            (1, -6.166_429_518),
            (2, -6.085_104_546),
            (429, -5.199_336_167),
            (42_949_672, -2.326_347_878),
            (429_496_729, -1.281_551_566),
            (1_073_741_823, -0.674_489_751),
            (1_431_655_765, -0.430_727_299),
            (1 << 31, 0.0),
            (3_435_973_836, 0.841_621_233),
            (4_252_017_622, 2.326_347_869),
            (4_294_967_000, 5.268_420_102),
            (u32::MAX, 6.337_957_755_f64),
        ] {
            let got = f64::from(normal(bits));
            // In the outermost tail the polynomial is off by more.
            let error = if z.abs() > 5.3 { 5e-4 } else { 4e-7 };
            assert!(
                (got - z).abs() <= error * z.abs().max(0.2),
                "{bits}: {got} {z}"
            );
        }
    }

    #[test]
    fn a_larger_word_is_a_larger_number() {
        let mut last = f32::NEG_INFINITY;
        for step in 0..=1_u64 << 16 {
            let z = normal((step << 16).min(u64::from(u32::MAX)) as u32);
            assert!(z > last, "{step}: {z} after {last}");
            last = z;
        }
    }

    const COUNT: u32 = 1 << 18;

    fn noises() -> impl Iterator<Item = Noise> {
        (0..8).flat_map(|seed| [0, 1, 5].map(|number| Noise::new(seed << 20, number)))
    }

    /// E zᵏ is 0, 1, 0, 3; a mean of so many deviates from it by √(E z²ᵏ − (E zᵏ)²)/√count.
    #[test]
    fn moments() {
        for noise in noises() {
            for (k, mean, variance) in
                [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)]
            {
                let sum: f64 = (0..COUNT).map(|i| f64::from(noise.at(i)).powi(k)).sum();
                let deviation = (variance / f64::from(COUNT)).sqrt();
                let off = (sum / f64::from(COUNT) - mean) / deviation;
                assert!(
                    off.abs() < 5.0,
                    "{noise:?}: power {k} is {off} deviations off"
                );
            }
        }
    }

    /// Kolmogorov and Smirnov: the largest distance between the share of numbers below z and the
    /// probability of that. √count times it is above 2 about once in 1500 fair draws.
    #[test]
    fn the_distribution() {
        for noise in noises() {
            let mut z: Vec<f32> = (0..COUNT).map(|i| noise.at(i)).collect();
            z.sort_by(f32::total_cmp);
            let count = f64::from(COUNT);
            let gap = |(i, z): (usize, &f32)| (i as f64 / count - cumulative(f64::from(*z))).abs();
            let gap = z
                .iter()
                .enumerate()
                .step_by(16)
                .map(gap)
                .fold(0.0, f64::max);
            assert!(gap * count.sqrt() < 2.0, "{noise:?}: {gap}");
        }
    }

    /// Φ(z) by the trapezoidal rule on ∫ φ from 0 to z, fine enough for eight digits.
    fn cumulative(z: f64) -> f64 {
        let steps = 200;
        let step = z / f64::from(steps);
        let density = |x: f64| (-0.5 * x * x).exp() / std::f64::consts::TAU.sqrt();
        let inner: f64 = (1..steps).map(|i| density(f64::from(i) * step)).sum();
        0.5 + step * (inner + 0.5 * (density(0.0) + density(z)))
    }

    #[test]
    fn neighbours_and_streams_know_nothing_of_each_other() {
        let noises: Vec<Noise> = noises().collect();
        let off = |a: Noise, b: Noise, lag: u32| {
            let products = (0..COUNT).map(|i| f64::from(a.at(i)) * f64::from(b.at(i + lag)));
            products.sum::<f64>() / f64::from(COUNT).sqrt()
        };
        for (i, &noise) in noises.iter().enumerate() {
            for lag in [1, 2, 20, 100, 784] {
                assert!(off(noise, noise, lag).abs() < 5.0, "{noise:?}, {lag} apart");
            }
            for &other in &noises[..i] {
                assert!(off(noise, other, 0).abs() < 5.0, "{noise:?} {other:?}");
            }
        }
    }
}
