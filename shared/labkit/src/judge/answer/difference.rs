//! Where two answers differ.

use std::fmt;

use super::Answer;

/// The first difference between two answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Where it lies, from the outside in: `[2].1`. Empty for a plain value.
    pub place: String,
    /// What differs there: `9.0 instead of 5.0`. Empty for a plain value, which says it all when it is shown.
    pub what: String,
    /// Whether there are more or fewer values than expected.
    pub sizes: bool,
    /// The two numbers, got and wanted, where it is numbers that differ.
    pub numbers: Option<(f64, f64)>,
}

impl Difference {
    /// Another size than expected.
    pub(super) fn of_sizes(what: String) -> Difference {
        Difference {
            what,
            sizes: true,
            ..Difference::default()
        }
    }

    /// The same difference seen from outside, where the values that hold it lie at `place`.
    pub(super) fn at<T: Answer>(mut self, place: &str, got: &T, want: &T) -> Difference {
        if self.what.is_empty() {
            self.what = format!("{} instead of {}", got.show(), want.show());
        }
        self.place.insert_str(0, place);
        self
    }
}

/// "at [2][0]: 1.0 instead of 2.0"; nothing for a plain value.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => f.write_str(&self.what),
            place => write!(f, "at {place}: {}", self.what),
        }
    }
}

/// Longer lists are not told apart entry by entry.
const COUNTED: usize = 8;

const ORDINALS: [&str; COUNTED] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
];

/// Which of `entries` are wrong and which right, by their `names` if all have one: "in the second value" and
/// "the first is right". `None` if that says nothing.
pub(crate) fn which(entries: &[bool], names: &[&str]) -> Option<(String, String)> {
    if !(2..=COUNTED).contains(&entries.len()) || entries.iter().all(|&right| right) {
        return None;
    }
    let named = names.len() == entries.len();
    let those = |wanted: bool| -> Vec<String> {
        let indices = (0..entries.len()).filter(|&i| entries[i] == wanted);
        let name = |i: usize| match named {
            true => names[i].to_string(),
            false => format!("the {}", ORDINALS[i]),
        };
        indices.map(name).collect()
    };
    let (wrong, right) = (those(false), those(true));
    let wrong = match (right.is_empty(), named) {
        (true, _) => "in every value".to_string(),
        (false, true) => format!("in {}", listed(&wrong)),
        (false, false) if wrong.len() == 1 => format!("in {} value", wrong[0]),
        (false, false) => format!("in {} values", listed(&wrong)),
    };
    let right = match right.len() {
        0 => String::new(),
        1 => format!("{} is right", right[0]),
        _ => format!("{} are right", listed(&right)),
    };
    Some((wrong, right))
}

/// "a, b and c".
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}
