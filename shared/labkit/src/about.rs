use std::path::{Path, PathBuf};

use crate::judge;

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
    /// `env!("CARGO_MANIFEST_DIR")` of the lab.
    pub manifest_dir: &'static str,
}

impl About {
    /// The package's name, such as `lab01`.
    pub fn package(&self) -> String {
        format!("lab{:02}", self.lab)
    }

    /// `target/labs/lab01` in the workspace, wherever cargo's target directory is; below the current
    /// directory when the sources have gone.
    pub(crate) fn default_out(&self) -> PathBuf {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map(PathBuf::from)
            .unwrap_or_else(|| {
                judge::workspace_root(self.manifest_dir)
                    .unwrap_or_default()
                    .join("target")
            });
        target.join("labs").join(self.package())
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
