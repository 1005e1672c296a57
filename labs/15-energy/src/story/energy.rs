//! Energy.

use labkit::{Lesson, Result};

/// The section.
pub fn energy(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
