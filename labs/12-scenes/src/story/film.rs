//! Film.

use labkit::{Lesson, Result};

/// The section.
pub fn film(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
