//! Two losses for a box.

use labkit::{Lesson, Result};

/// The section.
pub fn overlap(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
