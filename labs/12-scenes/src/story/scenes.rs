//! Scenes from a seed.

use labkit::{Lesson, Result};

/// The section.
pub fn scenes(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
