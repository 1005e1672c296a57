//! The policy gradient.

use labkit::{Lesson, Result};

/// The section.
pub fn slope(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
