//! Contrastive divergence.

use labkit::{Lesson, Result};

/// The section.
pub fn contrastive(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
