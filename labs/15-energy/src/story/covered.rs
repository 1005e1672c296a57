//! Digits half covered.

use labkit::{Lesson, Result};

/// The section.
pub fn covered(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
