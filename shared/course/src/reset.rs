//! Puts `todo!()` back, or `// your code here` in a shader.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::answers::Language;
use crate::labs::{Course, Lab};
use crate::names::{self, Named};
use crate::say::say;
use crate::{files, rust};

/// Resets one exercise, or all of a lab.
pub(crate) fn run(course: &Course, name: &str) -> Result<()> {
    let (lab, exercises) = match names::find(course, name)? {
        Named::Lab(lab) => (
            lab,
            lab.exercises.iter().map(|it| it.name.clone()).collect(),
        ),
        Named::Exercise(lab, exercise) => (lab, vec![exercise.name.clone()]),
    };
    // Nothing is written before all files have been found sound.
    let mut resets = Vec::new();
    for file in lab.files() {
        let here: Vec<String> = exercises
            .iter()
            .filter(|exercise| lab.file_of(exercise) == file)
            .cloned()
            .collect();
        if !here.is_empty() {
            resets.extend(Reset::plan(course, file, &here)?);
        }
    }
    if resets.is_empty() {
        say!("nothing to do: not answered anyway");
    }
    for reset in resets {
        reset.carry_out(course, lab)?;
    }
    Ok(())
}

/// What one file becomes.
struct Reset {
    file: PathBuf,
    source: String,
    emptied: String,
    changed: Vec<String>,
}

impl Reset {
    /// `None` if none of `exercises` was answered.
    fn plan(course: &Course, file: PathBuf, exercises: &[String]) -> Result<Option<Reset>> {
        let shown = course.short(&file);
        let source =
            fs::read_to_string(&file).map_err(|error| format!("cannot read {shown}: {error}"))?;
        let (emptied, changed) = empty(&source, exercises, Language::of(&file)).map_err(|missing| {
            format!("{shown} has no `fn {missing}` with a whole body; its braces may not match, or it was renamed")
        })?;
        Ok((!changed.is_empty()).then_some(Reset {
            file,
            source,
            emptied,
            changed,
        }))
    }

    fn carry_out(&self, course: &Course, lab: &Lab) -> Result<()> {
        let shown = course.short(&self.file);
        let copy = keep(course, lab, &self.file, &self.source)?;
        files::write(&self.file, &self.emptied)
            .map_err(|error| format!("cannot write {shown}: {error}"))?;
        say!("reset in {shown}: {}", self.changed.join(", "));
        say!("your old file is kept as {}", course.short(&copy));
        Ok(())
    }
}

/// The source with the bodies of `exercises` emptied, and the names of those that were not empty before.
///
/// The error is the name of a function that is not there.
fn empty(
    source: &str,
    exercises: &[String],
    language: Language,
) -> std::result::Result<(String, Vec<String>), String> {
    let mut text = source.to_string();
    let mut changed = Vec::new();
    for name in exercises {
        let body = rust::body(&text, name).ok_or_else(|| name.clone())?;
        if language.is_stub(&text[body.clone()]) {
            continue;
        }
        let line_start = text[..body.start].rfind('\n').map_or(0, |at| at + 1);
        let indent: String = text[line_start..]
            .chars()
            .take_while(|c| *c == ' ')
            .collect();
        text.replace_range(
            body,
            &format!("{{\n{indent}    {}\n{indent}}}", language.open()),
        );
        changed.push(name.clone());
    }
    Ok((text, changed))
}

/// A copy of the learner's file under a name that is still free.
fn keep(course: &Course, lab: &Lab, file: &Path, source: &str) -> Result<PathBuf> {
    let folder = course.memory.join("kept");
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, extension) = (part(file.file_stem()), part(file.extension()));
    let name = format!("{}-{stem}", lab.name);
    files::keep(&folder, &name, &extension, source.as_bytes()).map_err(|error| {
        format!(
            "cannot keep a copy in {}: {error}; nothing was changed",
            folder.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWERED: &str = "/// Task {\npub fn f(x: f64) -> f64 {\n    // }\n    x + 1.0\n}\n\npub fn g() -> f64 {\n    todo!()\n}\n";

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_the_body_is_replaced() {
        let (text, changed) = empty(ANSWERED, &names(&["f", "g"]), Language::Rust).unwrap();
        assert_eq!(
            text,
            "/// Task {\npub fn f(x: f64) -> f64 {\n    todo!()\n}\n\npub fn g() -> f64 {\n    todo!()\n}\n"
        );
        assert_eq!(changed, ["f"]);
        assert_eq!(
            empty(&text, &names(&["f"]), Language::Rust).unwrap(),
            (text.clone(), vec![])
        );
    }

    #[test]
    fn a_missing_function_is_named() {
        assert_eq!(
            empty(ANSWERED, &names(&["f", "h"]), Language::Rust).unwrap_err(),
            "h"
        );
    }

    #[test]
    fn a_shader_is_emptied_with_its_own_mark() {
        let answered = "// Task {\nstruct Shape { n: u32 }\n@compute @workgroup_size(64)\nfn f(@builtin(workgroup_id) id: vec3<u32>) {\n    if id.x > 3u { // }\n        return;\n    }\n    y[id.x] = 1.0;\n}\n";
        let (text, changed) = empty(answered, &names(&["f"]), Language::Shader).unwrap();
        assert!(
            text.ends_with("id: vec3<u32>) {\n    // your code here\n}\n"),
            "{text}"
        );
        assert!(text.starts_with("// Task {\nstruct Shape { n: u32 }\n"));
        assert_eq!(changed, ["f"]);
        let again = empty(&text, &names(&["f"]), Language::Shader).unwrap();
        assert_eq!(again, (text, vec![]));
    }
}
