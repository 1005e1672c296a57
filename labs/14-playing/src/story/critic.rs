//! Actor and critic.

use labkit::{Lesson, Result};

/// The section.
pub fn critic(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
