//! Hints, one after the other. Nothing is built for them.

use std::fs;

use serde_json::{Map, Value, json};

use crate::Result;
use crate::labs::{Course, Exercise, Lab};
use crate::names::{self, Named};
use crate::paint::paint;
use crate::say::say;
use crate::{answers, files, standing};

/// Hints for the exercise called `name`, or for the next one; for a lab, the list of its exercises.
pub(crate) fn run(course: &Course, name: Option<&str>, more: bool) -> Result<()> {
    match name {
        Some(name) => match names::find(course, name)? {
            Named::Exercise(lab, exercise) => show(course, lab, exercise, more),
            Named::Lab(lab) => {
                list(course, lab);
                Ok(())
            }
        },
        None => match standing::next(course, None) {
            Some((lab, standing)) => show(course, lab, standing.exercise, more),
            None => Err("nothing is left to answer; say which exercise you mean".into()),
        },
    }
}

fn list(course: &Course, lab: &Lab) {
    let standings = standing::known(course, lab);
    say!("{} {}", paint("1", &lab.name), lab.title);
    standing::lines(&standings)
        .iter()
        .for_each(|line| say!("  {line}"));
    if let Some(it) = standing::first_unsolved(&standings).or(standings.first()) {
        let name = names::full(course, lab, it.exercise);
        say!("\nhints for one of them: cargo run -p course -- hint {name}");
    }
}

/// Shows the hints seen so far, at least one; with `more` one more.
fn show(course: &Course, lab: &Lab, exercise: &Exercise, more: bool) -> Result<()> {
    let name = names::full(course, lab, exercise);
    say!(
        "{} ({} min): {}\n{}\n",
        paint("1", &exercise.name),
        exercise.minutes,
        exercise.task,
        answers::place(course, lab, &exercise.name)
    );
    let mut known = standing::known(course, lab).into_iter();
    let verdict = known
        .find(|it| it.exercise == exercise)
        .map(|it| it.verdict);
    match verdict {
        Some(verdict) if verdict.is_right() => {
            say!("You have solved it. {}", exercise.why);
            return Ok(());
        }
        Some(verdict) if verdict.is_wrong() => {
            say!("Your answer so far:\n{}\n", verdict.explain);
        }
        Some(verdict) if verdict.is_waiting() => say!(
            "Your answer has not been judged: cargo test -p {} {}\n",
            lab.name,
            exercise.name
        ),
        _ => {}
    }
    let mut memory = Memory::read(course);
    let key = format!("{}::{}", lab.name, exercise.name);
    let shown = next(memory.shown(&key), more, exercise.hints.len());
    for (i, hint) in exercise.hints.iter().enumerate().take(shown) {
        say!("{}. {hint}", i + 1);
    }
    match exercise.hints.len() - shown {
        0 => say!(
            "\nThat was the last hint. The solution, if you must: cargo run -p course -- solution {name} --anyway"
        ),
        left => say!("\n{left} more: cargo run -p course -- hint {name} --more"),
    }
    memory.remember(&key, shown)
}

/// How many hints to show after `before` of `all` have been seen.
fn next(before: usize, more: bool, all: usize) -> usize {
    (before + usize::from(more)).max(1).min(all)
}

/// How many hints have been shown, in `hints.json`.
struct Memory {
    path: std::path::PathBuf,
    shown: Map<String, Value>,
}

impl Memory {
    fn read(course: &Course) -> Memory {
        let path = course.memory.join("hints.json");
        // A file that is missing or damaged only means that the hints start again.
        let text = fs::read_to_string(&path).unwrap_or_default();
        let shown = serde_json::from_str(&text).unwrap_or_default();
        Memory { path, shown }
    }

    fn shown(&self, key: &str) -> usize {
        self.shown.get(key).and_then(Value::as_u64).unwrap_or(0) as usize
    }

    fn remember(&mut self, key: &str, count: usize) -> Result<()> {
        self.shown.insert(key.to_string(), json!(count));
        let text = format!("{:#}\n", Value::Object(self.shown.clone()));
        files::write(&self.path, &text)
            .map_err(|error| format!("cannot write {}: {error}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_come_one_by_one() {
        assert_eq!(next(0, false, 3), 1);
        assert_eq!(next(0, true, 3), 1);
        assert_eq!(next(1, false, 3), 1);
        assert_eq!(next(1, true, 3), 2);
        assert_eq!(next(3, true, 3), 3);
        assert_eq!(next(0, false, 0), 0);
    }
}
