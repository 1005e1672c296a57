//! Tree search.

use labkit::{Lesson, Result};

/// The section.
pub fn searching(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
