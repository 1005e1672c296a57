//! How the exercises stand at the end of a run.

use crate::about::About;
use crate::judge::{Exercise, Judging, Verdict};
use crate::table::pad;
use crate::terminal::Terminal;

/// An exercise and the verdict on it.
pub(crate) struct Standing {
    pub name: &'static str,
    pub minutes: u32,
    pub task: &'static str,
    pub why: &'static str,
    pub verdict: Verdict,
}

impl Standing {
    pub(crate) fn mark(&self) -> &'static str {
        match self.verdict {
            Verdict::Right => "✓",
            Verdict::Unanswered => "·",
            Verdict::Unavailable { .. } | Verdict::Stale => "–",
            _ => "✗",
        }
    }

    /// What to say behind the name.
    pub(crate) fn remark(&self) -> String {
        match &self.verdict {
            Verdict::Right => "right".to_string(),
            Verdict::Unanswered => self.task.to_string(),
            Verdict::Unavailable { reason } => format!("not judged: {reason}"),
            Verdict::Stale => "not judged: save the file once more and run again".to_string(),
            other => format!("not right yet: {}", other.sentence()),
        }
    }
}

/// Waits for all verdicts.
pub(crate) fn of(exercises: &[Exercise], judging: &Judging) -> Vec<Standing> {
    let standing = |e: &Exercise| Standing {
        name: e.name(),
        minutes: e.minutes(),
        task: e.task(),
        why: e.why,
        verdict: judging.verdict(e.name()).unwrap_or(Verdict::Unanswered),
    };
    exercises.iter().map(standing).collect()
}

/// The list, and the command that checks the answers.
pub(crate) fn to_terminal(
    standings: &[Standing],
    files: &[String],
    about: &About,
    terminal: &Terminal,
) -> String {
    if standings.is_empty() {
        return String::new();
    }
    let right = standings.iter().filter(|s| s.verdict.is_right()).count();
    let heading = format!("Exercises: {right} of {} right", standings.len());
    let mut text = format!("{}\n", terminal.paint("1", &heading));
    let width = standings.iter().map(|s| s.name.len()).max().unwrap_or(0);
    for standing in standings {
        let style = match standing.verdict {
            Verdict::Right => "32",
            Verdict::Unanswered | Verdict::Unavailable { .. } | Verdict::Stale => "2",
            _ => "31",
        };
        let start = format!(
            "  {} {} {:>3} min  ",
            standing.mark(),
            pad(standing.name, width, false),
            standing.minutes
        );
        let hanging = " ".repeat(textwrap::core::display_width(&start));
        let options = textwrap::Options::new(terminal.width)
            .initial_indent(&start)
            .subsequent_indent(&hanging);
        for line in textwrap::wrap(&standing.remark(), options) {
            text += &format!("{}\n", terminal.paint(style, &line));
        }
    }
    let package = about.package();
    if right < standings.len() {
        text += &format!(
            "\nwrite  {}\ncheck  cargo test -p {package}\nstuck  cargo run -p course\n",
            files.join("\n       "),
        );
    } else {
        text += "\nAll right: nothing is left to answer in this lab.\n";
    }
    text
}
