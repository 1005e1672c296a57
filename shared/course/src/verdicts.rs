//! What the judges have said, kept with two hashes: of all that the judge of a lab could look at, and of each answer.
//! If the first still holds, a verdict is sure; if only the second does, it is remembered until the judge is asked.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::labs::{Course, Lab};
use crate::{Result, answers, files};

/// What a judge says about one exercise.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Verdict {
    /// `right`, `unanswered`, or one of the ways to be wrong.
    pub state: String,
    pub sentence: String,
    pub explain: String,
}

/// The verdicts on a lab's exercises, by name.
pub(crate) type Verdicts = BTreeMap<String, Verdict>;

impl Verdict {
    pub(crate) fn open() -> Verdict {
        Verdict {
            state: "unanswered".to_string(),
            ..Verdict::default()
        }
    }

    /// The record of `lab` names an exercise that its file or its judge does not know.
    pub(crate) fn unknown(lab: &str, exercise: &str) -> Verdict {
        Verdict {
            state: "unknown".to_string(),
            sentence: format!(
                "There is no `{exercise}`; if it has another name now: cargo run -p book -- record {lab}"
            ),
            ..Verdict::default()
        }
    }

    /// Nobody has judged this answer yet.
    pub(crate) fn waiting() -> Verdict {
        Verdict {
            state: "waiting".to_string(),
            sentence: "not judged yet".to_string(),
            ..Verdict::default()
        }
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.state == "waiting"
    }

    pub(crate) fn is_right(&self) -> bool {
        self.state == "right"
    }

    pub(crate) fn is_open(&self) -> bool {
        self.state == "unanswered"
    }

    /// It was judged, and it is not right.
    pub(crate) fn is_wrong(&self) -> bool {
        !(self.is_right() || self.is_open() || self.is_missing() || self.is_waiting())
    }

    /// It could not be judged: something is missing here, a graphics card for instance, or the judge or the record
    /// is out of date.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self.state.as_str(), "unavailable" | "stale" | "unknown")
    }

    /// Whether the same answers would be judged the same another time. What is missing today may be there
    /// tomorrow, and a busy machine may be idle.
    fn lasts(&self) -> bool {
        !self.is_missing() && !self.is_waiting() && self.state != "timeout"
    }

    fn read(value: &Value) -> Option<Verdict> {
        let text = |key: &str| value[key].as_str().map(str::to_string);
        Some(Verdict {
            state: text("state")?,
            sentence: text("sentence")?,
            explain: text("explain")?,
        })
    }

    fn to_json(&self, answer: &str) -> Value {
        json!({ "answer": answer, "state": self.state, "sentence": self.sentence, "explain": self.explain })
    }
}

/// One line of a judge's report: the exercise's name, and the verdict.
pub(crate) fn reported(line: &str) -> Option<(String, Verdict)> {
    let value: Value = serde_json::from_str(line).ok()?;
    Some((value["name"].as_str()?.to_string(), Verdict::read(&value)?))
}

/// A number that changes with anything the judge of `lab` could look at: the answers, and its own sources.
pub(crate) fn hash(lab: &Lab) -> String {
    let mut files = Vec::new();
    files_below(&lab.dir, &mut files);
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(&lab.dir)
            .unwrap_or(&file)
            .hash(&mut hasher);
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn files_below(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => files_below(&path, files),
            false => files.push(path),
        }
    }
}

fn file(course: &Course, lab: &Lab) -> PathBuf {
    course.memory.join(format!("{}.json", lab.name))
}

/// What is kept about a lab.
#[derive(Default)]
pub(crate) struct Kept {
    /// Nothing has changed since: the judge would say the same.
    pub sure: bool,
    verdicts: BTreeMap<String, (String, Verdict)>,
}

impl Kept {
    /// What the judge has said about this very answer, in whatever surroundings.
    pub(crate) fn on(&self, lab: &Lab, exercise: &str) -> Option<&Verdict> {
        let (answer, verdict) = self.verdicts.get(exercise)?;
        (*answer == hash_of(&answers::text(lab, exercise))).then_some(verdict)
    }
}

fn hash_of(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// What is kept about `lab`.
pub(crate) fn kept(course: &Course, lab: &Lab) -> Kept {
    // A file that is missing or damaged only means that the judge is asked again.
    let text = fs::read_to_string(file(course, lab)).unwrap_or_default();
    let kept: Value = serde_json::from_str(&text).unwrap_or_default();
    let verdicts = kept["verdicts"].as_object().into_iter().flatten();
    let read = |(name, value): (&String, &Value)| {
        let answer = value["answer"].as_str()?.to_string();
        Some((name.clone(), (answer, Verdict::read(value)?)))
    };
    Kept {
        sure: kept["hash"].as_str() == Some(&hash(lab)),
        verdicts: verdicts.filter_map(read).collect(),
    }
}

/// What is being judged: hashes of the lab and of its answers, taken before. A change while it is being judged is
/// judged the next time.
pub(crate) struct Judged {
    lab: String,
    answers: BTreeMap<String, String>,
}

impl Judged {
    pub(crate) fn now(lab: &Lab) -> Judged {
        let answer = |name: &String| (name.clone(), hash_of(&answers::text(lab, name)));
        Judged {
            lab: hash(lab),
            answers: lab.exercises.iter().map(|it| answer(&it.name)).collect(),
        }
    }

    /// Keeps those of `verdicts` that last.
    pub(crate) fn keep(&self, course: &Course, lab: &Lab, verdicts: &Verdicts) -> Result<()> {
        let lasting = verdicts.iter().filter(|(_, verdict)| verdict.lasts());
        let lasting: Map<String, Value> = lasting
            .filter_map(|(name, verdict)| {
                Some((name.clone(), verdict.to_json(self.answers.get(name)?)))
            })
            .collect();
        let text = format!("{:#}\n", json!({ "hash": self.lab, "verdicts": lasting }));
        let file = file(course, lab);
        files::write(&file, &text)
            .map_err(|error| format!("cannot write {}: {error}", course.short(&file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_report() {
        let line = r#"{"name":"neuron","state":"mistake","sentence":"s","explain":"e"}"#;
        let (name, verdict) = reported(line).unwrap();
        assert_eq!(
            (name.as_str(), verdict.state.as_str()),
            ("neuron", "mistake")
        );
        assert_eq!(reported("running 0 tests"), None);
        assert_eq!(reported("{}"), None);
    }

    #[test]
    fn what_depends_on_the_moment_does_not_last() {
        let lasts = |state: &str| {
            let state = state.to_string();
            Verdict {
                state,
                ..Verdict::default()
            }
            .lasts()
        };
        for state in [
            "right",
            "mistake",
            "wrong",
            "panicked",
            "crashed",
            "unanswered",
        ] {
            assert!(lasts(state), "{state}");
        }
        for state in ["timeout", "unavailable", "stale", "unknown", "waiting"] {
            assert!(!lasts(state), "{state}");
        }
    }
}
