//! Bars and stripes.

use labkit::{Lesson, Result};

/// The section.
pub fn stripes(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
