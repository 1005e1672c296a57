//! Where a lesson waits for a person: after a section, before an answer, and where the screen is full.

use std::process;

use crate::lesson::{Lesson, Section};
use crate::markup;
use crate::memory::Stopped;
use crate::terminal;

/// As many lines as are printed at most between two stops.
const LINES: usize = 40;
/// A heading and the first lines of its section should stand together.
const FEWEST: usize = 12;

/// How a run paces itself.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// Whether somebody was there when it began.
    pub attended: bool,
    /// Whether somebody is there to wait for.
    pub waits: bool,
    /// Lines printed since the last stop.
    pub lines: usize,
    /// The number of the section that ran last.
    pub shown: Option<usize>,
    /// What has been explained in whole sentences.
    pub explained: Vec<&'static str>,
}

/// What a person wants at the end of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    On,
    Back,
    Skip,
}

/// What a key means at a stop; `None` if nothing.
fn turn(typed: &str) -> Option<Turn> {
    match typed.to_lowercase().as_str() {
        "" => Some(Turn::On),
        "b" | "back" => Some(Turn::Back),
        "s" | "skip" => Some(Turn::Skip),
        _ => None,
    }
}

/// Whether somebody wants to leave.
fn quits(typed: &str) -> bool {
    matches!(typed.to_lowercase().as_str(), "q" | "quit" | "exit")
}

impl Lesson {
    /// Waits before `section`, which is number `number`, if one was shown before it. What is remembered until then lets
    /// the next run go on here.
    pub(crate) fn stop(&mut self, number: usize, section: &Section<'_>) -> Turn {
        let Some(shown) = self.pace.shown.filter(|_| self.pace.waits) else {
            return Turn::On;
        };
        self.remember(number, section.0);
        let title = format!("{number} · {}", section.0);
        let back = shown.saturating_sub(1).max(1);
        let prompt = if self.explain("stop") {
            format!(
                "**Next: {title}.** Enter goes on, `b` goes back to section {back}, `s` skips the next one, `q` ends, and the \
                 next start goes on here. "
            )
        } else {
            format!("**Next: {title}** (Enter, `b`, `s`, `q`) ")
        };
        loop {
            match turn(&self.ask(&prompt)) {
                Some(turn) => return turn,
                None => self.print("Enter, b, s or q."),
            }
        }
    }

    /// Offers to go on where the last run stopped; returns the section to begin with, from 1.
    pub(crate) fn offer(&mut self, table: &[Section<'_>]) -> usize {
        let Some(stopped) = self.memory.read().filter(|_| self.pace.waits) else {
            return 1;
        };
        let there = table.get(stopped.next.wrapping_sub(1));
        // A lesson that was changed since has another section there.
        let Some((title, _)) = there.filter(|(title, _)| markup::slug(title) == stopped.slug)
        else {
            return 1;
        };
        let prompt = format!(
            "You stopped before section {}, “{title}”. Enter goes on there, `a` starts over, `q` ends. ",
            stopped.next
        );
        loop {
            match self.ask(&prompt).to_lowercase().as_str() {
                "" => {
                    self.score = stopped.score;
                    return stopped.next;
                }
                "a" => {
                    self.memory.forget();
                    return 1;
                }
                _ => self.print("Enter, a or q."),
            }
        }
    }

    fn remember(&mut self, next: usize, title: &str) {
        self.memory.write(&Stopped {
            next,
            slug: markup::slug(title),
            score: self.score.clone(),
        });
    }

    /// Whether `what` has yet to be explained; from now on it has been.
    pub(crate) fn explain(&mut self, what: &'static str) -> bool {
        let fresh = !self.pace.explained.contains(&what);
        if fresh {
            self.pace.explained.push(what);
        }
        fresh
    }

    /// Asks, and returns what was typed, trimmed. Ends the lesson for a `q`. A closed input is as good as Enter, and
    /// nothing is asked any more.
    pub(crate) fn ask(&mut self, prompt: &str) -> String {
        if !self.pace.waits {
            return String::new();
        }
        let prompt = self.terminal.prose(&markup::blocks(prompt));
        terminal::print(&format!("{} ", self.terminal.paint("2", &prompt)));
        self.pace.lines = 0;
        let Some(typed) = terminal::read_line() else {
            self.pace.waits = false;
            terminal::print("\n\n");
            return String::new();
        };
        terminal::print("\n");
        if quits(&typed) {
            self.leave();
        }
        typed
    }

    /// Waits if `more` lines would be too many at once.
    pub(crate) fn breathe(&mut self, more: usize) {
        let most = self.terminal.rows.saturating_sub(2).clamp(FEWEST, LINES);
        if self.pace.waits && self.pace.lines >= FEWEST && self.pace.lines + more > most {
            let prompt = if self.explain("more") {
                "Enter shows more, `q` ends."
            } else {
                "Enter …"
            };
            self.ask(prompt);
        }
        self.pace.lines += more;
    }

    /// Ends the program where a person wants to. What was shown is on the page, and what comes next is remembered.
    fn leave(&mut self) -> ! {
        let outcome = self.write_page(false);
        let goes_on = match self.memory.read() {
            Some(stopped) => format!(" The next start goes on at section {}.", stopped.next),
            None => String::new(),
        };
        terminal::print(&format!("Until next time.{goes_on}\n"));
        if let Err(error) = outcome {
            eprintln!("error: {error}");
            process::exit(1);
        }
        process::exit(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        assert_eq!(turn(""), Some(Turn::On));
        assert_eq!(turn("B"), Some(Turn::Back));
        assert_eq!(turn("skip"), Some(Turn::Skip));
        assert_eq!(turn("5"), None);
        assert!(quits("q") && quits("Quit") && !quits(""));
    }
}
