//! Checks on the exercises themselves.

use std::collections::HashSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use super::answer::{Answer, Closeness};
use super::bench::Bench;
use super::exercise::Exercise;
use super::source;
use super::verdict::Verdict;

/// Proves that the judge of these exercises bites:
///
/// - every exercise has a name of its own, a task, a time, three hints or more, a `why`, probes and mistakes;
/// - the reference passes every probe, twice;
/// - every mistake fails, and is the one that the judge names;
/// - no two mistakes give the same answers;
/// - inside a lab, `src/exercises.rs` has the function and `src/solutions.rs` an anchor around its solution;
///   an exercise with a file of its own has the function there, and a solution.
///
/// An exercise that cannot be judged here, see [`super::Draft::needs`], is left out, unless it is required.
///
/// With `PRISTINE=1` in the environment it also asserts that every exercise ships unanswered, see
/// [`pristine`]. A learner's own run leaves that out.
///
/// # Panics
/// With all that is wrong.
pub fn prove(exercises: Vec<Exercise>) {
    let mut flaws = text_flaws(&exercises);
    for exercise in &exercises {
        if let Some(reason) = exercise.missing() {
            if exercise.is_required() {
                flaws.push(format!("{}: it cannot be judged: {reason}", exercise.name));
            }
            continue;
        }
        flaws.extend(
            exercise
                .judging
                .flaws()
                .into_iter()
                .map(|flaw| format!("{}: {flaw}", exercise.name)),
        );
    }
    // Set by cargo for tests as they run.
    if let Ok(dir) = std::env::var("CARGO_MANIFEST_DIR") {
        flaws.extend(source_flaws(&dir, &exercises));
        if flaws.is_empty() && std::env::var("PRISTINE").is_ok_and(|value| value == "1") {
            pristine(&dir, &exercises);
        }
    }
    assert!(
        flaws.is_empty(),
        "the exercises have flaws:\n- {}",
        flaws.join("\n- ")
    );
}

/// Asserts that every exercise of the lab in `manifest_dir` is shipped unanswered.
///
/// # Panics
/// Naming those that are not.
pub fn pristine(manifest_dir: &str, exercises: &[Exercise]) {
    let answered: Vec<String> = exercises
        .iter()
        .filter(|exercise| {
            let verdict = exercise.verdict_here();
            !verdict.is_unanswered() && !verdict.is_unavailable()
        })
        .map(|exercise| source::place(manifest_dir, exercise) + " " + exercise.name)
        .collect();
    assert!(
        answered.is_empty(),
        "these exercises are not stubs:\n- {}",
        answered.join("\n- ")
    );
}

fn text_flaws(exercises: &[Exercise]) -> Vec<String> {
    let mut flaws = Vec::new();
    let mut names = HashSet::new();
    for e in exercises {
        let mut flaw = |wrong: bool, what: &str| {
            if wrong {
                flaws.push(format!("{}: {what}", e.name));
            }
        };
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        flaw(
            e.name.is_empty() || !e.name.chars().all(is_name),
            "the name is no function's name",
        );
        flaw(!names.insert(e.name), "another exercise has the same name");
        flaw(
            !(1..=60).contains(&e.minutes),
            "it should take 1 to 60 minutes",
        );
        flaw(
            e.task.trim().is_empty() || e.task.contains('\n'),
            "the task should be one line",
        );
        flaw(e.hints.len() < 3, "it needs three hints or more");
        flaw(
            e.hints.iter().any(|hint| hint.trim().is_empty()),
            "a hint is empty",
        );
        flaw(
            e.hints.iter().collect::<HashSet<_>>().len() < e.hints.len(),
            "two hints are the same",
        );
        flaw(e.why.trim().is_empty(), "it needs a .why(…)");
    }
    if exercises.is_empty() {
        flaws.push("there are no exercises".to_string());
    }
    flaws
}

fn source_flaws(manifest_dir: &str, exercises: &[Exercise]) -> Vec<String> {
    let file = source::exercises_file(manifest_dir);
    let (Ok(stubs), Ok(solutions)) = (
        std::fs::read_to_string(&file),
        std::fs::read_to_string(file.with_file_name("solutions.rs")),
    ) else {
        return Vec::new();
    };
    let mut flaws = Vec::new();
    for Exercise { name, file, .. } in exercises {
        if let Some(path) = file {
            flaws.extend(own_file_flaws(manifest_dir, name, path));
            continue;
        }
        if source::line_of(&stubs, name).is_none() {
            flaws.push(format!("{name}: src/exercises.rs has no `fn {name}`"));
        }
        let marked = |mark: &str| {
            solutions
                .lines()
                .any(|line| line.trim() == format!("// {mark}: {name}"))
        };
        if !marked("ANCHOR") || !marked("ANCHOR_END") {
            flaws.push(format!(
                "{name}: src/solutions.rs has no `// ANCHOR: {name}` … `// ANCHOR_END: {name}`"
            ));
        }
    }
    flaws
}

/// What is wrong with the file of an exercise that has one of its own, and with its solution.
fn own_file_flaws(manifest_dir: &str, name: &str, path: &str) -> Vec<String> {
    let files = [
        Path::new(manifest_dir).join(path),
        source::solution_of(manifest_dir, path),
    ];
    let has = |file: &PathBuf| {
        std::fs::read_to_string(file).is_ok_and(|text| source::line_of(&text, name).is_some())
    };
    let missing = files.iter().filter(|file| !has(file));
    missing
        .map(|file| format!("{name}: {} has no `fn {name}`", file.display()))
        .collect()
}

/// What is wrong with the probes, the solution and the mistakes of one exercise.
pub(super) fn flaws<I, E>(bench: &Bench<I, E>) -> Vec<String>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    let mut flaws = Vec::new();
    let takes_input = std::mem::size_of::<I>() > 0;
    if bench.probes.len() < if takes_input { 3 } else { 1 } {
        flaws.push("it needs three probes or more (one if the function takes nothing)".to_string());
    }
    if !(bench.tolerance.is_finite() && bench.tolerance > 0.0) {
        flaws.push(format!(
            "the tolerance {} is not a positive number",
            bench.tolerance
        ));
    }
    let closeness = Closeness {
        tolerance: bench.tolerance,
        nan_is_nan: false,
    };
    if bench
        .probes
        .iter()
        .any(|(_, want)| want.compare(want, &closeness).is_err())
    {
        flaws.push("a probe expects NaN, which never passes".to_string());
    }
    let solved = bench.behaviour(&bench.solution);
    if let Some(failure) = bench.first_failure(&solved) {
        flaws.push(format!(
            "the solution fails a probe: {}",
            failure.sentence()
        ));
    }
    if !bench.alike(&solved, &bench.behaviour(&bench.solution)) {
        flaws.push("the solution answers differently the second time".to_string());
    }
    flaws.extend(mistake_flaws(bench));
    flaws
}

fn mistake_flaws<I, E>(bench: &Bench<I, E>) -> Vec<String>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    let mut flaws = Vec::new();
    if bench.mistakes.is_empty() {
        flaws.push("it knows no mistakes, so nothing proves that its probes bite".to_string());
    }
    let behaviours: Vec<_> = bench
        .mistakes
        .iter()
        .map(|m| bench.behaviour(&m.function))
        .collect();
    for (i, (mistake, behaviour)) in bench.mistakes.iter().zip(&behaviours).enumerate() {
        let name = mistake.name;
        for (earlier, same) in bench.mistakes.iter().zip(&behaviours).take(i) {
            if bench.alike(behaviour, same) {
                flaws.push(format!(
                    "the mistakes `{}` and `{name}` give the same answers",
                    earlier.name
                ));
            }
            if earlier.sentence == mistake.sentence {
                flaws.push(format!(
                    "the mistakes `{}` and `{name}` say the same sentence",
                    earlier.name
                ));
            }
        }
        if mistake.sentence.split_whitespace().count() < 3 {
            flaws.push(format!("the mistake `{name}` needs a sentence"));
        }
        match bench.judge(behaviour) {
            Verdict::Right => flaws.push(format!("no probe catches the mistake `{name}`")),
            Verdict::Mistake { name: named, .. } if named == name => {}
            other => flaws.push(format!(
                "the mistake `{name}` is judged otherwise: {}",
                other.sentence()
            )),
        }
    }
    flaws
}

#[cfg(test)]
mod tests;
