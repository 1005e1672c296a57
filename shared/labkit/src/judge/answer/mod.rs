//! What an exercise may return, and when two such values agree.

mod closeness;
mod difference;
mod lists;
mod matrices;

use std::fmt::Debug;

pub use closeness::{Closeness, Measure};
pub use difference::Difference;
pub(crate) use difference::which;

/// What an exercise may return: something that can be compared with tolerance and shown.
///
/// Implemented for the plain numbers, `bool`, `char`, text, `Option`, `Result` with a text, `Vec`, arrays,
/// tuples up to six and `ndarray`'s vectors and matrices.
pub trait Answer: Clone + Debug + 'static {
    /// Whether it is one number or truth value, which can stand in a picture of a matrix.
    const PLAIN: bool = false;

    /// `Ok` when `self` agrees with `want`; otherwise the first difference.
    ///
    /// # Errors
    /// The difference.
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference>;

    /// What a compiler says that would not even run the learner's program; see `Result`.
    fn rejection(&self) -> Option<&str> {
        None
    }

    /// The value as a learner reads it.
    fn show(&self) -> String {
        format!("{self:?}")
    }

    /// Which entries of a tuple or a list agree with those of `want`. Nothing for a plain value, and for lists of
    /// different lengths.
    fn entries(&self, want: &Self, closeness: &Closeness) -> Vec<bool> {
        let _ = (want, closeness);
        Vec::new()
    }

    /// The entries of a list of plain values as texts. `None` for anything else.
    fn cells(&self) -> Option<Vec<String>> {
        None
    }

    /// A small matrix and the one expected, in aligned rows with every differing entry marked. `None` for anything
    /// else.
    fn pictures(&self, want: &Self, closeness: &Closeness) -> Option<(String, String)> {
        let _ = (want, closeness);
        None
    }

    /// Shows every number with decimals to `visit`.
    fn numbers(&self, visit: &mut dyn FnMut(f64)) {
        let _ = visit;
    }

    /// The value with every number moved by `by` of itself and a little more, to see whether somebody notices.
    fn nudged(&self, by: f64) -> Self {
        let _ = by;
        self.clone()
    }
}

macro_rules! exact {
    ($($t:ty),*) => {$(
        impl Answer for $t {
            fn compare(&self, want: &Self, _: &Closeness) -> Result<(), Difference> {
                if self == want { Ok(()) } else { Err(Difference::default()) }
            }
        }
    )*};
}
exact!(char, String, &'static str, ());

macro_rules! whole {
    ($($t:ty),*) => {$(
        impl Answer for $t {
            const PLAIN: bool = true;
            fn compare(&self, want: &Self, _: &Closeness) -> Result<(), Difference> {
                if self == want { Ok(()) } else { Err(Difference::default()) }
            }
            fn nudged(&self, _: f64) -> Self {
                self.wrapping_add(1)
            }
        }
    )*};
}
whole!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);

impl Answer for bool {
    const PLAIN: bool = true;
    fn compare(&self, want: &Self, _: &Closeness) -> Result<(), Difference> {
        if self == want {
            Ok(())
        } else {
            Err(Difference::default())
        }
    }
    fn nudged(&self, by: f64) -> Self {
        *self != (by > 0.0)
    }
}

macro_rules! float {
    ($($t:ty),*) => {$(
        impl Answer for $t {
            const PLAIN: bool = true;
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
                let (got, want) = (f64::from(*self), f64::from(*want));
                if closeness.agree(got, want, || decimals(&self.to_string())) {
                    return Ok(());
                }
                Err(Difference { numbers: Some((got, want)), ..Difference::default() })
            }
            fn show(&self) -> String {
                show_float(f64::from(*self), <$t>::DIGITS as usize, &format!("{self:?}"))
            }
            fn numbers(&self, visit: &mut dyn FnMut(f64)) {
                visit(f64::from(*self));
            }
            fn nudged(&self, by: f64) -> Self {
                self + (self.abs() + 0.01) * by as $t
            }
        }
    )*};
}
float!(f32, f64);

/// How many decimals a number is written with.
fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, after)| after.len())
}

/// The shortest text that gives the number back, cut to the digits the type can hold when rounding noise
/// (0.30000000000000004) made it longer.
fn show_float(value: f64, digits: usize, shortest: &str) -> String {
    let significant = shortest
        .chars()
        .take_while(|&c| c != 'e')
        .filter(char::is_ascii_digit)
        .count();
    if !value.is_finite() || value == 0.0 || significant <= digits {
        return shortest.to_string();
    }
    let rounded: f64 = format!("{value:.*e}", digits - 1).parse().unwrap_or(value);
    format!("{rounded:?}")
}

impl<T: Answer> Answer for Option<T> {
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
        match (self, want) {
            (Some(got), Some(want)) => got.compare(want, closeness),
            (None, None) => Ok(()),
            _ => Err(Difference::default()),
        }
    }
    fn show(&self) -> String {
        match self {
            Some(value) => format!("Some({})", value.show()),
            None => "None".to_string(),
        }
    }
    fn numbers(&self, visit: &mut dyn FnMut(f64)) {
        self.iter().for_each(|value| value.numbers(visit));
    }
    fn nudged(&self, by: f64) -> Self {
        self.as_ref().map(|value| value.nudged(by))
    }
}

/// An answer that has to be compiled while the judge runs, a shader for instance. `Err` is the compiler's
/// message.
impl<T: Answer> Answer for Result<T, String> {
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
        match (self, want) {
            (Ok(got), Ok(want)) => got.compare(want, closeness),
            (Err(got), Err(want)) if got == want => Ok(()),
            _ => Err(Difference::default()),
        }
    }
    fn rejection(&self) -> Option<&str> {
        self.as_ref().err().map(String::as_str)
    }
    fn show(&self) -> String {
        match self {
            Ok(value) => value.show(),
            Err(message) => message.clone(),
        }
    }
    fn entries(&self, want: &Self, closeness: &Closeness) -> Vec<bool> {
        match (self, want) {
            (Ok(got), Ok(want)) => got.entries(want, closeness),
            _ => Vec::new(),
        }
    }
    fn pictures(&self, want: &Self, closeness: &Closeness) -> Option<(String, String)> {
        match (self, want) {
            (Ok(got), Ok(want)) => got.pictures(want, closeness),
            _ => None,
        }
    }
    fn numbers(&self, visit: &mut dyn FnMut(f64)) {
        self.iter().for_each(|value| value.numbers(visit));
    }
    fn nudged(&self, by: f64) -> Self {
        self.clone().map(|value| value.nudged(by))
    }
}

#[cfg(test)]
mod tests;
