//! A baseline.

use labkit::{Lesson, Result};

/// The section.
pub fn baseline(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
