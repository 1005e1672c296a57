//! Finds an exercise's function in the learner's file.

use std::path::{Path, PathBuf};

/// The learner's file of the lab in `manifest_dir`.
pub(crate) fn exercises_file(manifest_dir: &str) -> PathBuf {
    Path::new(manifest_dir).join("src").join("exercises.rs")
}

/// The learner's file as seen from the workspace, such as `labs/01-sigmoid-neuron/src/exercises.rs`.
pub(crate) fn shown_file(manifest_dir: &str) -> String {
    let file = exercises_file(manifest_dir);
    relative(&file, workspace_root(manifest_dir).as_deref())
}

/// `labs/01-sigmoid-neuron/src/exercises.rs:12`, as short as the workspace allows; no line if the function
/// cannot be found.
pub(crate) fn place(manifest_dir: &str, name: &str) -> String {
    let shown = shown_file(manifest_dir);
    let source = std::fs::read_to_string(exercises_file(manifest_dir)).unwrap_or_default();
    match line_of(&source, name) {
        Some(line) => format!("{shown}:{line}"),
        None => shown,
    }
}

/// The line (from 1) on which `fn name` stands.
pub(crate) fn line_of(source: &str, name: &str) -> Option<usize> {
    source
        .lines()
        .position(|line| defines(line, name))
        .map(|index| index + 1)
}

fn defines(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with("//") {
        return false;
    }
    let Some(start) = line.find("fn ") else {
        return false;
    };
    let before_is_a_word = line[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let after = line[start + 3..].trim_start().strip_prefix(name);
    !before_is_a_word && after.is_some_and(|rest| rest.trim_start().starts_with(['(', '<']))
}

/// The nearest directory above that holds a `Cargo.lock`.
pub(crate) fn workspace_root(manifest_dir: &str) -> Option<PathBuf> {
    Path::new(manifest_dir)
        .ancestors()
        .find(|dir| dir.join("Cargo.lock").is_file())
        .map(Path::to_path_buf)
}

fn relative(file: &Path, root: Option<&Path>) -> String {
    let short = root
        .and_then(|root| file.strip_prefix(root).ok())
        .unwrap_or(file);
    short.display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_function_is_found_and_its_mentions_are_not() {
        let source = "// fn neuron(\n/// fn neuron(x)\npub fn neuron_sum(x: f64) {}\nfn my_neuron(x: f64) {}\n\
                      pub fn neuron(x: f64) -> f64 {\n    todo!()\n}\npub const fn size<const N: usize>() {}\n";
        assert_eq!(line_of(source, "neuron"), Some(5));
        assert_eq!(line_of(source, "size"), Some(8));
        assert_eq!(line_of(source, "absent"), None);
    }

    #[test]
    fn places_are_relative_to_the_workspace() {
        let here = env!("CARGO_MANIFEST_DIR");
        assert_eq!(place(here, "x"), "shared/labkit/src/exercises.rs");
    }
}
