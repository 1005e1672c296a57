//! Puts `todo!()` back.

use std::fs;
use std::path::PathBuf;

use crate::Result;
use crate::labs::{Course, Lab};
use crate::{names, rust};

/// Resets one exercise, or all of a lab.
pub(crate) fn run(course: &Course, name: &str) -> Result<()> {
    let (lab, exercises) = match names::find_lab(course, name) {
        Some(lab) => (lab, lab.exercises.clone()),
        None => {
            let (lab, exercise) = names::exercise(course, name)?;
            (lab, vec![exercise.to_string()])
        }
    };
    let file = lab.answers();
    let shown = course.short(&file);
    let source =
        fs::read_to_string(&file).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let (emptied, changed) = empty(&source, &exercises).map_err(|missing| {
        format!("{shown} has no `fn {missing}` with a whole body; its braces may not match, or it was renamed")
    })?;
    if changed.is_empty() {
        println!("nothing to do: not answered anyway");
        return Ok(());
    }
    let copy = keep(course, lab, &source)?;
    fs::write(&file, emptied).map_err(|error| format!("cannot write {shown}: {error}"))?;
    println!("reset in {shown}: {}", changed.join(", "));
    println!("your old file is kept as {}", course.short(&copy));
    Ok(())
}

/// The source with the bodies of `exercises` emptied, and the names of those that were not empty before.
///
/// The error is the name of a function that is not there.
fn empty(source: &str, exercises: &[String]) -> std::result::Result<(String, Vec<String>), String> {
    let mut text = source.to_string();
    let mut changed = Vec::new();
    for name in exercises {
        let body = rust::body(&text, name).ok_or_else(|| name.clone())?;
        if is_stub(&text[body.clone()]) {
            continue;
        }
        let line_start = text[..body.start].rfind('\n').map_or(0, |at| at + 1);
        let indent: String = text[line_start..]
            .chars()
            .take_while(|c| *c == ' ')
            .collect();
        text.replace_range(body, &format!("{{\n{indent}    todo!()\n{indent}}}"));
        changed.push(name.clone());
    }
    Ok((text, changed))
}

/// Whether a body, braces included, is nothing but `todo!(…)`.
fn is_stub(body: &str) -> bool {
    let inner = body.trim_start_matches('{').trim_end_matches('}').trim();
    let argument = inner
        .trim_end_matches(';')
        .strip_prefix("todo!(")
        .and_then(|rest| rest.strip_suffix(')'));
    argument.is_some_and(|argument| !argument.contains(')') || argument.starts_with('"'))
}

/// A copy of the learner's file under a name that is still free.
fn keep(course: &Course, lab: &Lab, source: &str) -> Result<PathBuf> {
    let directory = course.memory().join("kept");
    let cannot = |error: std::io::Error| {
        format!(
            "cannot keep a copy in {}: {error}; nothing was changed",
            directory.display()
        )
    };
    fs::create_dir_all(&directory).map_err(cannot)?;
    let free = (1..)
        .map(|n| directory.join(format!("{}-exercises-{n}.rs", lab.name)))
        .find(|path| !path.exists());
    let path = free.ok_or("no name is free for a copy")?;
    fs::write(&path, source).map_err(cannot)?;
    Ok(path)
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
        let (text, changed) = empty(ANSWERED, &names(&["f", "g"])).unwrap();
        assert_eq!(
            text,
            "/// Task {\npub fn f(x: f64) -> f64 {\n    todo!()\n}\n\npub fn g() -> f64 {\n    todo!()\n}\n"
        );
        assert_eq!(changed, ["f"]);
        assert_eq!(
            empty(&text, &names(&["f"])).unwrap(),
            (text.clone(), vec![])
        );
    }

    #[test]
    fn a_missing_function_is_named() {
        assert_eq!(empty(ANSWERED, &names(&["f", "h"])).unwrap_err(), "h");
    }

    #[test]
    fn what_counts_as_a_stub() {
        for stub in [
            "{ todo!() }",
            "{\n    todo!();\n}",
            "{ todo!(\"σ(b + w·x)\") }",
        ] {
            assert!(is_stub(stub), "{stub}");
        }
        for answer in ["{ 1 }", "{ x + todo!() }", "{ todo!() + f() }", "{}"] {
            assert!(!is_stub(answer), "{answer}");
        }
    }
}
