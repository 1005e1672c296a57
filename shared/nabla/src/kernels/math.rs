//! exp and its relatives, written so that the compiler turns a loop of them into vector
//! instructions: no branches, no calls. The standard library's are exact to the last digit but work
//! on one number at a time, and differ between platforms.
//!
//! The polynomials are those of Stephen Moshier's Cephes library (`expf`, `tanhf`), good to one
//! or two units in the last place; the tests compare with the standard library in double precision.

/// a·b + c, fused where the machine has the instruction: without it, `f32::mul_add` is a library
/// call for every number.
#[inline(always)]
pub fn multiply_add(a: f32, b: f32, c: f32) -> f32 {
    if cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
        a.mul_add(b, c)
    } else {
        a * b + c
    }
}

/// p·x where 0 times infinity is 0: what counts nothing changes nothing, however large. NaN stays.
#[inline(always)]
pub fn times(p: f32, x: f32) -> f32 {
    if p == 0.0 && !x.is_nan() { 0.0 } else { p * x }
}

/// eˣ: with n the nearest whole number to x/ln 2, eˣ = 2ⁿ · e^(x − n·ln 2), and the last exponent is
/// small enough for a polynomial.
#[inline(always)]
#[allow(
    clippy::excessive_precision,
    reason = "the coefficients as their author prints them"
)]
pub fn exp(x: f32) -> f32 {
    // Beyond these the result is 0 or infinity anyway; `clamp` keeps NaN.
    let x = x.clamp(-104.0, 89.0);
    // Adding 1.5·2²³ pushes the fraction out of a float: rounding without a branch. It also leaves
    // the whole number in the last bits, where it is read below: `as i32` would check its range,
    // and that check does not vectorise.
    const ROUND: f32 = 12_582_912.0;
    let rounded = multiply_add(x, std::f32::consts::LOG2_E, ROUND);
    let n = rounded - ROUND;
    // ln 2 in two parts, so that n·ln 2 loses nothing.
    let r = multiply_add(n, -0.693_359_375, x);
    let r = multiply_add(n, 2.121_944_4e-4, r);
    let mut p = 1.987_569_150_0e-4;
    for coefficient in [
        1.398_199_950_7e-3,
        8.333_451_907_3e-3,
        4.166_579_589_4e-2,
        1.666_666_545_9e-1,
        5.000_000_120_1e-1,
    ] {
        p = multiply_add(p, r, coefficient);
    }
    let y = multiply_add(p, r * r, r) + 1.0;
    // 2ⁿ in two steps: n = 128 or n = −150 alone would not fit an exponent.
    let n = (rounded.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let half = n >> 1;
    y * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    // Wrapping, for NaN: its n is anything, and its result is NaN whatever the power.
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

/// σ(x) = 1/(1 + e⁻ˣ). For very negative x, e⁻ˣ becomes infinite and the quotient 0, as it should.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// tanh x = 1 − 2/(e²ˣ + 1); near 0, where that difference would lose digits, a polynomial.
#[inline(always)]
#[allow(
    clippy::excessive_precision,
    reason = "the coefficients as their author prints them"
)]
pub fn tanh(x: f32) -> f32 {
    let far = 1.0 - 2.0 / (exp(2.0 * x) + 1.0);
    let s = x * x;
    let mut p = -5.704_988_727_45e-3;
    for coefficient in [
        2.063_908_879_54e-2,
        -5.373_971_401_71e-2,
        1.333_144_185_19e-1,
        -3.333_328_194_22e-1,
    ] {
        p = multiply_add(p, s, coefficient);
    }
    let near = multiply_add(p * s, x, x);
    if x.abs() < 0.625 { near } else { far }
}

/// ln x for positive, finite x that are not subnormal: with x = 2ⁿ·m and m near 1, ln x = n·ln 2 +
/// ln m, and the last logarithm is a polynomial (Cephes' `logf`).
#[inline(always)]
#[allow(
    clippy::excessive_precision,
    reason = "the coefficients as their author prints them"
)]
pub fn ln(x: f32) -> f32 {
    // The bits of √½: what lies between them and those of √2 has n = 0.
    const ROOT_HALF: u32 = 0x3f35_04f3;
    let above = x.to_bits().wrapping_sub(ROOT_HALF);
    let n = ((above as i32) >> 23) as f32;
    let m = f32::from_bits((above & 0x007f_ffff) + ROOT_HALF) - 1.0;
    let square = m * m;
    let mut p = 7.037_683_629_2e-2;
    for coefficient in [
        -1.151_461_031_0e-1,
        1.167_699_874_0e-1,
        -1.242_014_084_6e-1,
        1.424_932_278_7e-1,
        -1.666_805_766_5e-1,
        2.000_071_476_5e-1,
        -2.499_999_399_3e-1,
        3.333_333_117_4e-1,
    ] {
        p = multiply_add(p, m, coefficient);
    }
    // ln 2 in two parts, so that n·ln 2 loses nothing.
    let p = multiply_add(n, -2.121_944_4e-4, p * m * square);
    let p = multiply_add(-0.5, square, p);
    multiply_add(n, 0.693_359_375, m + p)
}

/// ln(1 + u) for 0 ≤ u ≤ 1: with s = u/(2 + u) it is 2(s + s³/3 + s⁵/5 + …), and s ≤ 1/3.
#[inline(always)]
pub fn log1p(u: f32) -> f32 {
    let s = u / (2.0 + u);
    let q = s * s;
    let mut p = 1.0 / 15.0;
    for odd in [13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        p = multiply_add(p, q, 1.0 / odd);
    }
    2.0 * multiply_add(p * q, s, s)
}

/// ln(1 + eˣ) without overflow: max(x, 0) + ln(1 + e^−|x|).
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    x.max(0.0) + log1p(exp(-x.abs()))
}

/// Φ(x), the share of the standard normal distribution below x, and its density φ(x) = e^(−x²/2)/√(2π).
///
/// Beyond |x| lies ½·erfc(z) with z = |x|/√2, and erfc(z) = t·p(t)·e^(−z²) with t = 1/(1 + z/2). The polynomial p
/// was fitted for this; its relative error is below 1.1·10⁻⁸ everywhere. One exponential does for both.
#[inline(always)]
pub fn normal(x: f32) -> (f32, f32) {
    let exponential = exp(-0.5 * x * x);
    let t = 1.0 / multiply_add(0.5 * std::f32::consts::FRAC_1_SQRT_2, x.abs(), 1.0);
    let mut p = 0.042_352_613;
    for coefficient in [
        -0.230_857_74,
        0.486_179_08,
        -0.446_977_7,
        0.127_089_66,
        -0.057_232_574,
        0.093_000_61,
        0.175_376_83,
        0.246_880_59,
        0.282_093_85,
        0.282_094_8,
    ] {
        p = multiply_add(p, t, coefficient);
    }
    let beyond = 0.5 * t * p * exponential;
    let below = if x > 0.0 { 1.0 - beyond } else { beyond };
    (below, 0.398_942_3 * exponential)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worst(f: fn(f32) -> f32, exact: fn(f64) -> f64, from: f32, to: f32) -> f64 {
        (0..200_000)
            .map(|i| from + (to - from) * i as f32 / 200_000.0)
            .map(|x| {
                let want = exact(f64::from(x));
                (f64::from(f(x)) - want).abs() / want.abs().max(f64::from(f32::MIN_POSITIVE))
            })
            .fold(0.0, f64::max)
    }

    #[test]
    fn within_a_few_units_in_the_last_place() {
        let two_ulp = 2.0 * f64::from(f32::EPSILON);
        assert!(worst(exp, f64::exp, -87.0, 88.7) < two_ulp);
        assert!(worst(tanh, f64::tanh, -10.0, 10.0) < 1.5 * two_ulp);
        assert!(worst(sigmoid, |x| 1.0 / (1.0 + (-x).exp()), -80.0, 80.0) < 2.0 * two_ulp);
        assert!(worst(softplus, |x| x.exp().ln_1p(), -80.0, 80.0) < 1.5 * two_ulp);
        assert!(worst(log1p, f64::ln_1p, 0.0, 1.0) < two_ulp);
        for (from, to) in [
            (1e-10, 1e-9),
            (1e-3, 0.9),
            (0.9, 1.1),
            (1.1, 5.0),
            (1e9, 1e20),
        ] {
            let error = worst(ln, f64::ln, from, to);
            assert!(error < two_ulp, "from {from} to {to}: {error}");
        }
    }

    /// Against values of SciPy's `norm.cdf`, far out on both sides.
    #[test]
    fn the_normal_distribution() {
        for (x, below) in [
            (-8.0, 6.220_960_574e-16),
            (-3.0, 1.349_898_032e-3),
            (-1.0, 0.158_655_254),
            (-0.125, 0.450_261_780),
            (0.0, 0.5),
            (0.75, 0.773_372_648),
            (2.0, 0.977_249_868),
            (6.0, 0.999_999_999),
        ] {
            let error = (f64::from(normal(x).0) - below).abs() / below;
            assert!(error < 4e-6 && (error < 3e-7 || x < -2.0), "{x}: {error}");
        }
        assert!((normal(1.5).1 - 0.129_517_6).abs() < 1e-7);
        assert_eq!((normal(f32::NEG_INFINITY).0, normal(50.0).0), (0.0, 1.0));
        assert!(normal(f32::NAN).0.is_nan());
    }

    #[test]
    fn the_ends_of_the_range() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!(exp(200.0), f32::INFINITY);
        assert_eq!(exp(-200.0), 0.0);
        assert!(exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
        assert_eq!((tanh(50.0), tanh(-50.0)), (1.0, -1.0));
        assert_eq!((sigmoid(200.0), sigmoid(-200.0)), (1.0, 0.0));
        assert_eq!(softplus(1000.0), 1000.0);
        assert!(softplus(f32::NAN).is_nan());
        assert_eq!(times(0.0, f32::NEG_INFINITY), 0.0);
        assert_eq!(times(-2.0, f32::INFINITY), f32::NEG_INFINITY);
        assert!(times(0.0, f32::NAN).is_nan() && times(f32::NAN, 0.0).is_nan());
    }
}
