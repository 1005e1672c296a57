//! The files a lesson leaves behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::error::{Result, cannot_write};
use crate::files;
use crate::judge::Exercise;
use crate::markup::{self, Span};

/// What a block consists of, by name, in the order in which it is written down.
type Fields = Vec<(&'static str, Value)>;

/// Writes figures and numbers below the lesson's directory; when recording for the book also the blocks of each
/// section, the captions and the list of exercises.
pub(crate) struct Record {
    out: PathBuf,
    recording: bool,
    /// The slugs of the sections that ran, and their blocks; the last is running if `open`.
    sections: Vec<(String, Vec<Fields>)>,
    open: bool,
    captions: Map<String, Value>,
    numbers: Map<String, Value>,
}

impl Record {
    pub(crate) fn new(out: PathBuf, recording: bool) -> Record {
        Record {
            out,
            recording,
            sections: Vec::new(),
            open: false,
            captions: Map::new(),
            numbers: Map::new(),
        }
    }

    pub(crate) fn is_recording(&self) -> bool {
        self.recording
    }

    /// Makes the directories.
    pub(crate) fn prepare(&self) -> Result<()> {
        let mut directories = vec!["figures"];
        if self.recording {
            directories.push("transcript");
        }
        for name in directories {
            let directory = self.out.join(name);
            fs::create_dir_all(&directory).map_err(|error| cannot_write(&directory, &error))?;
        }
        Ok(())
    }

    /// A section begins, or ends with `None`. One that began before is forgotten: it is run once more.
    pub(crate) fn section(&mut self, slug: Option<&str>) {
        crate::section::set(slug);
        self.open = slug.is_some();
        let before = |(before, _): &(String, Vec<Fields>)| Some(before.as_str()) == slug;
        if let Some(at) = self.sections.iter().position(before) {
            let (_, blocks) = self.sections.remove(at);
            for (_, figure) in blocks.iter().flatten().filter(|(name, _)| *name == "slug") {
                figure.as_str().map(|figure| self.captions.remove(figure));
            }
        }
        self.sections
            .extend(slug.map(|slug| (slug.to_string(), Vec::new())));
    }

    /// The section that runs said or drew something. The kinds and what each consists of:
    ///
    /// | kind | fields |
    /// |---|---|
    /// | `prose` | `lines`: its paragraphs and items, with their markup |
    /// | `prediction` | `question`, `answer`, and perhaps `choices` |
    /// | `table` | `header`, `numeric` (columns, from 0), `rows`, and perhaps `caption` |
    /// | `lines` | `lines` |
    /// | `figure` | `slug`, `caption` |
    /// | `picture` | `slug`, `caption`, `lines`: a figure, and the letters that draw it |
    pub(crate) fn block(
        &mut self,
        kind: &'static str,
        fields: impl IntoIterator<Item = (&'static str, Value)>,
    ) {
        if let (true, Some((_, blocks))) = (self.open, self.sections.last_mut()) {
            blocks.push([("kind", json!(kind))].into_iter().chain(fields).collect());
        }
    }

    /// The slugs of this lesson's sections that its words refer to.
    pub(crate) fn references(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for fields in self.sections.iter().flat_map(|(_, blocks)| blocks) {
            let prose = fields[0].1 == "prose";
            for (_, value) in fields.iter().filter(|(name, _)| prose || *name != "lines") {
                refer(value, &mut found);
            }
        }
        found
    }

    /// Writes a figure.
    ///
    /// # Panics
    /// If two figures of a lesson have the same slug.
    pub(crate) fn figure(&mut self, slug: &str, caption: &str, svg: &str) -> Result<()> {
        let earlier = self.captions.insert(slug.to_string(), json!(caption));
        assert!(
            earlier.is_none(),
            "two figures of this lesson are called `{slug}`"
        );
        self.write(&format!("figures/{slug}.svg"), svg)
    }

    /// Remembers a number.
    pub(crate) fn number(&mut self, name: &str, value: Value) {
        self.numbers.insert(name.to_string(), value);
    }

    /// Writes what was gathered.
    pub(crate) fn finish(&self, exercises: &[Exercise]) -> Result<()> {
        self.write(
            "numbers.json",
            &pretty(&Value::Object(self.numbers.clone())),
        )?;
        if !self.recording {
            return Ok(());
        }
        for (slug, blocks) in &self.sections {
            self.write(&format!("transcript/{slug}.json"), &written(blocks))?;
        }
        self.write(
            "figures.json",
            &pretty(&Value::Object(self.captions.clone())),
        )?;
        self.write(
            "exercises.json",
            &pretty(&exercises.iter().map(Exercise::to_json).collect()),
        )
    }

    /// Writes `text` to `name` below the lesson's directory.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.out.join(name);
        files::write(&path, text).map_err(|error| cannot_write(&path, &error))
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Adds to `found` what the texts in `value` refer to in their own lesson.
fn refer(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.extend(
                markup::spans(text)
                    .into_iter()
                    .filter_map(|span| match span {
                        Span::Reference {
                            lab: None, slug, ..
                        } => Some(slug),
                        _ => None,
                    }),
            )
        }
        Value::Array(items) => items.iter().for_each(|item| refer(item, found)),
        _ => {}
    }
}

/// The blocks of a section as JSON that differs in few lines when little changed: each line and each row has a line
/// of its own.
fn written(blocks: &[Fields]) -> String {
    let value = |name: &str, value: &Value| match value {
        Value::Array(items) if matches!(name, "lines" | "rows") => {
            let items: Vec<String> = items.iter().map(|item| format!("      {item}")).collect();
            format!("[\n{}\n    ]", items.join(",\n"))
        }
        value => value.to_string(),
    };
    let block = |fields: &Fields| {
        let fields = fields.iter();
        let fields: Vec<String> = fields
            .map(|(name, field)| format!("    \"{name}\": {}", value(name, field)))
            .collect();
        format!("  {{\n{}\n  }}", fields.join(",\n"))
    };
    let blocks: Vec<String> = blocks.iter().map(block).collect();
    format!("[\n{}\n]\n", blocks.join(",\n"))
}
