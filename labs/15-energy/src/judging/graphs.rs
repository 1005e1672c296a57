//! Questions on graphs.

use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![]
}
