//! Q-learning.

use labkit::{Lesson, Result};

/// The section.
pub fn trying(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
