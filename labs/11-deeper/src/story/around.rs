//! A path without weights.

use labkit::{Lesson, Result};

/// The section.
pub fn around(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
