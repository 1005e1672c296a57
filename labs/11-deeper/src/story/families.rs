//! Ten families.

use labkit::{Lesson, Result};

/// The section.
pub fn families(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
