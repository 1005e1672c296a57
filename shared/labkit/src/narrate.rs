//! What a lesson says: prose, formulas, tables and numbers.

use serde_json::{Value, json};

use crate::judge::Verdict;
use crate::lesson::Lesson;
use crate::markup;
use crate::progress::Progress;
use crate::sources;
use crate::table::Table;

impl Lesson {
    /// Paragraphs, separated by blank lines and wrapped to the terminal. Knows `code`, *emphasis*, **strong**, items
    /// that begin with `- `, and references to sections: `[Title](#slug)`, or `[Title](lab05#slug)` for another
    /// lab's. The text may be indented in the source: whitespace is folded.
    pub fn say(&mut self, prose: impl AsRef<str>) {
        let blocks = markup::blocks(prose.as_ref());
        self.print(&self.terminal.prose(&blocks));
        self.page.prose(&blocks);
        let lines = json!(markup::lines(prose.as_ref()));
        self.record.block("prose", [("lines", lines)]);
        self.explain_sources(prose.as_ref());
    }

    /// What a key such as `[PSC]` stands for, where it occurs first.
    fn explain_sources(&mut self, prose: &str) {
        for (key, what) in sources::named(prose) {
            if self.explain(key) {
                self.aside(&format!("{key} is {what} (The book's bibliography.)"));
            }
        }
    }

    /// A formula, a matrix or worked arithmetic: its lines stay as they are, without the indentation that
    /// they share.
    pub fn show(&mut self, preformatted: impl AsRef<str>) {
        let text = markup::dedent(preformatted.as_ref());
        self.print(&indent(&text));
        self.page.preformatted(&text);
        let lines = json!(text.lines().collect::<Vec<_>>());
        self.record.block("lines", [("lines", lines)]);
    }

    /// A table.
    pub fn table(&mut self, table: &Table) {
        let mut text = indent(&table.unlinked().to_text());
        if let Some(caption) = &table.caption {
            let caption = self.terminal.prose(&markup::blocks(caption));
            text = format!("{text}\n\n{caption}");
        }
        self.print(&text);
        self.page.table(table);
        self.record.block("table", table.fields());
        self.explain_sources(table.caption.as_deref().unwrap_or_default());
    }

    /// A progress bar for `steps` steps.
    pub fn progress(&self, what: &str, steps: usize) -> Progress {
        Progress::new(what, steps, self.record.is_recording() || self.flags.list)
    }

    /// Remembers a number under `name` in `numbers.json`, and returns it.
    pub fn number<N: Number>(&mut self, name: &str, value: N) -> N {
        self.record.number(name, value.to_json());
        value
    }

    /// The learner's function if the judge finds it right, the reference otherwise. Says which, once for each
    /// exercise.
    ///
    /// # Panics
    /// If the lesson has no exercise called `name`.
    pub fn answer<F>(&mut self, name: &str, learner: F, reference: F) -> F {
        let exercise = self.exercise(name).name();
        let Some(judging) = &self.judging else {
            return reference;
        };
        let verdict = judging.verdict(exercise).unwrap_or(Verdict::Unanswered);
        if self.told.insert(name.to_string()) {
            let line = match &verdict {
                Verdict::Right => format!("`{name}`: using your answer."),
                Verdict::Unanswered => {
                    format!("`{name}`: not answered yet, the reference stands in.")
                }
                Verdict::Unavailable { reason } => format!("`{name}`: not judged, {reason}."),
                Verdict::Stale => {
                    format!(
                        "`{name}`: its file is newer than this program, so the reference stands in; save the file \
                        once more, then run again."
                    )
                }
                other => {
                    format!(
                        "`{name}`: your answer is not right yet ({}); the reference carries on.",
                        clause(other)
                    )
                }
            };
            self.aside(&line);
        }
        if verdict.is_right() {
            learner
        } else {
            reference
        }
    }
}

/// The verdict's sentence, ready for brackets.
fn clause(verdict: &Verdict) -> String {
    verdict.sentence().trim_end_matches('.').to_string()
}

fn indent(text: &str) -> String {
    let line = |line: &str| {
        if line.is_empty() {
            String::new()
        } else {
            format!("    {line}")
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A number that [`Lesson::number`] can remember.
pub trait Number: Copy {
    /// The number as JSON; what JSON cannot hold (NaN, infinities) becomes text.
    fn to_json(self) -> Value;
}

macro_rules! number {
    ($($t:ty),*) => {$(impl Number for $t { fn to_json(self) -> Value { json!(self) } })*};
}
number!(i32, i64, u8, u32, u64, usize);

impl Number for f64 {
    fn to_json(self) -> Value {
        if self.is_finite() {
            json!(self)
        } else {
            json!(self.to_string())
        }
    }
}

impl Number for f32 {
    fn to_json(self) -> Value {
        // By way of its shortest text: 0.1_f32 is to stay 0.1, not 0.10000000149011612.
        self.to_string()
            .parse::<f64>()
            .map_or(Value::Null, f64::to_json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(0.1_f32.to_json(), json!(0.1));
        assert_eq!(0.9211.to_json(), json!(0.9211));
        assert_eq!(7850_usize.to_json(), json!(7850));
        assert_eq!(f64::NAN.to_json(), json!("NaN"));
        assert_eq!(f32::INFINITY.to_json(), json!("inf"));
    }
}
