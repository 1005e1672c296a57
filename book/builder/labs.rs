//! The labs of the workspace: `labs/NN-name` holds the package `labNN`, and `NN-….md` are its chapters.

use std::path::{Path, PathBuf};

/// One lab.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lab {
    /// The name of its package, `lab01`.
    pub package: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// Every lab under `root/labs`, in order. A folder whose name does not begin with two digits and a dash is none.
pub fn all(root: &Path) -> Vec<Lab> {
    let Ok(entries) = root.join("labs").read_dir() else {
        return Vec::new();
    };
    let mut labs: Vec<Lab> = entries
        .flatten()
        .filter_map(|entry| lab(&entry.path()))
        .collect();
    labs.sort();
    labs
}

/// The files in `folder`, that of the chapters, which belong to the lab of this number (`06`), in order. A lab may have several.
pub fn chapters(folder: &Path, number: &str) -> Vec<String> {
    let files = folder.read_dir().into_iter().flatten().flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    let start = format!("{number}-");
    let mut chapters: Vec<String> = names
        .filter(|name| name.starts_with(&start) && name.ends_with(".md"))
        .collect();
    chapters.sort();
    chapters
}

fn lab(folder: &Path) -> Option<Lab> {
    let (number, _) = folder.file_name()?.to_str()?.split_once('-')?;
    let two_digits = number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit());
    (two_digits && folder.join("Cargo.toml").is_file()).then(|| Lab {
        package: format!("lab{number}"),
        folder: folder.to_path_buf(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_labs_of_this_workspace() {
        let labs = all(&crate::workspace_root());
        assert!(labs.len() >= 5);
        assert_eq!(labs[0].package, "lab01");
        assert!(labs[0].folder.ends_with("01-sigmoid-neuron"));
    }
}
