//! What a check found wrong, all of it at once rather than one thing a run.

use std::fmt;

/// A list of complaints, each naming its file and the remedy. `Debug` prints them one a line, so that
/// `unwrap` in a test reads well.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Findings(Vec<String>);

impl Findings {
    /// No complaint yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one complaint.
    pub fn push(&mut self, complaint: impl Into<String>) {
        self.0.push(complaint.into());
    }

    /// Adds the complaints of another check.
    pub fn extend(&mut self, other: Findings) {
        self.0.extend(other.0);
    }

    /// Whether there is nothing to complain about.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The complaints in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// `Ok(looked_at)` when nothing is wrong, so that a test can also ask that something was looked at.
    pub fn verdict(self, looked_at: usize) -> Result<usize, Findings> {
        if self.is_empty() {
            Ok(looked_at)
        } else {
            Err(self)
        }
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Findings {}
