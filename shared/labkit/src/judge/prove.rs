//! Checks on the exercises themselves.

use std::collections::HashSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::answer::Answer;
use super::exercise::{Exercise, OwnFile};
use super::source::line_of;
use super::verdict::Verdict;

/// Proves that the judge of these exercises bites:
///
/// - every exercise has a name of its own, a task, a time, three hints or more, a `why`, probes and mistakes;
/// - the reference passes every probe, twice;
/// - every mistake fails, and is the one that the judge names;
/// - no two mistakes give the same answers;
/// - inside a lab, `src/exercises.rs` has the function and `src/solutions.rs` an anchor around its solution;
///   an exercise with a file of its own has the function there, and a solution;
/// - the record of the lab says what the exercises say now: `course` and the book read them there.
///
/// An exercise that cannot be judged here, see [`super::Draft::needs`], is left out, unless it is required.
///
/// With `PRISTINE=1` in the environment it also asserts that every exercise ships unanswered, see
/// [`pristine`], and headed like all others. A learner's own run leaves that out.
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
                .judge
                .flaws()
                .into_iter()
                .map(|flaw| format!("{}: {flaw}", exercise.name)),
        );
    }
    // Set by cargo for tests as they run.
    if let Ok(dir) = std::env::var("CARGO_MANIFEST_DIR") {
        flaws.extend(source_flaws(&dir, &exercises));
        flaws.extend(record_flaw(&dir, &exercises));
        if flaws.is_empty() && std::env::var("PRISTINE").is_ok_and(|value| value == "1") {
            pristine(&exercises);
            flaws.extend(heading_flaws(&dir, &exercises));
        }
    }
    assert!(
        flaws.is_empty(),
        "the exercises have flaws:\n- {}",
        flaws.join("\n- ")
    );
}

/// What the judge says to an `answer` that a test gives to the exercise called `exercise` in the learner's place: the
/// name of the known mistake, or else the [`Verdict::state`].
///
/// # Panics
/// If there is no such exercise, or it takes or returns something else.
pub fn says<I, E>(
    exercises: &[Exercise],
    exercise: &str,
    answer: impl Fn(&I) -> E + Send + Sync + 'static,
) -> String
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    let Some(asked) = exercises.iter().find(|e| e.name == exercise) else {
        panic!("no exercise is called `{exercise}`")
    };
    match asked.verdict_on(answer) {
        Verdict::Mistake { name, .. } => name,
        other => other.state().to_string(),
    }
}

/// Asserts that every exercise is shipped unanswered.
fn pristine(exercises: &[Exercise]) {
    let answered = exercises.iter().filter(|exercise| {
        let verdict = exercise.verdict_here();
        !verdict.is_unanswered() && !verdict.is_unavailable()
    });
    let answered: Vec<&str> = answered.map(|exercise| exercise.name).collect();
    assert!(
        answered.is_empty(),
        "these exercises are not stubs: {}",
        answered.join(", ")
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
    let sources = Path::new(manifest_dir).join("src");
    let (Ok(stubs), Ok(solutions)) = (
        std::fs::read_to_string(sources.join("exercises.rs")),
        std::fs::read_to_string(sources.join("solutions.rs")),
    ) else {
        return Vec::new();
    };
    let mut flaws = Vec::new();
    for Exercise { name, file, .. } in exercises {
        if let Some(OwnFile { path, .. }) = file {
            flaws.extend(own_file_flaws(manifest_dir, name, path));
            continue;
        }
        if line_of(&stubs, name).is_none() {
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

/// What is wrong with the first lines above the exercises: `/// **3. A bump** (10 minutes)`, or `(10 minutes, paper)`.
fn heading_flaws(manifest_dir: &str, exercises: &[Exercise]) -> Vec<String> {
    let path = Path::new(manifest_dir).join("src/exercises.rs");
    // Without such a file this is no lab; that a lab has one is another test's.
    let Ok(stubs) = std::fs::read_to_string(path) else {
        return Vec::new();
    };
    let mut flaws = Vec::new();
    let inside = exercises.iter().filter(|exercise| exercise.file.is_none());
    for (number, Exercise { name, minutes, .. }) in (1..).zip(inside) {
        let end = line_of(&stubs, name).map_or(0, |line| line - 1);
        let above: Vec<&str> = stubs.lines().take(end).collect();
        let doc = above
            .iter()
            .rev()
            .take_while(|line| line.starts_with("///"));
        let heading = doc.last().copied().unwrap_or_default();
        let (start, time) = (
            format!("/// **{number}. "),
            format!("** ({minutes} minutes"),
        );
        if !(heading.starts_with(&start) && heading.contains(&time) && heading.ends_with(')')) {
            flaws.push(format!("{name}: it should be headed `{start}…{time})`"));
        }
    }
    flaws
}

/// What is wrong with the file of an exercise that has one of its own, and with its solution.
fn own_file_flaws(manifest_dir: &str, name: &str, path: &str) -> Vec<String> {
    let (lab, path) = (Path::new(manifest_dir), Path::new(path));
    let solution = path.file_name().unwrap_or_default();
    let files = [lab.join(path), lab.join("solutions").join(solution)];
    let has = |file: &PathBuf| {
        std::fs::read_to_string(file).is_ok_and(|text| line_of(&text, name).is_some())
    };
    let missing = files.iter().filter(|file| !has(file));
    missing
        .map(|file| format!("{name}: {} has no `fn {name}`", file.display()))
        .collect()
}

/// What is wrong with `book/recorded/labNN/exercises.json`, once there is one.
fn record_flaw(manifest_dir: &str, exercises: &[Exercise]) -> Option<String> {
    let lab = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    let record = format!("book/recorded/{lab}/exercises.json");
    let path = Path::new(manifest_dir).join("../..").join(&record);
    let text = std::fs::read_to_string(path).ok()?;
    let says: Value = serde_json::from_str(&text).unwrap_or_default();
    let should: Value = exercises.iter().map(Exercise::to_json).collect();
    (says != should).then(|| format!("{record} is out of date: cargo run -p book -- record {lab}"))
}

#[cfg(test)]
mod tests;
