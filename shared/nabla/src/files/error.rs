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

impl FileError {
    pub(super) fn new(path: &Path, what: impl Into<String>, remedy: &'static str) -> Self {
        FileError {
            path: path.to_path_buf(),
            what: what.into(),
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

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path.display(), self.what, self.remedy)
    }
}

impl std::error::Error for FileError {}
