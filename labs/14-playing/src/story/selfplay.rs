//! Self-play.

use labkit::{Lesson, Result};

/// The section.
pub fn selfplay(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
