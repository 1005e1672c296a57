//! What only a person can decide.

use crate::lesson::Lesson;

impl Lesson {
    /// Asks where a person sits at a terminal (not with `--quick` or `--no-wait`); what was typed, without spaces around it.
    pub fn question(&mut self, question: &str) -> Option<String> {
        let typed = self.ask(question);
        // Nobody to ask, or nobody there any more.
        self.pace.waits.then_some(typed)
    }
}
