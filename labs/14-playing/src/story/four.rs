//! Connect Four.

use labkit::{Lesson, Result};

/// The section.
pub fn four(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
