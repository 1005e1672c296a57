//! What `--network` asks for: one network trained on all of the data, with a checkpoint after each epoch.

use super::errors;
use lab05::network::NETWORKS;
use labkit::{Lesson, Result};
use trainer::Reading;

/// The only section of such a run: the trainer's, and who is taken for whom.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let trained = trainer::long_run(lesson, &NETWORKS)?;
    let names: Vec<&str> = trained.names.iter().map(String::as_str).collect();
    errors::confusion(lesson, &Reading::new(&trained.model, &trained.test), &names)
}
