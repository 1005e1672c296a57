//! Kuramoto and Sivashinsky.

use labkit::{Lesson, Result};

/// The section.
pub fn waves(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
