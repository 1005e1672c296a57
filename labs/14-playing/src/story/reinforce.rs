//! REINFORCE.

use labkit::{Lesson, Result};

/// The section.
pub fn reinforce(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
