//! Questions on energy.

use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![]
}
