//! Average precision.

use labkit::{Lesson, Result};

/// The section.
pub fn average(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
