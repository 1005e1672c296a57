//! How fast it is lost.

use labkit::{Lesson, Result};

/// The section.
pub fn lyapunov(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
