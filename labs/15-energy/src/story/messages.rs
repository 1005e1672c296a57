//! Messages.

use labkit::{Lesson, Result};

/// The section.
pub fn messages(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
