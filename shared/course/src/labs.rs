//! Finds the labs and their exercises by reading files; nothing is built.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Result, files};

/// The labs of a workspace.
#[derive(Debug)]
pub(crate) struct Course {
    pub root: PathBuf,
    /// Where this program keeps what it must remember: `.course`.
    pub memory: PathBuf,
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
    /// Its exercises in their order; none if the lab was never recorded.
    pub exercises: Vec<Exercise>,
}

/// What the record of a lab says about an exercise. A test of each lab holds the two together.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Exercise {
    pub name: String,
    pub minutes: u64,
    pub task: String,
    pub hints: Vec<String>,
    /// One or two sentences for those who have solved it.
    pub why: String,
}

impl Course {
    /// The course this program belongs to.
    pub(crate) fn find() -> Result<Course> {
        let lost = |lost: place::Lost| lost.to_string();
        let root = place::root().map_err(lost)?;
        let memory = place::memory().map_err(lost)?;
        files::move_in(&place::target().map_err(lost)?.join("course"), &memory)?;
        let directory = root.join("labs");
        let entries = fs::read_dir(&directory)
            .map_err(|error| format!("cannot read {}: {error}", directory.display()))?;
        let mut dirs: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        dirs.sort();
        let labs = dirs.into_iter().filter_map(|dir| Lab::read(&root, dir));
        let labs: Vec<Lab> = labs.collect::<Result<_>>()?;
        if labs.is_empty() {
            return Err(format!("there are no labs in {}", directory.display()));
        }
        Ok(Course { root, memory, labs })
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
    /// `None` if there is no package in `dir`.
    fn read(root: &Path, dir: PathBuf) -> Option<Result<Lab>> {
        let manifest = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
        let name = package_name(&manifest)?;
        let title = dir
            .file_name()?
            .to_string_lossy()
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .replace('-', " ");
        let record = root.join(format!("book/recorded/{name}/exercises.json"));
        let exercises = recorded(&record);
        Some(exercises.map(|exercises| Lab {
            name,
            title: title.trim().to_string(),
            exercises,
            dir,
        }))
    }

    /// The learner's file for Rust.
    pub(crate) fn answers(&self) -> PathBuf {
        self.dir.join("src").join("exercises.rs")
    }

    /// The file of an exercise that has one of its own, such as `exercises/row_sums.wgsl`.
    pub(crate) fn own_file(&self, exercise: &str) -> Option<PathBuf> {
        let mut files = files_in(&self.dir.join("exercises")).into_iter();
        files.find(|file| file.file_stem().is_some_and(|stem| stem == exercise))
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

/// The exercises in a lab's record; none if there is no record.
fn recorded(record: &Path) -> Result<Vec<Exercise>> {
    let Ok(text) = fs::read_to_string(record) else {
        return Ok(Vec::new());
    };
    let list: Option<Vec<Value>> = serde_json::from_str(&text).ok();
    let exercises = list.and_then(|list| list.iter().map(exercise).collect());
    exercises.ok_or_else(|| format!("{} is no list of exercises", record.display()))
}

fn exercise(value: &Value) -> Option<Exercise> {
    let text = |value: &Value| value.as_str().map(str::to_string);
    Some(Exercise {
        name: text(&value["name"])?,
        minutes: value["minutes"].as_u64()?,
        task: text(&value["task"])?,
        hints: value["hints"].as_array()?.iter().filter_map(text).collect(),
        why: text(&value["why"])?,
    })
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
    fn an_exercise_is_whole_or_none() {
        let whole = serde_json::json!({
            "name": "bump", "minutes": 5, "task": "t", "hints": ["a", "b"], "why": "w"
        });
        let read = exercise(&whole).unwrap();
        assert_eq!((read.name.as_str(), read.hints.len()), ("bump", 2));
        for key in ["name", "minutes", "task", "hints", "why"] {
            let mut part = whole.clone();
            part[key] = Value::Null;
            assert_eq!(exercise(&part), None, "{key}");
        }
    }
}
