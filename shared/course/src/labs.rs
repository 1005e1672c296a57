//! Finds the labs and the names of their exercises by reading files; nothing is built.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// Set to look at another workspace than the one this program was built in.
const WORKSPACE: &str = "COURSE_WORKSPACE";

/// The labs of a workspace.
#[derive(Debug)]
pub(crate) struct Course {
    pub root: PathBuf,
    /// In the order of their directories.
    pub labs: Vec<Lab>,
}

/// A lab, as its files tell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lab {
    /// The package, such as `lab01`.
    pub name: String,
    /// What the directory is called, such as `sigmoid neuron`.
    pub title: String,
    pub dir: PathBuf,
    /// Its exercises, in the order of `src/solutions.rs`; then those with a file of their own.
    pub exercises: Vec<String>,
}

/// What stands where an answer belongs in a file that is not Rust.
pub(crate) const OPEN: &str = "// your code here";

impl Course {
    /// The course this program belongs to.
    pub(crate) fn find() -> Result<Course> {
        let built_in = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..");
        let root = std::env::var_os(WORKSPACE).map_or_else(built_in, PathBuf::from);
        let root = root.canonicalize().unwrap_or(root);
        Course::read(plain(root))
    }

    /// The course in the workspace at `root`.
    pub(crate) fn read(root: PathBuf) -> Result<Course> {
        let directory = root.join("labs");
        let entries = fs::read_dir(&directory).map_err(|error| {
            format!(
                "cannot read {}: {error}\nrun this inside of the course's workspace",
                directory.display()
            )
        })?;
        let mut dirs: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        dirs.sort();
        let labs: Vec<Lab> = dirs.into_iter().filter_map(Lab::read).collect();
        if labs.is_empty() {
            return Err(format!("there are no labs in {}", directory.display()));
        }
        Ok(Course { root, labs })
    }

    /// Where this program keeps what it must remember: `target/course`.
    pub(crate) fn memory(&self) -> PathBuf {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), PathBuf::from);
        target.join("course")
    }

    /// `path` as seen from the workspace, with forward slashes.
    pub(crate) fn short(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
            .replace('\\', "/")
    }
}

impl Lab {
    fn read(dir: PathBuf) -> Option<Lab> {
        let manifest = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
        let title = dir
            .file_name()?
            .to_string_lossy()
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .replace('-', " ");
        let solutions =
            fs::read_to_string(dir.join("src").join("solutions.rs")).unwrap_or_default();
        let mut exercises = anchors(&solutions);
        let own = files_in(&dir.join("exercises"));
        exercises.extend(own.iter().filter_map(|file| stem(file)));
        Some(Lab {
            name: package_name(&manifest)?,
            title: title.trim().to_string(),
            exercises,
            dir,
        })
    }

    /// The learner's file for Rust.
    pub(crate) fn answers(&self) -> PathBuf {
        self.dir.join("src").join("exercises.rs")
    }

    /// The file of an exercise that has one of its own, such as `exercises/row_sums.wgsl`.
    pub(crate) fn own_file(&self, exercise: &str) -> Option<PathBuf> {
        let mut files = files_in(&self.dir.join("exercises")).into_iter();
        files.find(|file| stem(file).as_deref() == Some(exercise))
    }

    /// The file in which the learner answers `exercise`.
    pub(crate) fn file_of(&self, exercise: &str) -> PathBuf {
        self.own_file(exercise).unwrap_or_else(|| self.answers())
    }

    /// All files in which the learner answers.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut files = vec![self.answers()];
        files.extend(files_in(&self.dir.join("exercises")));
        files
    }

    /// The file with the solution of `exercise`.
    pub(crate) fn solution_of(&self, exercise: &str) -> PathBuf {
        match self.own_file(exercise) {
            Some(own) => {
                let name = own.file_name().unwrap_or_default();
                self.dir.join("solutions").join(name)
            }
            None => self.dir.join("src").join("solutions.rs"),
        }
    }
}

/// The files in `directory`, by name; none if there is no such directory.
fn files_in(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| is_exercise(path))
        .collect();
    files.sort();
    files
}

/// Editors leave other files about.
fn is_exercise(path: &Path) -> bool {
    path.is_file()
        && path
            .extension()
            .is_some_and(|extension| extension == "wgsl")
}

fn stem(file: &Path) -> Option<String> {
    Some(file.file_stem()?.to_str()?.to_string())
}

/// Windows' canonical paths begin with `\\?\`, which cargo and people dislike.
fn plain(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(short) => PathBuf::from(short),
        None => path,
    }
}

/// `name = "…"` of the `[package]` table.
fn package_name(manifest: &str) -> Option<String> {
    let package = manifest.split_once("[package]")?.1;
    let table = package.split("\n[").next()?;
    let value = table.lines().find_map(|line| {
        line.trim()
            .strip_prefix("name")?
            .trim_start()
            .strip_prefix('=')
    })?;
    Some(value.trim().trim_matches('"').to_string())
}

/// The names in `// ANCHOR: name` lines.
fn anchors(source: &str) -> Vec<String> {
    let name = |line: &str| {
        line.trim()
            .strip_prefix("// ANCHOR: ")
            .map(|name| name.trim().to_string())
    };
    source.lines().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_packages_own() {
        let manifest = "[workspace]\n[package]\nversion = \"1\"\nname = \"lab01\"\n\n[[test]]\nname = \"answers\"\n";
        assert_eq!(package_name(manifest).as_deref(), Some("lab01"));
        assert_eq!(
            package_name("[package]\nversion = \"1\"\n[[test]]\nname = \"x\"\n"),
            None
        );
        assert_eq!(package_name("[workspace]\n"), None);
    }

    #[test]
    fn exercises_are_the_anchors_of_the_solutions() {
        let source =
            "// ANCHOR: neuron\nfn neuron() {}\n// ANCHOR_END: neuron\n    // ANCHOR: bump\n";
        assert_eq!(anchors(source), ["neuron", "bump"]);
    }
}
