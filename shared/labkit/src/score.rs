//! How good a learner's predictions were.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The predictions of a lesson so far. Those of a section are replaced when it is run again.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Score {
    sections: BTreeMap<usize, (String, Vec<Guess>)>,
}

/// One answered prediction.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guess {
    pub right: bool,
    /// Of a number: “0.02 too high”, and the share of the true value that it was off by.
    pub off: Option<(String, f64)>,
}

impl Score {
    /// A section begins, perhaps once more.
    pub(crate) fn section(&mut self, number: usize, title: &str) {
        self.sections
            .insert(number, (title.to_string(), Vec::new()));
    }

    /// A prediction of the section that runs was answered.
    pub(crate) fn guess(&mut self, section: usize, guess: Guess) {
        if let Some((_, guesses)) = self.sections.get_mut(&section) {
            guesses.push(guess);
        }
    }

    /// What to say at the end; `None` if nothing was answered.
    pub(crate) fn said(&self) -> Option<String> {
        let guesses = || {
            self.sections
                .iter()
                .flat_map(|(number, (_, guesses))| guesses.iter().map(move |g| (number, g)))
        };
        let all = guesses().count();
        if all == 0 {
            return None;
        }
        let right = guesses().filter(|(_, guess)| guess.right).count();
        let mut text = format!("**Predictions:** {right} of {all} right or close");
        let numbers = guesses().filter_map(|(number, guess)| Some((number, guess.off.as_ref()?)));
        if let Some((number, (off, _))) = numbers.min_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b))
        {
            text += &format!("; the closest number in section {number}, {off}");
        }
        text += ".";
        let missed = self
            .sections
            .iter()
            .filter(|(_, (_, guesses))| guesses.iter().any(|guess| !guess.right));
        let missed: Vec<String> = missed
            .map(|(number, (title, _))| format!("- {number} · {title}"))
            .collect();
        if !missed.is_empty() {
            text += &format!(" Worth another look:\n\n{}", missed.join("\n"));
        }
        Some(text)
    }

    pub(crate) fn to_json(&self) -> Value {
        let guess = |guess: &Guess| match &guess.off {
            Some((off, share)) => json!([guess.right, off, share]),
            None => json!([guess.right]),
        };
        let section = |(number, (title, guesses)): (&usize, &(String, Vec<Guess>))| {
            json!([number, title, guesses.iter().map(guess).collect::<Vec<_>>()])
        };
        self.sections.iter().map(section).collect()
    }

    /// What [`Score::to_json`] wrote; whatever else it is, is left out.
    pub(crate) fn from_json(value: &Value) -> Score {
        let guess = |value: &Value| {
            let off = value[1].as_str().zip(value[2].as_f64());
            Some(Guess {
                right: value[0].as_bool()?,
                off: off.map(|(words, share)| (words.to_string(), share)),
            })
        };
        let section = |value: &Value| {
            let guesses = value[2].as_array()?.iter().filter_map(guess).collect();
            Some((
                value[0].as_u64()? as usize,
                (value[1].as_str()?.to_string(), guesses),
            ))
        };
        let sections = value.as_array().into_iter().flatten().filter_map(section);
        Score {
            sections: sections.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(right: bool, off: &str, share: f64) -> Guess {
        Guess {
            right,
            off: Some((off.to_string(), share)),
        }
    }

    #[test]
    fn a_lesson_ends_with_what_was_right_what_was_closest_and_what_to_look_at_again() {
        let mut score = Score::default();
        score.section(1, "First");
        assert_eq!(score.said(), None, "nothing was answered");
        score.guess(
            1,
            Guess {
                right: true,
                off: None,
            },
        );
        assert_eq!(
            score.said().unwrap(),
            "**Predictions:** 1 of 1 right or close."
        );
        score.section(4, "Fourth");
        score.guess(4, number(false, "3 too low", 0.3));
        score.guess(4, number(true, "0.02 too high", 0.01));
        let said = "**Predictions:** 2 of 3 right or close; the closest number in section 4, 0.02 too high. \
                    Worth another look:\n\n- 4 · Fourth";
        assert_eq!(score.said().unwrap(), said);
        assert_eq!(Score::from_json(&score.to_json()), score);
        score.section(4, "Fourth");
        assert_eq!(
            score.said().unwrap(),
            "**Predictions:** 1 of 1 right or close.",
            "run again"
        );
    }

    #[test]
    fn what_is_no_score_is_an_empty_one() {
        for value in [json!(null), json!(3), json!([1, [2]]), json!([[1, "a"]])] {
            assert_eq!(Score::from_json(&value), Score::default());
        }
    }
}
