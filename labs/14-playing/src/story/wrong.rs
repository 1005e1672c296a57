//! What goes wrong.

use labkit::{Lesson, Result};

/// The section.
pub fn wrong(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
