//! What the judge asks the learner's shaders, in `exercises/*.wgsl`; how it asks is the crate `shaders`' affair.
//!
//! The buffers are longer than the shader is told: what it writes where it should not shows.

mod pool;
mod relu;
mod sums;

use std::sync::OnceLock;

use labkit::judge::Exercise;
use shaders::Kernel;

/// The files of the exercises that are shaders.
pub const KERNELS: [Kernel; 3] = [relu::KERNEL, pool::KERNEL, sums::KERNEL];

/// The learner's max pooling, and the reference for it.
pub const MAX_POOL: Kernel = pool::KERNEL;

/// The exercises that are shaders.
pub fn exercises() -> Vec<Exercise> {
    vec![
        relu::relu_backward(),
        pool::max_pool_kernel(),
        sums::row_sums(),
    ]
}

/// The files of the exercise with this name.
///
/// # Panics
/// If no exercise has it.
pub fn kernel(exercise: &str) -> Kernel {
    let found = KERNELS.into_iter().find(|kernel| kernel.name == exercise);
    found.unwrap_or_else(|| panic!("no exercise is called `{exercise}`"))
}

/// What the judge says to `source` in the place of the learner's shader `exercise`: the name of the known mistake, or else
/// the state of the verdict. It is played on the processor alone.
///
/// # Panics
/// If no exercise has that name.
pub fn says(exercise: &str, source: &str) -> String {
    // Once, for its mistakes know what they answered.
    static ALL: OnceLock<Vec<Exercise>> = OnceLock::new();
    kernel(exercise).says(ALL.get_or_init(exercises), source)
}
