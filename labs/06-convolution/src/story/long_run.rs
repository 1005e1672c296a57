//! What `--network` asks for: one of this lab's networks trained on all of the data.

pub use lab06::long_run::device_help;
use lab06::network::RECIPES;
use labkit::{Lesson, Result};

/// The only section of such a run.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    lab06::long_run::long_run(lesson, &RECIPES)
}
