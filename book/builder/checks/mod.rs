//! What the cross-lab tests ask of the book. Every check returns how many things it looked at, or everything
//! it found wrong.

pub mod anchors;
pub mod links;
pub mod numbers;
pub mod offline;
pub mod sections;
pub mod transcript;
pub mod words;

mod compare;
pub(crate) mod headings;

use std::fs;
use std::path::{Path, PathBuf};

/// Every file under `folder` with the given extension, sorted; built and hidden folders are left out.
pub(crate) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            let built = name == "target" || name.starts_with('.') || path.ends_with("book/book");
            if !built {
                found.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|has| has == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A path as it is shown in complaints: relative to the root, with forward slashes.
pub(crate) fn shown(path: &Path, root: &Path) -> String {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    parts.join("/")
}
