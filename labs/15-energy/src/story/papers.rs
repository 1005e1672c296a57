//! Papers that cite papers.

use labkit::{Lesson, Result};

/// The section.
pub fn papers(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
