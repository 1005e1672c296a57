//! What `--network` asks for.

use labkit::{Lesson, Result};

/// A GPT on a text.
pub fn gpt(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
