//! Questions on games.

use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![]
}
