//! A reservoir.

use labkit::{Lesson, Result};

/// The section.
pub fn reservoir(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
