//! Value iteration.

use labkit::{Lesson, Result};

/// The section.
pub fn values(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
