//! What the learner's files hold: which exercises have been answered at all.

use std::fs;
use std::path::Path;

use crate::labs::{Course, Lab};
use crate::rust;

/// What an exercise is written in.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Language {
    Rust,
    Shader,
}

impl Language {
    pub(crate) fn of(file: &Path) -> Language {
        match file
            .extension()
            .is_some_and(|extension| extension == "wgsl")
        {
            true => Language::Shader,
            false => Language::Rust,
        }
    }

    /// What an open exercise has in its body.
    pub(crate) fn open(self) -> &'static str {
        match self {
            Language::Rust => "todo!()",
            Language::Shader => "// your code here",
        }
    }

    /// Whether a body, braces included, is that of an open exercise: nothing but `todo!(…)`, in a shader nothing
    /// but comments.
    pub(crate) fn is_stub(self, body: &str) -> bool {
        let code = rust::blank(body);
        let code = code.trim_start_matches('{').trim_end_matches('}').trim();
        match self {
            Language::Shader => code.is_empty(),
            Language::Rust => {
                let argument = code
                    .trim_end_matches(';')
                    .strip_prefix("todo!(")
                    .and_then(|rest| rest.strip_suffix(')'));
                argument.is_some_and(|argument| !argument.contains(')'))
            }
        }
    }
}

/// What the learner's file holds of an exercise.
pub(crate) enum Answer {
    /// No such function.
    Absent,
    Open,
    /// Something that is more than open, whole or not: the compiler shall see it.
    Written,
}

/// What has been written for `exercise`.
pub(crate) fn of(lab: &Lab, exercise: &str) -> Answer {
    let file = lab.file_of(exercise);
    let source = fs::read_to_string(&file).unwrap_or_default();
    let is_stub = |body| Language::of(&file).is_stub(&source[body]);
    match rust::body(&source, exercise).map(is_stub) {
        Some(true) => Answer::Open,
        None if rust::line(&source, exercise).is_none() => Answer::Absent,
        _ => Answer::Written,
    }
}

/// What has been written for `exercise`: the function in Rust, all of the file of a shader; nothing if it is not
/// there.
pub(crate) fn text(lab: &Lab, exercise: &str) -> String {
    let file = lab.file_of(exercise);
    let source = fs::read_to_string(&file).unwrap_or_default();
    match (Language::of(&file), rust::function(&source, exercise)) {
        (Language::Shader, _) => source,
        (Language::Rust, function) => function.map_or(String::new(), |at| source[at].to_string()),
    }
}

/// `labs/01-sigmoid-neuron/src/exercises.rs:12`, where `exercise` is to be answered.
pub(crate) fn place(course: &Course, lab: &Lab, exercise: &str) -> String {
    let file = lab.file_of(exercise);
    let source = fs::read_to_string(&file).unwrap_or_default();
    let short = course.short(&file);
    match rust::line(&source, exercise) {
        Some(line) => format!("{short}:{line}"),
        None => short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_as_a_stub() {
        for stub in [
            "{ todo!() }",
            "{\n    todo!();\n}",
            "{ todo!(\"σ(b + w·x)\") }",
            "{\n    // A thought.\n    todo!()\n}",
        ] {
            assert!(Language::Rust.is_stub(stub), "{stub}");
        }
        for answer in ["{ 1 }", "{ x + todo!() }", "{ todo!() + f() }", "{}"] {
            assert!(!Language::Rust.is_stub(answer), "{answer}");
        }
        assert!(Language::Shader.is_stub("{\n    // your code here\n}"));
        assert!(!Language::Shader.is_stub("{ y[0] = 1.0; // your code here\n}"));
    }
}
