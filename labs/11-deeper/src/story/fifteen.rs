//! Fifteen residual layers.

use labkit::{Lesson, Result};

/// The section.
pub fn fifteen(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
