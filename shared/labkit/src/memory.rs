//! Where a learner stopped in a lesson, kept from one run to the next.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::files;
use crate::score::Score;

/// Where a lesson stopped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stopped {
    /// The section that comes next, from 1, and its name.
    pub next: usize,
    pub slug: String,
    /// How the predictions before it went.
    pub score: Score,
}

/// The file that remembers it: `.course/lessons/lab05.json`. Where it cannot be had or written, nothing is remembered, and
/// nothing else is lost.
#[derive(Debug)]
pub(crate) struct Memory {
    path: Option<PathBuf>,
}

impl Memory {
    /// That of a lab's lesson in this workspace.
    pub(crate) fn of(package: &str) -> Memory {
        let folder = place::memory().ok();
        Memory {
            path: folder.map(|folder| folder.join("lessons").join(format!("{package}.json"))),
        }
    }

    /// Where the lesson stopped the last time, if it did.
    pub(crate) fn read(&self) -> Option<Stopped> {
        let text = fs::read_to_string(self.path.as_ref()?).ok()?;
        let value: Value = serde_json::from_str(&text).ok()?;
        Some(Stopped {
            next: value["next"].as_u64()? as usize,
            slug: value["slug"].as_str()?.to_string(),
            score: Score::from_json(&value["score"]),
        })
    }

    /// Remembers where the lesson stops.
    pub(crate) fn write(&self, stopped: &Stopped) {
        let Some(path) = &self.path else { return };
        let value = json!({
            "next": stopped.next,
            "slug": stopped.slug,
            "score": stopped.score.to_json(),
        });
        // A lesson does not fail because it cannot be gone on with.
        let _ = path.parent().map(fs::create_dir_all);
        let _ = files::write(path, &format!("{value:#}\n"));
    }

    /// The lesson was seen to its end.
    pub(crate) fn forget(&self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_until_it_is_forgotten() {
        let folder = std::env::temp_dir().join(format!("labkit-{}-memory", std::process::id()));
        let memory = Memory {
            path: Some(folder.join("lessons/lab07.json")),
        };
        assert_eq!(memory.read(), None);
        let mut score = Score::default();
        score.section(1, "First");
        let stopped = Stopped {
            next: 2,
            slug: "second".into(),
            score,
        };
        memory.write(&stopped);
        assert_eq!(memory.read(), Some(stopped));
        fs::write(folder.join("lessons/lab07.json"), "{\"next\": 2").unwrap();
        assert_eq!(memory.read(), None, "half a file is none");
        memory.forget();
        assert!(!folder.join("lessons/lab07.json").exists());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn without_a_place_nothing_is_remembered() {
        let memory = Memory { path: None };
        let stopped = Stopped {
            next: 2,
            slug: String::new(),
            score: Score::default(),
        };
        memory.write(&stopped);
        assert_eq!(memory.read(), None);
        memory.forget();
    }
}
