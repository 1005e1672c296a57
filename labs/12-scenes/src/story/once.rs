//! Seen once.

use labkit::{Lesson, Result};

/// The section.
pub fn once(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
