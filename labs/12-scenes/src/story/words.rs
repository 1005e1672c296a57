//! In words.

use labkit::{Lesson, Result};

/// The section.
pub fn words(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
