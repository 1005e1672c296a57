//! How the exercises are judged.

use labkit::judge::Exercise;

/// All exercises of this lab.
pub fn exercises() -> Vec<Exercise> {
    Vec::new()
}
