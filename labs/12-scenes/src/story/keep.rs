//! Keep the best.

use labkit::{Lesson, Result};

/// The section.
pub fn keep(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
