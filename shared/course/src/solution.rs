//! The reference, once the exercise is solved.

use std::fs;

use crate::Result;
use crate::labs::Course;
use crate::say::say;
use crate::{names, standing};

/// Prints the solution of an exercise that is solved, or of any `anyway`.
pub(crate) fn run(course: &Course, name: &str, anyway: bool) -> Result<()> {
    let (lab, exercise) = names::exercise(course, name)?;
    let file = lab.solution_of(&exercise.name);
    let source = fs::read_to_string(&file)
        .map_err(|error| format!("cannot read {}: {error}", course.short(&file)))?;
    let code = match lab.own_file(&exercise.name) {
        Some(_) => Some(source.trim_end().to_string()),
        None => between_anchors(&source, &exercise.name),
    };
    let code = code.ok_or_else(|| {
        format!(
            "{} does not mark where `{}` ends",
            course.short(&file),
            exercise.name
        )
    })?;
    if anyway {
        say!(
            "Here is one way. Read it, close it, and write it again from memory: that is what stays.\n\n{code}"
        );
        return Ok(());
    }
    let standings = standing::of(course, lab).map_err(|error| {
        format!(
            "{} does not build, so nobody can tell whether `{}` is solved:\n\n{error}",
            lab.name, exercise.name
        )
    })?;
    let is_right = |it: &standing::Standing| it.exercise == exercise && it.verdict.is_right();
    if !standings.iter().any(is_right) {
        return Err(format!(
            "`{}` is not solved yet. A hint: cargo run -p course -- hint {name}\n\
             To see the solution all the same: cargo run -p course -- solution {name} --anyway",
            exercise.name
        ));
    }
    say!("{code}\n\n{}", exercise.why);
    Ok(())
}

/// The lines between `// ANCHOR: name` and `// ANCHOR_END: name`, without other marks among them.
fn between_anchors(source: &str, name: &str) -> Option<String> {
    let is = |line: &str, mark: &str| line.trim() == format!("// {mark}: {name}");
    let lines: Vec<&str> = source.lines().collect();
    let start = lines.iter().position(|line| is(line, "ANCHOR"))? + 1;
    let length = lines[start..]
        .iter()
        .position(|line| is(line, "ANCHOR_END"))?;
    let is_mark = |line: &&&str| line.trim().starts_with("// ANCHOR");
    let code: Vec<&str> = lines[start..start + length]
        .iter()
        .filter(|line| !is_mark(line))
        .copied()
        .collect();
    Some(code.join("\n").trim_matches('\n').to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_between_the_marks() {
        let source = "x\n// ANCHOR: f\n/// Doc.\nfn f() {\n    // ANCHOR: inner\n    1\n    // ANCHOR_END: inner\n}\n// ANCHOR_END: f\ny\n";
        assert_eq!(
            between_anchors(source, "f").as_deref(),
            Some("/// Doc.\nfn f() {\n    1\n}")
        );
        assert_eq!(between_anchors(source, "inner").as_deref(), Some("    1"));
        assert_eq!(between_anchors(source, "g"), None);
        assert_eq!(between_anchors("// ANCHOR: f\nfn f() {}\n", "f"), None);
    }
}
