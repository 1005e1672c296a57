//! The files a lesson leaves behind.

use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::judge::Exercise;
use crate::lesson::cannot_write;

/// Writes figures and numbers below the lesson's directory; when recording for the book also the transcript
/// of each section, the captions and the list of exercises.
pub(crate) struct Record {
    out: PathBuf,
    recording: bool,
    /// Name of the section that runs, and its text so far.
    section: Option<(String, String)>,
    transcripts: Vec<(String, String)>,
    captions: Map<String, Value>,
    numbers: Map<String, Value>,
}

impl Record {
    pub(crate) fn new(out: PathBuf, recording: bool) -> Record {
        Record {
            out,
            recording,
            section: None,
            transcripts: Vec::new(),
            captions: Map::new(),
            numbers: Map::new(),
        }
    }

    pub(crate) fn is_recording(&self) -> bool {
        self.recording
    }

    /// Makes the directories, and finds out before a long training whether the page can be written.
    pub(crate) fn prepare(&self) -> Result<()> {
        let mut directories = vec!["figures"];
        if self.recording {
            directories.push("transcript");
        }
        for name in directories {
            let directory = self.out.join(name);
            fs::create_dir_all(&directory).map_err(|error| cannot_write(&directory, &error))?;
        }
        let page = self.out.join("index.html");
        let page_opens = fs::OpenOptions::new().append(true).create(true).open(&page);
        page_opens.map_err(|error| cannot_write(&page, &error))?;
        Ok(())
    }

    /// A section begins, or ends with `None`.
    pub(crate) fn section(&mut self, slug: Option<&str>) {
        self.transcripts.extend(self.section.take());
        self.section = slug.map(|slug| (slug.to_string(), String::new()));
    }

    /// A block of text was printed.
    pub(crate) fn text(&mut self, block: &str) {
        if let Some((_, text)) = &mut self.section {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(block);
            text.push('\n');
        }
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
        for (slug, text) in &self.transcripts {
            self.write(&format!("transcript/{slug}.txt"), text)?;
        }
        self.write(
            "figures.json",
            &pretty(&Value::Object(self.captions.clone())),
        )?;
        let entry =
            |e: &Exercise| json!({ "name": e.name(), "minutes": e.minutes(), "task": e.task() });
        self.write(
            "exercises.json",
            &pretty(&Value::Array(exercises.iter().map(entry).collect())),
        )
    }

    /// Writes `text` to `name` below the lesson's directory.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.out.join(name);
        fs::write(&path, text).map_err(|error| cannot_write(&path, &error))
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
