//! Questions on choosing.

use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![]
}
