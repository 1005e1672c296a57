//! What is forgotten.

use labkit::{Lesson, Result};

/// The section.
pub fn forgotten(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
