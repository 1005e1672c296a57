//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's in double precision, from `tests/reference/make.py`, unless a comment says
//! otherwise.

mod backward;
mod counting;
mod sliding;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/06-convolution",
    answers: include_str!("exercises.rs"),
};

/// The exercises of this lab: those of `src/exercises.rs` in the order of the file, then the shaders.
pub fn exercises() -> Vec<Exercise> {
    let mut list = vec![
        sliding::output_size(),
        sliding::size_of_the_seven(),
        sliding::convolve(),
        sliding::wrong_in_the_volume(),
        counting::max_pool(),
        counting::unmoved(),
        counting::network_parameters(),
        backward::weight_gradient(),
        backward::input_gradient(),
    ];
    list.extend(crate::gpu::judging::exercises());
    list
}
