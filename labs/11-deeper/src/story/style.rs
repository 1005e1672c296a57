//! In the style of.

use labkit::{Lesson, Result};

/// The section.
pub fn style(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
