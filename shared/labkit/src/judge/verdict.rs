use serde_json::{Value, json};

use super::panics::Panic;
use super::plain::{cut, plain};
use super::translate::translate;

/// Characters of a panic's message that are kept.
const MESSAGE: usize = 1000;

/// What the judge found about one exercise.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The function still reaches its `todo!()`.
    Unanswered,
    /// Every probe agrees.
    Right,
    /// The answers are those of a known mistake.
    Mistake {
        /// The mistake's short name.
        name: String,
        /// The sentence that names the misconception.
        sentence: String,
        /// A probe that shows it.
        probe: Probe,
    },
    /// It is no program yet: a compiler that the lab calls at run time refuses it.
    Rejected {
        /// What the compiler says, with the line.
        message: String,
    },
    /// It cannot be judged here: something is missing that is not the learner's fault.
    Unavailable {
        /// What is missing, in a few words.
        reason: String,
    },
    /// It was not judged: the file holds other answers than the program was built from.
    Stale,
    /// A probe differs, and no known mistake explains it.
    Wrong(Probe),
    /// The function panicked.
    Panicked {
        /// The message of the panic.
        message: String,
        /// `file:line` of the panic.
        place: String,
        /// The call that panicked, for instance `neuron(0.5, 2.0, -1.0)`.
        call: String,
    },
    /// The function did not return in time.
    TimedOut {
        /// The limit.
        seconds: f64,
    },
    /// The process that ran the function ended before it could say anything.
    Crashed {
        /// How it ended, as one sentence.
        how: String,
    },
}

/// A call, what it returned, and what it should have returned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Probe {
    /// The call, for instance `neuron(0.5, 2.0, -1.0)`.
    pub call: String,
    /// What the learner's function returned.
    pub got: String,
    /// What was expected.
    pub expected: String,
    /// Where in a larger value the first difference lies; empty for plain values.
    pub difference: String,
    /// What there is to say about this failure, in a sentence or two; mostly nothing.
    pub says: String,
}

impl Verdict {
    pub(crate) fn panicked(panic: &Panic, call: String) -> Verdict {
        Verdict::Panicked {
            message: cut(&panic.message, MESSAGE),
            place: panic.place(),
            call,
        }
    }

    /// Whether every probe agreed.
    pub fn is_right(&self) -> bool {
        *self == Verdict::Right
    }

    /// Whether nothing has been answered yet.
    pub fn is_unanswered(&self) -> bool {
        *self == Verdict::Unanswered
    }

    /// Whether it cannot be judged here.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Verdict::Unavailable { .. })
    }

    /// One word for programs: `unanswered`, `right`, `mistake`, `rejected`, `unavailable`, `stale`,
    /// `wrong`, `panicked`, `timeout` or `crashed`.
    pub fn state(&self) -> &'static str {
        match self {
            Verdict::Unanswered => "unanswered",
            Verdict::Right => "right",
            Verdict::Mistake { .. } => "mistake",
            Verdict::Rejected { .. } => "rejected",
            Verdict::Unavailable { .. } => "unavailable",
            Verdict::Stale => "stale",
            Verdict::Wrong(_) => "wrong",
            Verdict::Panicked { .. } => "panicked",
            Verdict::TimedOut { .. } => "timeout",
            Verdict::Crashed { .. } => "crashed",
        }
    }

    /// The verdict in one sentence.
    pub fn sentence(&self) -> String {
        plain(&self.raw_sentence())
    }

    /// The verdict as a test prints it below the name of the exercise.
    pub fn explain(&self) -> String {
        plain(&self.raw_explanation())
    }

    fn raw_sentence(&self) -> String {
        match self {
            Verdict::Unanswered => "Not answered yet.".to_string(),
            Verdict::Right => "Right.".to_string(),
            Verdict::Mistake { sentence, .. } => sentence.clone(),
            Verdict::Rejected { message } => {
                format!("It does not compile: {}", first_line(message))
            }
            Verdict::Unavailable { reason } => format!("It cannot be judged here: {reason}."),
            Verdict::Stale => {
                "It was not judged: its file is newer than the program that judges. Save the file \
                once more, then run again."
                    .to_string()
            }
            Verdict::Wrong(p) if !p.says.is_empty() => p.says.clone(),
            Verdict::Wrong(p) if p.difference.is_empty() => {
                format!("{} gives {}, expected {}.", p.call, p.got, p.expected)
            }
            Verdict::Wrong(p) => format!("{} differs {}.", p.call, p.difference),
            Verdict::Panicked { message, place, .. } => {
                let meaning = translate(message);
                let meaning = meaning.as_deref().unwrap_or(first_line(message));
                format!("It panicked at {place}: {meaning}")
            }
            Verdict::TimedOut { seconds } => {
                format!("It did not return within {seconds} seconds; does a loop never end?")
            }
            Verdict::Crashed { how } => how.clone(),
        }
    }

    fn raw_explanation(&self) -> String {
        match self {
            Verdict::Mistake {
                sentence, probe, ..
            } => format!("{sentence}\n\n{}", probe.explain()),
            Verdict::Wrong(probe) => probe.explain(),
            Verdict::Rejected { message } => format!("It does not compile.\n\n{message}"),
            Verdict::Panicked {
                message,
                place,
                call,
            } => {
                let panicked = format!("{call} panicked at {place}:\n{}", indent(message));
                match translate(message) {
                    Some(meaning) => format!("{meaning}\n\n{panicked}"),
                    None => panicked,
                }
            }
            Verdict::Stale => format!(
                "{}\n\nCargo goes by the time of a file, and this one was put back with an old time; `touch` \
                gives it a new one, too.",
                self.raw_sentence()
            ),
            _ => self.raw_sentence(),
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let probe = |p: &Probe| json!([p.call, p.got, p.expected, p.difference, p.says]);
        let body = match self {
            Verdict::Unanswered | Verdict::Right | Verdict::Stale => Value::Null,
            Verdict::Mistake {
                name,
                sentence,
                probe: p,
            } => json!([name, sentence, probe(p)]),
            Verdict::Rejected { message } => json!(message),
            Verdict::Unavailable { reason } => json!(reason),
            Verdict::Wrong(p) => probe(p),
            Verdict::Panicked {
                message,
                place,
                call,
            } => json!([message, place, call]),
            Verdict::TimedOut { seconds } => json!(seconds),
            Verdict::Crashed { how } => json!(how),
        };
        json!({ "state": self.state(), "body": body })
    }

    /// The inverse of [`Verdict::to_json`]; `None` for anything else.
    pub(crate) fn from_json(value: &Value) -> Option<Verdict> {
        let body = value.get("body")?;
        let text = |v: &Value, i: usize| v.get(i).and_then(Value::as_str).map(str::to_string);
        let probe = |v: &Value| {
            Some(Probe {
                call: text(v, 0)?,
                got: text(v, 1)?,
                expected: text(v, 2)?,
                difference: text(v, 3)?,
                says: text(v, 4)?,
            })
        };
        Some(match value.get("state")?.as_str()? {
            "unanswered" => Verdict::Unanswered,
            "right" => Verdict::Right,
            "stale" => Verdict::Stale,
            "mistake" => Verdict::Mistake {
                name: text(body, 0)?,
                sentence: text(body, 1)?,
                probe: probe(body.get(2)?)?,
            },
            "rejected" => Verdict::Rejected {
                message: body.as_str()?.to_string(),
            },
            "unavailable" => Verdict::Unavailable {
                reason: body.as_str()?.to_string(),
            },
            "wrong" => Verdict::Wrong(probe(body)?),
            "panicked" => Verdict::Panicked {
                message: text(body, 0)?,
                place: text(body, 1)?,
                call: text(body, 2)?,
            },
            "timeout" => Verdict::TimedOut {
                seconds: body.as_f64()?,
            },
            "crashed" => Verdict::Crashed {
                how: body.as_str()?.to_string(),
            },
            _ => return None,
        })
    }
}

impl Probe {
    fn explain(&self) -> String {
        let lines = [
            ("call", &self.call),
            ("got", &self.got),
            ("expected", &self.expected),
            ("differs", &self.difference),
        ];
        let said = lines.iter().filter(|(_, text)| !text.is_empty());
        let line = |(label, text): &(&str, &String)| {
            let text = text.replace('\n', &format!("\n{}", " ".repeat(14)));
            format!("    {label:<10}{text}")
        };
        let table = said.map(line).collect::<Vec<_>>().join("\n");
        match self.says.as_str() {
            "" => table,
            says => format!("{says}\n\n{table}").trim_end().to_string(),
        }
    }
}

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn indent(text: &str) -> String {
    text.lines()
        .map(|line| format!("    {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests;
