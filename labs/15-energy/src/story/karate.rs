//! The karate club.

use labkit::{Lesson, Result};

/// The section.
pub fn karate(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
