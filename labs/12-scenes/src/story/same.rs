//! The same or not.

use labkit::{Lesson, Result};

/// The section.
pub fn same(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
