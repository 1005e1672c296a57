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
        match syntax::line(self.built(exercise), exercise.name) {
            Some(line) => format!("{file}:{line}"),
            None => file,
        }
    }

    /// Those of `exercises` that the answer to `exercise` calls, as it was built.
    pub(crate) fn called_by<'a>(
        &self,
        exercise: &Exercise,
        exercises: &'a [Exercise],
    ) -> Vec<&'a Exercise> {
        let names: Vec<&str> = exercises.iter().map(|e| e.name).collect();
        let called = match exercise.file {
            None => syntax::calls(self.answers, exercise.name, &names),
            Some(_) => Vec::new(),
        };
        let find = |name: &String| {
            exercises
                .iter()
                .find(|e| e.name == name && e.file.is_none())
        };
        called.iter().filter_map(find).collect()
    }

    /// Whether `todo!` stands in the answer itself.
    pub(crate) fn is_open(&self, exercise: &Exercise) -> bool {
        let source = self.built(exercise);
        let body = syntax::body(source, exercise.name).map(|at| syntax::blank(&source[at]));
        body.is_none_or(|body| body.contains("todo!"))
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

#[cfg(test)]
mod tests {
    use super::*;

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
