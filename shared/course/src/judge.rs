//! Asks the judge of a lab, through cargo.

use std::io::{IsTerminal, Write};
use std::process::{Command, Output, Stdio};

use crate::Result;
use crate::labs::{Course, Lab};
use crate::verdicts::{self, Verdicts};

/// Judges the exercises of `lab`, and keeps the verdicts.
///
/// The error is the compiler's first, if the lab does not build.
pub(crate) fn ask(course: &Course, lab: &Lab) -> Result<Verdicts> {
    // Of what is there before: a change while it is being judged is judged the next time.
    let hash = verdicts::hash(lab);
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
    let found = read(&output)?;
    verdicts::keep(course, lab, &hash, &found)?;
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
