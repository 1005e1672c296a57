//! Questions on chaos.

use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![]
}
