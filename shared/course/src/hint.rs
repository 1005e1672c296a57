//! Hints, one after the other. Nothing is built for them.

use std::fs;

use serde_json::{Map, Value, json};

use crate::Result;
use crate::labs::Course;
use crate::names;
use crate::paint::paint;
use crate::{answers, standing};

/// Shows the hints seen so far, at least one; with `more` one more.
pub(crate) fn run(course: &Course, name: &str, more: bool) -> Result<()> {
    let (lab, exercise) = names::exercise(course, name)?;
    println!(
        "{} ({} min): {}\n{}\n",
        paint("1", &exercise.name),
        exercise.minutes,
        exercise.task,
        answers::place(course, lab, &exercise.name)
    );
    let mut known = standing::known(course, lab).into_iter();
    match known.find(|(it, _)| it.name == exercise.name) {
        Some((_, Some(verdict))) if verdict.is_right() => {
            println!("You have solved it. {}", exercise.why);
            return Ok(());
        }
        Some((_, Some(verdict))) if !verdict.is_open() => {
            println!("Your answer so far:\n{}\n", verdict.explain);
        }
        Some((_, None)) => println!(
            "Your answer has not been judged: cargo test -p {} {}\n",
            lab.name, exercise.name
        ),
        _ => {}
    }
    let mut memory = Memory::read(course);
    let key = format!("{}::{}", lab.name, exercise.name);
    let shown = next(memory.shown(&key), more, exercise.hints.len());
    for (i, hint) in exercise.hints.iter().enumerate().take(shown) {
        println!("{}. {hint}", i + 1);
    }
    memory.remember(&key, shown)?;
    match exercise.hints.len() - shown {
        0 => println!(
            "\nThat was the last hint. The solution, if you must: cargo run -p course -- solution {name} --anyway"
        ),
        left => println!("\n{left} more: cargo run -p course -- hint {name} --more"),
    }
    Ok(())
}

/// How many hints to show after `before` of `all` have been seen.
fn next(before: usize, more: bool, all: usize) -> usize {
    (before + usize::from(more)).max(1).min(all)
}

/// How many hints have been shown, in `target/course/hints.json`.
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
        let written = self
            .path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&self.path, text));
        written.map_err(|error| format!("cannot write {}: {error}", self.path.display()))
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
