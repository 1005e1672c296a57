//! The horizon.

use labkit::{Lesson, Result};

/// The section.
pub fn horizon(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
