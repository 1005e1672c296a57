//! The learner's files: where they lie, and what they held when the program was built.

use super::exercise::Exercise;

/// The file that answers most exercises of a lab, seen from the lab's folder.
const ANSWERS: &str = "src/exercises.rs";

/// The sources of a lab, as its program knows them.
///
/// It belongs into the lab's library, beside the answers: what is built together cannot differ.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The lab's folder, seen from the workspace: `labs/05-softmax-digits`.
    pub folder: &'static str,
    /// `include_str!` of `src/exercises.rs`.
    pub answers: &'static str,
}

impl Source {
    /// The learner's file for one exercise, seen from the workspace.
    fn file_of(&self, exercise: &Exercise) -> String {
        let path = exercise.file.map_or(ANSWERS, |own| own.path);
        format!("{}/{path}", self.folder)
    }

    /// The learner's files, seen from the workspace, such as `labs/01-sigmoid-neuron/src/exercises.rs`, in the
    /// order of the exercises.
    pub(crate) fn files(&self, exercises: &[Exercise]) -> Vec<String> {
        let mut files = vec![format!("{}/{ANSWERS}", self.folder)];
        for exercise in exercises {
            let file = self.file_of(exercise);
            if !files.contains(&file) {
                files.push(file);
            }
        }
        files
    }

    /// `labs/01-sigmoid-neuron/src/exercises.rs:12`; no line if the function cannot be found.
    pub(crate) fn place(&self, exercise: &Exercise) -> String {
        let file = self.file_of(exercise);
        match line_of(self.built(exercise), exercise.name) {
            Some(line) => format!("{file}:{line}"),
            None => file,
        }
    }

    fn built(&self, exercise: &Exercise) -> &'static str {
        exercise.file.map_or(self.answers, |own| own.built)
    }

    /// Whether the learner's file holds another text than the one this program was built from. Cargo looks at
    /// times only: a file that was put back with its old time is not built again.
    ///
    /// A program that has left its workspace judges the answers that it has.
    pub(crate) fn is_stale(&self, exercise: &Exercise) -> bool {
        let Ok(root) = place::root() else {
            return false;
        };
        let now = std::fs::read(root.join(self.file_of(exercise)));
        now.is_ok_and(|now| now != self.built(exercise).as_bytes())
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
    fn places_are_seen_from_the_workspace() {
        let source = Source {
            folder: "labs/05-softmax-digits",
            answers: "\nfn x() {}\n",
        };
        let draft = || Exercise::new("x", 5, "t").probes([(1, 1)]);
        let done =
            |draft: crate::judge::Draft<i32, i32>| draft.answer(|&x| x).solution(|&x| x).done();
        let plain = done(draft());
        let own = done(draft().file("exercises/x.wgsl", "fn x() {}\n"));
        assert_eq!(
            source.place(&plain),
            "labs/05-softmax-digits/src/exercises.rs:2"
        );
        assert_eq!(
            source.place(&own),
            "labs/05-softmax-digits/exercises/x.wgsl:1"
        );
        assert_eq!(
            source.files(&[own, plain]),
            [
                "labs/05-softmax-digits/src/exercises.rs",
                "labs/05-softmax-digits/exercises/x.wgsl"
            ]
        );
    }

    #[test]
    fn another_text_on_disk_is_noticed() {
        let source = |answers| Source {
            folder: "shared/labkit/tests/fixture",
            answers,
        };
        let draft = Exercise::new("right", 5, "t").probes([(1, 1)]);
        let exercise = draft.answer(|&x| x).solution(|&x| x).done();
        let built = include_str!("../../tests/fixture/src/exercises.rs");
        assert!(!source(built).is_stale(&exercise));
        assert!(source("fn right() {}").is_stale(&exercise));
        let gone = Source {
            folder: "nowhere",
            answers: "",
        };
        assert!(!gone.is_stale(&exercise));
    }
}
