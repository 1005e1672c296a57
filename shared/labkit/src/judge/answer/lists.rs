//! Lists and tuples.

use super::{Answer, Closeness, Difference, matrices};

/// What lists of any length and lists of a fixed one have in common: all but how one is made.
macro_rules! as_a_list {
    () => {
        fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
            compare_slices(self, want, closeness)
        }
        fn show(&self) -> String {
            show_list(self.iter().map(Answer::show), ("[", "]"))
        }
        fn entries(&self, want: &Self, closeness: &Closeness) -> Vec<bool> {
            entries(self, want, closeness)
        }
        fn cells(&self) -> Option<Vec<String>> {
            T::PLAIN.then(|| self.iter().map(Answer::show).collect())
        }
        fn pictures(&self, want: &Self, closeness: &Closeness) -> Option<(String, String)> {
            matrices::of_lists(self, want, closeness)
        }
        fn numbers(&self, visit: &mut dyn FnMut(f64)) {
            self.iter().for_each(|value| value.numbers(visit));
        }
    };
}

impl<T: Answer> Answer for Vec<T> {
    as_a_list!();
    fn nudged(&self, by: f64) -> Self {
        let nudge = |(i, value): (usize, &T)| value.nudged(by / (i + 1) as f64);
        self.iter().enumerate().map(nudge).collect()
    }
}

impl<T: Answer, const N: usize> Answer for [T; N] {
    as_a_list!();
    fn nudged(&self, by: f64) -> Self {
        std::array::from_fn(|i| self[i].nudged(by / (i + 1) as f64))
    }
}

pub(super) fn compare_slices<T: Answer>(
    got: &[T],
    want: &[T],
    closeness: &Closeness,
) -> Result<(), Difference> {
    if got.len() != want.len() {
        return Err(Difference::of_sizes(format!(
            "{} values, but {} are expected",
            got.len(),
            want.len()
        )));
    }
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        got.compare(want, closeness)
            .map_err(|inner| inner.at(&format!("[{i}]"), got, want))?;
    }
    Ok(())
}

pub(super) fn entries<T: Answer>(got: &[T], want: &[T], closeness: &Closeness) -> Vec<bool> {
    if got.len() != want.len() {
        return Vec::new();
    }
    let agrees = |(got, want): (&T, &T)| got.compare(want, closeness).is_ok();
    got.iter().zip(want).map(agrees).collect()
}

/// Lists longer than this are shown in part.
const SHOWN: usize = 16;

pub(super) fn show_list(
    items: impl ExactSizeIterator<Item = String>,
    (open, close): (&str, &str),
) -> String {
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
            fn compare(&self, want: &Self, closeness: &Closeness) -> Result<(), Difference> {
                $(self.$index
                    .compare(&want.$index, closeness)
                    .map_err(|inner| inner.at(concat!(".", $index), &self.$index, &want.$index))?;)+
                Ok(())
            }
            fn show(&self) -> String {
                show_list([$(self.$index.show()),+].into_iter(), ("(", ")"))
            }
            fn entries(&self, want: &Self, closeness: &Closeness) -> Vec<bool> {
                vec![$(self.$index.compare(&want.$index, closeness).is_ok()),+]
            }
            fn numbers(&self, visit: &mut dyn FnMut(f64)) {
                $(self.$index.numbers(visit);)+
            }
            fn nudged(&self, by: f64) -> Self {
                ($(self.$index.nudged(by / f64::from($index + 1)),)+)
            }
        }
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
