//! Noughts and crosses.

use labkit::{Lesson, Result};

/// The section.
pub fn noughts(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
