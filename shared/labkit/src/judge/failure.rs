//! What a learner is shown of a call that failed.

use super::answer::{Answer, Closeness, Difference, which};
use super::plain::cut;
use super::verdict::Probe;

/// Characters that are shown of a value.
const SHOWN: usize = 2000;

/// What stands in place of an expected value that would give the exercise away.
const HIDDEN: &str = "something else, which is yours to find";

/// A call that did not return what was wanted.
pub(super) struct Failing<'a, G> {
    pub call: String,
    pub got: &'a G,
    pub want: &'a G,
    pub difference: Difference,
}

impl<G: Answer> Failing<'_, G> {
    /// Without an input the expected value is the exercise itself, worked out by hand: showing it would end the
    /// exercise for everyone who guessed. `names` are those of the entries of the answer.
    pub(super) fn probe(
        self,
        closeness: &Closeness,
        names: &[&str],
        filler: Option<(f64, &str)>,
    ) -> Probe {
        let hidden = self.call.ends_with("()");
        let pictures = self.got.pictures(self.want, closeness);
        // In a picture the differing entries are marked.
        let difference = match (&pictures, hidden) {
            (Some(_), false) => self.difference.to_string(),
            _ => self.difference(hidden, closeness, names),
        };
        let (got, expected) = match pictures {
            Some(pictures) if !hidden => pictures,
            _ => (self.got.show(), self.want.show()),
        };
        Probe {
            says: self.filler(filler),
            call: self.call,
            got: cut(&got, SHOWN),
            expected: match hidden {
                true => HIDDEN.to_string(),
                false => cut(&expected, SHOWN),
            },
            difference,
        }
    }

    /// Which entries differ, and by how much where that is no secret.
    fn difference(&self, hidden: bool, closeness: &Closeness, names: &[&str]) -> String {
        let Some((wrong, right)) = which(&self.got.entries(self.want, closeness), names) else {
            return match hidden {
                true => String::new(),
                false => self.difference.to_string(),
            };
        };
        let mut text = wrong;
        if !hidden {
            text += &format!(", {}", self.difference);
        }
        if !right.is_empty() {
            text += &format!("; {right}");
        }
        text
    }

    /// What a number means that is no result, where one of the two numbers is it.
    fn filler(&self, filler: Option<(f64, &str)>) -> String {
        match (filler, self.difference.numbers) {
            (Some((number, meaning)), Some((got, want))) if got == number || want == number => {
                meaning.to_string()
            }
            _ => String::new(),
        }
    }
}
