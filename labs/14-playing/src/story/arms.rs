//! Bandits.

use labkit::{Lesson, Result};

/// The section.
pub fn arms(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
