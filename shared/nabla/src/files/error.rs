//! What can go wrong with a file.

use std::fmt;
use std::path::{Path, PathBuf};

/// A file that could not be written, read or used: which, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    path: PathBuf,
    what: String,
    remedy: &'static str,
}

/// How many letters of an explanation are kept.
const LONGEST: usize = 600;

impl FileError {
    /// `what` may quote names and notes of the file, and those could be commands to a terminal, or a megabyte long.
    pub(super) fn new(path: &Path, what: impl AsRef<str>, remedy: &'static str) -> Self {
        FileError {
            path: path.to_path_buf(),
            what: shown(what.as_ref()),
            remedy,
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong with it, without its name.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        self.remedy
    }
}

/// What a file says, as it may be shown: not too long, and without commands to a terminal.
pub(super) fn shown(what: &str) -> String {
    let kept = what.chars().take(LONGEST);
    kept.map(|c| if c.is_control() { '�' } else { c }).collect()
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path.display(), self.what, self.remedy)
    }
}

impl std::error::Error for FileError {}
