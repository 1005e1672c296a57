use std::path::{Path, PathBuf};

use crate::judge::Source;

/// What a lesson says about itself.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Its number; lab 1 is the package `lab01`.
    pub lab: u32,
    /// Its title.
    pub title: &'static str,
    /// The question it answers.
    pub question: &'static str,
    /// How long it takes.
    pub minutes: u32,
    /// Where its sources lie, and the answers that it was built from.
    pub source: Source,
}

impl About {
    /// The package's name, such as `lab01`.
    pub fn package(&self) -> String {
        format!("lab{:02}", self.lab)
    }

    /// `target/labs/lab01` in the workspace, wherever cargo's target directory is.
    ///
    /// # Errors
    /// If the program lies in no workspace.
    pub(crate) fn default_out(&self) -> Result<PathBuf, place::Lost> {
        Ok(place::target()?.join("labs").join(self.package()))
    }
}

/// `path` as seen from the current directory, if it lies below it.
pub(crate) fn short(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here
        .as_deref()
        .and_then(|here| path.strip_prefix(here).ok())
        .unwrap_or(path);
    below.display().to_string()
}
