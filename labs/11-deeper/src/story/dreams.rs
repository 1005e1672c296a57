//! Dreams.

use labkit::{Lesson, Result};

/// The section.
pub fn dreams(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
