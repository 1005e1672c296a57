//! Asks the judge of a lab, through cargo.

use std::io::{IsTerminal, Write};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::Result;
use crate::labs::{Course, Lab};
use crate::paint::paint;

/// What a judge reports about one exercise.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Report {
    pub name: String,
    pub minutes: u64,
    pub task: String,
    /// `right`, `unanswered`, or one of the ways to be wrong.
    pub state: String,
    pub sentence: String,
    pub explain: String,
    pub hints: Vec<String>,
    pub why: String,
    /// `file:line` of the exercise.
    pub place: String,
}

impl Report {
    pub(crate) fn is_right(&self) -> bool {
        self.state == "right"
    }

    pub(crate) fn is_open(&self) -> bool {
        self.state == "unanswered"
    }

    /// Something is missing here that the exercise needs, a graphics card for instance.
    pub(crate) fn is_unavailable(&self) -> bool {
        self.state == "unavailable"
    }

    /// A coloured mark and what to say about the exercise.
    pub(crate) fn line(&self, width: usize) -> String {
        let (style, mark, remark) = match self.state.as_str() {
            "right" => ("32", "✓", "right"),
            "unanswered" => ("2", "·", self.task.as_str()),
            "unavailable" => ("2", "–", self.sentence.as_str()),
            _ => ("31", "✗", self.sentence.as_str()),
        };
        paint(
            style,
            &format!(
                "{mark} {:width$} {:>3} min  {remark}",
                self.name, self.minutes
            ),
        )
    }
}

/// Judges the exercises of `lab`.
///
/// The error is the compiler's first, if the lab does not build.
pub(crate) fn ask(course: &Course, lab: &Lab) -> Result<Vec<Report>> {
    let note = Note::show(&format!("{}: building and judging …", lab.name));
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "test",
            "--quiet",
            "--package",
            &lab.name,
            "--test",
            "answers",
        ])
        .current_dir(&course.root)
        .env("LABKIT_REPORT", "json")
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    drop(note);
    read(&output)
}

fn read(output: &Output) -> Result<Vec<Report>> {
    if !output.status.success() {
        return Err(first_error(&String::from_utf8_lossy(&output.stderr)));
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    let reports: Vec<Report> = stdout.lines().filter_map(report).collect();
    if reports.is_empty() {
        return Err("its judge reported no exercises".to_string());
    }
    Ok(reports)
}

/// One line of the judge's report.
fn report(line: &str) -> Option<Report> {
    let value: Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_string()
    };
    let hints = value.get("hints")?.as_array()?.iter();
    let line = value
        .get("line")
        .and_then(Value::as_u64)
        .map(|line| format!(":{line}"));
    Some(Report {
        name: value.get("name")?.as_str()?.to_string(),
        minutes: value.get("minutes")?.as_u64()?,
        task: text("task"),
        state: value.get("state")?.as_str()?.to_string(),
        sentence: text("sentence"),
        explain: text("explain"),
        hints: hints
            .filter_map(|hint| hint.as_str().map(str::to_string))
            .collect(),
        why: text("why"),
        place: text("file") + &line.unwrap_or_default(),
    })
}

/// The first error in what cargo and the compiler wrote, up to the blank line after it.
pub(crate) fn first_error(stderr: &str) -> String {
    let is_error = |line: &&str| line.starts_with("error");
    let lines: Vec<&str> = stderr
        .lines()
        .skip_while(|line| !is_error(line))
        .take_while(|line| !line.is_empty())
        .collect();
    match lines.is_empty() {
        true => stderr.trim().to_string(),
        false => lines.join("\n"),
    }
}

/// A line on the terminal that disappears again; nothing where there is no terminal.
struct Note(bool);

impl Note {
    fn show(text: &str) -> Note {
        let mut stderr = std::io::stderr();
        let visible = stderr.is_terminal();
        if visible {
            // If the terminal has gone, nobody misses the note.
            let _ = write!(stderr, "{text}").and_then(|()| stderr.flush());
        }
        Note(visible)
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if self.0 {
            eprint!("\r{}\r", " ".repeat(48));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_report() {
        let line = r#"{"name":"neuron","minutes":5,"task":"t","state":"mistake","sentence":"s","explain":"e",
            "hints":["a","b"],"why":"w","file":"labs/x/src/exercises.rs","line":12}"#;
        let found = report(line).unwrap();
        assert_eq!(
            (found.name.as_str(), found.minutes, found.state.as_str()),
            ("neuron", 5, "mistake")
        );
        assert_eq!(
            (found.hints.len(), found.place.as_str()),
            (2, "labs/x/src/exercises.rs:12")
        );
        assert_eq!(report("running 0 tests"), None);
        assert_eq!(report("{}"), None);
    }

    #[test]
    fn the_first_error_is_cut_out() {
        let stderr = "warning: unused\n --> x\n\nerror[E0425]: cannot find value `y`\n --> labs/x.rs:3:5\n  |\n3 | y\n\n\
                      error: could not compile\n";
        assert_eq!(
            first_error(stderr),
            "error[E0425]: cannot find value `y`\n --> labs/x.rs:3:5\n  |\n3 | y"
        );
        assert_eq!(first_error("something else\n"), "something else");
    }
}
