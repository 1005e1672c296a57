//! Finds an exercise's function in the learner's file.

use std::path::{Path, PathBuf};

use super::exercise::Exercise;

/// The learner's file of the lab in `manifest_dir`.
pub(crate) fn exercises_file(manifest_dir: &str) -> PathBuf {
    Path::new(manifest_dir).join("src").join("exercises.rs")
}

/// The learner's file for one exercise.
pub(crate) fn file_of(manifest_dir: &str, exercise: &Exercise) -> PathBuf {
    match exercise.file {
        Some(path) => Path::new(manifest_dir).join(path),
        None => exercises_file(manifest_dir),
    }
}

/// Where the solution of an exercise with a file of its own lies.
pub(crate) fn solution_of(manifest_dir: &str, path: &str) -> PathBuf {
    let name = Path::new(path).file_name().unwrap_or_default();
    Path::new(manifest_dir).join("solutions").join(name)
}

/// The learner's files as seen from the workspace, such as `labs/01-sigmoid-neuron/src/exercises.rs`, in the
/// order of the exercises.
pub(crate) fn shown_files(manifest_dir: &str, exercises: &[Exercise]) -> Vec<String> {
    let mut files = vec![shown(manifest_dir, &exercises_file(manifest_dir))];
    for exercise in exercises {
        let file = shown(manifest_dir, &file_of(manifest_dir, exercise));
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

fn shown(manifest_dir: &str, file: &Path) -> String {
    relative(file, workspace_root(manifest_dir).as_deref())
}

/// `labs/01-sigmoid-neuron/src/exercises.rs:12`, as short as the workspace allows; no line if the function
/// cannot be found.
pub(crate) fn place(manifest_dir: &str, exercise: &Exercise) -> String {
    let file = file_of(manifest_dir, exercise);
    let shown = shown(manifest_dir, &file);
    let source = std::fs::read_to_string(file).unwrap_or_default();
    match line_of(&source, exercise.name) {
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
        let exercise = |path: Option<&'static str>| {
            let draft = Exercise::new("x", 5, "t").probes([(1, 1)]);
            let draft = path.into_iter().fold(draft, |draft, path| draft.file(path));
            draft.answer(|&x| x).solution(|&x| x).done()
        };
        let (plain, own) = (exercise(None), exercise(Some("exercises/x.wgsl")));
        assert_eq!(place(here, &plain), "shared/labkit/src/exercises.rs");
        assert_eq!(place(here, &own), "shared/labkit/exercises/x.wgsl");
        assert_eq!(
            shown_files(here, &[own, plain]),
            [
                "shared/labkit/src/exercises.rs",
                "shared/labkit/exercises/x.wgsl"
            ]
        );
        let solution = solution_of(here, "exercises/x.wgsl");
        assert!(
            solution.ends_with("labkit/solutions/x.wgsl"),
            "{solution:?}"
        );
    }
}
