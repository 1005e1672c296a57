//! What the labs said, drew and measured when they were last recorded: `book/recorded/labNN/`.

use crate::blocks::{self, Block};
use crate::references;
use serde_json::{Map, Number, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the records, one folder a lab.
#[derive(Clone, Debug)]
pub struct Records {
    root: PathBuf,
    alive: bool,
}

/// An exercise as its lab describes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Exercise {
    pub name: String,
    pub minutes: u64,
    pub task: String,
    /// Why the solution is as it is.
    pub why: Option<String>,
}

impl Records {
    /// The records under `root`, usually `book/recorded`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self { root, alive: false }
    }

    /// Says that the figures' programs are there, so that a page can wake them.
    pub fn alive(self, alive: bool) -> Self {
        Self { alive, ..self }
    }

    pub(crate) fn are_alive(&self) -> bool {
        self.alive
    }

    /// The folder of the workspace: the records are those of the book in it.
    pub(crate) fn workspace(&self) -> PathBuf {
        self.root.join("../..")
    }

    /// The folder of one lab's record.
    pub fn of(&self, lab: &str) -> PathBuf {
        self.root.join(lab)
    }

    /// Where a section of `lab` stands in the book: page and heading.
    pub(crate) fn href(&self, lab: &str, slug: &str) -> Result<String, String> {
        references::href(&self.chapters(), lab, slug)
    }

    /// The folder of the chapters, beside the records.
    pub(crate) fn chapters(&self) -> PathBuf {
        self.root.with_file_name("src")
    }

    /// What a section said and drew.
    pub(crate) fn blocks(&self, lab: &str, slug: &str) -> Result<Vec<Block>, String> {
        let file = format!("transcript/{slug}.json");
        blocks::parse(&self.read(lab, &file)?).ok_or_else(|| {
            format!(
                "recorded/{lab}/{file} is not a list of blocks; {}",
                remedy(lab)
            )
        })
    }

    /// A figure as SVG, and its caption.
    pub(crate) fn figure(&self, lab: &str, slug: &str) -> Result<(String, String), String> {
        let svg = self.read(lab, &format!("figures/{slug}.svg"))?;
        let captions = self.object(lab, "figures.json")?;
        let caption = captions.get(slug).and_then(Value::as_str);
        let caption = caption.ok_or_else(|| {
            format!(
                "recorded/{lab}/figures.json has no caption for `{slug}`; {}",
                remedy(lab)
            )
        })?;
        Ok((svg, caption.to_string()))
    }

    /// A figure that answers, as it was drawn.
    pub(crate) fn still(&self, chapter: &str, name: &str) -> Result<Value, String> {
        let file = format!("{chapter}-{name}.json");
        let source = self.read("live", &file)?;
        serde_json::from_str(&source)
            .map_err(|why| format!("recorded/live/{file}: {why}; {}", remedy("live")))
    }

    /// A number the lab remembered.
    pub(crate) fn number(&self, lab: &str, name: &str) -> Result<Number, String> {
        let numbers = self.object(lab, "numbers.json")?;
        match numbers.get(name) {
            Some(Value::Number(number)) => Ok(number.clone()),
            Some(other) => Err(format!(
                "recorded/{lab}/numbers.json: `{name}` is {other}, not a finite number"
            )),
            None => {
                let known = numbers
                    .keys()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(", ");
                Err(format!(
                    "recorded/{lab}/numbers.json has no `{name}` (it has {known}); {}",
                    remedy(lab)
                ))
            }
        }
    }

    /// The lab's exercises, in order.
    pub(crate) fn exercises(&self, lab: &str) -> Result<Vec<Exercise>, String> {
        let file = "exercises.json";
        let bad = || {
            format!(
                "recorded/{lab}/{file} is not a list of {{name, minutes, task}}; {}",
                remedy(lab)
            )
        };
        let list: Value = serde_json::from_str(&self.read(lab, file)?).map_err(|_| bad())?;
        let exercise = |item: &Value| {
            Some(Exercise {
                name: item.get("name")?.as_str()?.to_string(),
                minutes: item.get("minutes")?.as_u64()?,
                task: item.get("task")?.as_str()?.to_string(),
                why: item.get("why").and_then(Value::as_str).map(str::to_string),
            })
        };
        list.as_array()
            .and_then(|items| items.iter().map(exercise).collect())
            .ok_or_else(bad)
    }

    fn object(&self, lab: &str, file: &str) -> Result<Map<String, Value>, String> {
        match serde_json::from_str(&self.read(lab, file)?) {
            Ok(Value::Object(map)) => Ok(map),
            _ => Err(format!(
                "recorded/{lab}/{file} is not a JSON object; {}",
                remedy(lab)
            )),
        }
    }

    fn read(&self, lab: &str, file: &str) -> Result<String, String> {
        let path = self.of(lab).join(file);
        fs::read_to_string(&path)
            .map_err(|error| format!("{} cannot be read ({error}); {}", shown(&path), remedy(lab)))
    }
}

fn remedy(lab: &str) -> String {
    format!("record it with `cargo run -p book -- record {lab}`")
}

/// The path from `recorded` on, with forward slashes: the same complaint on every system.
fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let from = parts
        .iter()
        .rposition(|part| part == "recorded")
        .unwrap_or(0);
    parts[from..].join("/")
}
