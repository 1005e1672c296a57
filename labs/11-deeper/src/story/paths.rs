//! Two paths.

use labkit::{Lesson, Result};

/// The section.
pub fn paths(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
