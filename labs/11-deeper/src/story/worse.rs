//! Deeper is worse.

use labkit::{Lesson, Result};

/// The section.
pub fn worse(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
