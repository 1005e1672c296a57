//! Asks the judge of a lab, through cargo.

use std::io::{IsTerminal, Write};
use std::process::{Command, Output, Stdio};

use crate::Result;
use crate::labs::{Course, Lab};
use crate::verdicts::{self, Judged, Verdicts};

/// Judges the exercises of `lab`, and keeps the verdicts.
///
/// The error is the compiler's first, if the lab does not build.
pub(crate) fn ask(course: &Course, lab: &Lab) -> Result<Verdicts> {
    let judged = Judged::now(lab);
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // One lab alone: the others may not even compile.
    cargo
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
        .stdin(Stdio::null());
    // Cargo does not take an empty one for none.
    if std::env::var_os("CARGO_TARGET_DIR").is_some_and(|folder| folder.is_empty()) {
        cargo.env_remove("CARGO_TARGET_DIR");
    }
    let output = cargo
        .output()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    let found = read(&output)?;
    judged.keep(course, lab, &found)?;
    Ok(found)
}

fn read(output: &Output) -> Result<Verdicts> {
    if !output.status.success() {
        return Err(first_error(&String::from_utf8_lossy(&output.stderr)));
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    let verdicts: Verdicts = stdout.lines().filter_map(verdicts::reported).collect();
    if verdicts.is_empty() {
        return Err("its judge reported no exercises".to_string());
    }
    Ok(verdicts)
}

/// The first error in what cargo and the compiler wrote, up to the blank line after it, and how many more there are.
pub(crate) fn first_error(stderr: &str) -> String {
    /// What is longer than this is read better where the compiler says it whole.
    const LINES: usize = 16;
    let is_error = |line: &&str| line.starts_with("error");
    // The last one says only that there were others.
    let is_of_the_code =
        |line: &&str| is_error(line) && !line.starts_with("error: could not compile");
    let lines: Vec<&str> = stderr
        .lines()
        .skip_while(|line| !is_error(line))
        .take_while(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return stderr.trim().to_string();
    }
    let mut text = lines[..lines.len().min(LINES)].join("\n");
    if lines.len() > LINES {
        text += "\n …";
    }
    match stderr.lines().filter(is_of_the_code).count() {
        0 | 1 => text,
        2 => format!("{text}\n(and one more)"),
        count => format!("{text}\n(and {} more)", count - 1),
    }
}

/// A line on the terminal that disappears again; nothing where there is no terminal.
pub(crate) struct Note(bool);

impl Note {
    pub(crate) fn show(text: &str) -> Note {
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
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(48));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_is_cut_out() {
        let first = "error[E0425]: cannot find value `y`\n --> labs/x.rs:3:5\n  |\n3 | y";
        let all = |more: &str| {
            format!("warning: unused\n --> x\n\n{first}\n\n{more}error: could not compile\n")
        };
        assert_eq!(first_error(&all("")), first);
        let second = "error: expected `;`\n --> labs/x.rs:9:1\n\n";
        assert_eq!(
            first_error(&all(second)),
            format!("{first}\n(and one more)")
        );
        assert_eq!(
            first_error(&all(&second.repeat(2))),
            format!("{first}\n(and 2 more)")
        );
        let long = format!("error: long\n{}", "  | line\n".repeat(40));
        assert_eq!(first_error(&long).lines().count(), 17);
        assert_eq!(first_error("something else\n"), "something else");
    }
}
