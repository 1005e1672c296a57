//! How good is a sentence.

use labkit::{Lesson, Result};

/// The section.
pub fn bleu(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
