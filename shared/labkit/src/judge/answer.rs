use std::fmt::Debug;

use ndarray::{Array1, Array2};

/// How two answers are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closeness {
    /// Numbers agree when `|got − want| ≤ tolerance · max(1, |want|)`.
    pub tolerance: f64,
    /// Whether NaN agrees with NaN. Never when an answer is judged; yes when one asks whether two functions
    /// behave alike.
    pub nan_is_nan: bool,
}

/// What an exercise may return: something that can be compared with tolerance and shown.
///
/// Implemented for the plain numbers, `bool`, `char`, text, `Option`, `Result` with a text, `Vec`, arrays,
/// tuples up to six and `ndarray`'s vectors and matrices.
pub trait Answer: Clone + Debug + 'static {
    /// `Ok` when `self` agrees with `want`; otherwise one clause about the first difference. It is empty
    /// where the two values shown whole say it all.
    ///
    /// # Errors
    /// The clause.
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String>;

    /// What a compiler says that would not even run the learner's program; see `Result`.
    fn rejection(&self) -> Option<&str> {
        None
    }

    /// The value as a learner reads it.
    fn show(&self) -> String {
        format!("{self:?}")
    }
}

macro_rules! exact {
    ($($t:ty),*) => {$(
        impl Answer for $t {
            fn compare(&self, want: &Self, _: &Closeness) -> Result<(), String> {
                if self == want { Ok(()) } else { Err(String::new()) }
            }
        }
    )*};
}
exact!(
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    bool,
    char,
    String,
    &'static str,
    ()
);

macro_rules! float {
    ($($t:ty),*) => {$(
        impl Answer for $t {
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
                let agrees = if self.is_nan() || want.is_nan() {
                    closeness.nan_is_nan && self.is_nan() && want.is_nan()
                } else if self.is_infinite() || want.is_infinite() {
                    self == want
                } else {
                    let (got, want) = (f64::from(*self), f64::from(*want));
                    (got - want).abs() <= closeness.tolerance * want.abs().max(1.0)
                };
                if agrees { Ok(()) } else { Err(String::new()) }
            }
            fn show(&self) -> String {
                show_float(f64::from(*self), <$t>::DIGITS as usize, &format!("{self:?}"))
            }
        }
    )*};
}
float!(f32, f64);

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
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
        match (self, want) {
            (Some(got), Some(want)) => got.compare(want, closeness),
            (None, None) => Ok(()),
            _ => Err(String::new()),
        }
    }
    fn show(&self) -> String {
        match self {
            Some(value) => format!("Some({})", value.show()),
            None => "None".to_string(),
        }
    }
}

/// An answer that has to be compiled while the judge runs, a shader for instance. `Err` is the compiler's
/// message.
impl<T: Answer> Answer for Result<T, String> {
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
        match (self, want) {
            (Ok(got), Ok(want)) => got.compare(want, closeness),
            (Err(got), Err(want)) if got == want => Ok(()),
            _ => Err(String::new()),
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
}

impl<T: Answer> Answer for Vec<T> {
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
        compare_slices(self, want, closeness)
    }
    fn show(&self) -> String {
        show_list(self.iter().map(Answer::show), ("[", "]"))
    }
}

impl<T: Answer, const N: usize> Answer for [T; N] {
    fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
        compare_slices(self, want, closeness)
    }
    fn show(&self) -> String {
        show_list(self.iter().map(Answer::show), ("[", "]"))
    }
}

fn compare_slices<T: Answer>(got: &[T], want: &[T], closeness: &Closeness) -> Result<(), String> {
    if got.len() != want.len() {
        return Err(format!(
            "{} values, but {} are expected",
            got.len(),
            want.len()
        ));
    }
    let differing = got.iter().zip(want).enumerate();
    for (i, (got, want)) in differing {
        got.compare(want, closeness)
            .map_err(|inner| at(&format!("[{i}]"), &inner, got, want))?;
    }
    Ok(())
}

/// "at [2][0]: got 1.0, expected 2.0", built from the inside out.
fn at<T: Answer>(place: &str, inner: &str, got: &T, want: &T) -> String {
    match inner.strip_prefix("at ") {
        Some(deeper) => format!("at {place}{deeper}"),
        None if inner.is_empty() => {
            format!("at {place}: {} instead of {}", got.show(), want.show())
        }
        None => format!("at {place}: {inner}"),
    }
}

/// Lists longer than this are shown in part.
const SHOWN: usize = 16;

fn show_list(items: impl ExactSizeIterator<Item = String>, (open, close): (&str, &str)) -> String {
    let count = items.len();
    let mut shown: Vec<String> = items.take(SHOWN).collect();
    if count > SHOWN {
        shown.push(format!("… {count} values in all"));
    }
    format!("{open}{}{close}", shown.join(", "))
}

macro_rules! tuple {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Answer),+> Answer for ($($name,)+) {
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
                $(self.$index
                    .compare(&want.$index, closeness)
                    .map_err(|inner| at(concat!(".", $index), &inner, &self.$index, &want.$index))?;)+
                Ok(())
            }
            fn show(&self) -> String {
                show_list([$(self.$index.show()),+].into_iter(), ("(", ")"))
            }
        }
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

macro_rules! arrays {
    ($($t:ty),*) => {$(
        impl Answer for Array1<$t> {
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
                compare_slices(&self.to_vec(), &want.to_vec(), closeness)
            }
            fn show(&self) -> String {
                show_list(self.iter().map(Answer::show), ("[", "]"))
            }
        }
        impl Answer for Array2<$t> {
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), String> {
                if self.dim() != want.dim() {
                    return Err(format!("shape {:?}, but {:?} is expected", self.shape(), want.shape()));
                }
                for ((place, got), want) in self.indexed_iter().zip(want) {
                    got.compare(want, closeness)
                        .map_err(|inner| at(&format!("[{}, {}]", place.0, place.1), &inner, got, want))?;
                }
                Ok(())
            }
            fn show(&self) -> String {
                let rows = self.rows();
                let rows: Vec<String> =
                    rows.into_iter().map(|row| show_list(row.iter().map(Answer::show), ("[", "]"))).collect();
                show_list(rows.into_iter(), ("[", "]"))
            }
        }
    )*};
}
arrays!(f32, f64);

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    const JUDGED: Closeness = Closeness {
        tolerance: 1e-6,
        nan_is_nan: false,
    };
    const ALIKE: Closeness = Closeness {
        tolerance: 1e-6,
        nan_is_nan: true,
    };

    #[test]
    fn tolerance_is_relative_above_one_and_absolute_below() {
        assert!(1e9.compare(&(1e9 + 500.0), &JUDGED).is_ok());
        assert!(1e9.compare(&(1e9 + 5000.0), &JUDGED).is_err());
        assert!(0.0.compare(&9e-7, &JUDGED).is_ok());
        assert!(0.0.compare(&2e-6, &JUDGED).is_err());
    }

    #[test]
    fn nan_never_passes_and_yet_behaves_like_itself() {
        assert!(f64::NAN.compare(&f64::NAN, &JUDGED).is_err());
        assert!(f64::NAN.compare(&1.0, &JUDGED).is_err());
        assert!(1.0.compare(&f64::NAN, &JUDGED).is_err());
        assert!(
            vec![1.0, f32::NAN]
                .compare(&vec![1.0, 2.0], &JUDGED)
                .is_err()
        );
        assert!(f64::NAN.compare(&f64::NAN, &ALIKE).is_ok());
        assert!(f64::NAN.compare(&1.0, &ALIKE).is_err());
    }

    #[test]
    fn infinity_equals_only_itself() {
        assert!(f64::INFINITY.compare(&f64::INFINITY, &JUDGED).is_ok());
        assert!(f64::INFINITY.compare(&f64::NEG_INFINITY, &JUDGED).is_err());
        assert!(1e300.compare(&f64::INFINITY, &JUDGED).is_err());
        assert!(f64::INFINITY.compare(&1e300, &JUDGED).is_err());
    }

    #[test]
    fn the_first_difference_is_located() {
        let got = vec![(1.0, vec![1.0, 2.0]), (3.0, vec![4.0, 9.0])];
        let want = vec![(1.0, vec![1.0, 2.0]), (3.0, vec![4.0, 5.0])];
        assert_eq!(
            got.compare(&want, &JUDGED).unwrap_err(),
            "at [1].1[1]: 9.0 instead of 5.0"
        );
        let short = vec![1.0];
        assert_eq!(
            short.compare(&vec![1.0, 2.0], &JUDGED).unwrap_err(),
            "1 values, but 2 are expected"
        );
    }

    #[test]
    fn matrices_compare_shape_before_values() {
        let wide = array![[1.0, 2.0, 3.0]];
        let tall = array![[1.0], [2.0], [3.0]];
        assert_eq!(
            wide.compare(&tall, &JUDGED).unwrap_err(),
            "shape [1, 3], but [3, 1] is expected"
        );
        let other = array![[1.0, 2.0, 4.0]];
        assert_eq!(
            wide.compare(&other, &JUDGED).unwrap_err(),
            "at [0, 2]: 3.0 instead of 4.0"
        );
        assert!(
            array![1.0_f32, 2.0]
                .compare(&array![1.0, 2.0], &JUDGED)
                .is_ok()
        );
    }

    #[test]
    fn texts_options_and_numbers_compare_exactly() {
        assert!("left".compare(&"left", &JUDGED).is_ok());
        assert!("left".compare(&"right", &JUDGED).is_err());
        assert!(Some(3_usize).compare(&Some(3), &JUDGED).is_ok());
        assert!(None.compare(&Some(3_usize), &JUDGED).is_err());
        assert!([1_u8, 2].compare(&[1, 3], &JUDGED).is_err());
    }

    #[test]
    fn floats_are_shown_without_rounding_noise() {
        assert_eq!((0.1 + 0.2).show(), "0.3");
        assert_eq!(0.1_f32.show(), "0.1");
        assert_eq!(1e-20.show(), "1e-20");
        assert_eq!((-0.0_f64).show(), "-0.0");
        assert_eq!(f64::NAN.show(), "NaN");
        assert_eq!(0.6224593312018546.show(), "0.622459331201855");
        assert_eq!(array![[1.0, 2.5]].show(), "[[1.0, 2.5]]");
        assert_eq!((Some(1.0), "x").show(), "(Some(1.0), \"x\")");
    }

    #[test]
    fn long_lists_are_cut() {
        let long: Vec<u8> = (0..100).collect();
        assert!(long.show().ends_with("15, … 100 values in all]"));
    }
}
