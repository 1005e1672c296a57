//! What only a person can decide.

use crate::lesson::Lesson;
use crate::{markup, terminal};
use std::io;

impl Lesson {
    /// Asks where a person sits at a terminal (not with `--quick` or `--no-wait`); what was typed, without spaces around it.
    pub fn question(&mut self, question: &str) -> Option<String> {
        let flags = &self.flags;
        if !self.terminal.interactive || flags.quick || flags.no_wait {
            return None;
        }
        let asked = self.terminal.prose(&markup::blocks(question));
        terminal::print(&format!("{asked} "));
        let mut line = String::new();
        // A closed input is nobody.
        let read = io::stdin().read_line(&mut line).ok()?;
        terminal::print("\n");
        (read > 0).then(|| line.trim().to_string())
    }
}
