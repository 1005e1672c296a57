//! Four numbers.

use labkit::{Lesson, Result};

/// The section.
pub fn four(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
