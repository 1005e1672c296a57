//! Side by side.

use labkit::{Lesson, Result};

/// The section.
pub fn parallel(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
