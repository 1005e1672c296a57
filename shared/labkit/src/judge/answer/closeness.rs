//! When two numbers agree.

/// How two answers are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closeness {
    /// How near two numbers must be.
    pub measure: Measure,
    /// Whether NaN agrees with NaN. Never when an answer is judged; yes when one asks whether two functions
    /// behave alike.
    pub nan_is_nan: bool,
}

/// How near two numbers must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// `|got − want| ≤ tolerance · max(1, |want|)`.
    Tolerance(f64),
    /// `|got − want| ≤ distance`.
    Within(f64),
    /// One unit of this many decimals: 0.9040 and 0.9041 are both 0.90408 with four.
    Decimals(usize),
    /// So near, or right as far as it goes: 0.9 and 0.904 are 0.90408 with fewer decimals than asked for.
    Short(usize),
}

impl Measure {
    /// Twice as far.
    pub(crate) fn doubled(self) -> Measure {
        match self {
            Measure::Tolerance(tolerance) => Measure::Tolerance(2.0 * tolerance),
            Measure::Within(distance) => Measure::Within(2.0 * distance),
            Measure::Decimals(digits) | Measure::Short(digits) => {
                Measure::Within(2.0 * unit(digits))
            }
        }
    }
}

impl Closeness {
    /// Whether `got`, which is written with so many `decimals`, agrees with `want`.
    pub(crate) fn agree(&self, got: f64, want: f64, decimals: impl Fn() -> usize) -> bool {
        if got.is_nan() || want.is_nan() {
            return self.nan_is_nan && got.is_nan() && want.is_nan();
        }
        if got.is_infinite() || want.is_infinite() {
            return got == want;
        }
        let apart = (got - want).abs();
        match self.measure {
            Measure::Tolerance(tolerance) => apart <= tolerance * want.abs().max(1.0),
            Measure::Within(distance) => apart <= distance,
            Measure::Decimals(digits) => apart <= unit(digits),
            Measure::Short(digits) => {
                apart <= unit(digits) || is_short(apart, want, decimals(), digits)
            }
        }
    }
}

/// One in the last of so many decimals, and a little for the noise of binary numbers.
fn unit(digits: usize) -> f64 {
    10_f64.powi(-i32::try_from(digits).unwrap_or(i32::MAX)) * (1.0 + 1e-6)
}

/// Whether `want` rounds to a number that is `apart` from it and has fewer decimals than asked for, but at least one
/// digit that counts: 1 says nothing about 0.904.
fn is_short(apart: f64, want: f64, decimals: usize, digits: usize) -> bool {
    decimals < digits && apart <= 0.5 * unit(decimals) && unit(decimals) <= want.abs()
}
