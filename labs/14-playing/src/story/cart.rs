//! Cart and pole.

use labkit::{Lesson, Result};

/// The section.
pub fn cart(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
