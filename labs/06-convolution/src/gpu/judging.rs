//! What the judge asks the learner's shaders, in `exercises/*.wgsl`.
//!
//! The buffers are longer than the shader is told: what it writes where it should not shows.

mod barriers;
mod pool;
mod relu;
mod stub;
mod sums;

use super::Dispatch;
use labkit::judge::{Draft, Exercise, Untyped};

/// What a run returns: the whole output, or what the compiler says.
type Outcome = Result<Vec<f32>, String>;

/// The exercises that are shaders.
pub fn exercises() -> Vec<Exercise> {
    vec![
        relu::relu_backward(),
        pool::max_pool_kernel(),
        sums::row_sums(),
    ]
}

/// An exercise's file, and the text that is built in.
macro_rules! exercise_file {
    ($path:literal) => {
        ($path, shader!($path))
    };
}
use exercise_file;

/// The text of a file beside `exercises`, such as `solutions/row_sums.wgsl`.
macro_rules! shader {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path))
    };
}
use shader;

/// The learner's max pooling.
pub const MAX_POOL: &str = shader!("exercises/max_pool_kernel.wgsl");
/// The reference for it.
pub const MAX_POOL_SOLUTION: &str = shader!("solutions/max_pool_kernel.wgsl");

/// A mistake: the shader with these words replaced.
///
/// # Panics
/// If the words to replace do not stand there exactly once.
fn replaced(shader: &str, words: &[(&str, &str)]) -> String {
    // A checkout may end its lines in two characters.
    let mut shader = shader.replace("\r\n", "\n");
    for (from, to) in words {
        assert_eq!(shader.matches(from).count(), 1, "`{from}` in\n{shader}");
        shader = shader.replace(from, to);
    }
    shader
}

fn draft(
    name: &'static str,
    (path, built): (&'static str, &'static str),
    minutes: u32,
    task: &'static str,
) -> Draft<Untyped, ()> {
    Exercise::new(name, minutes, task)
        .file(path, built)
        .needs("REQUIRE_GPU", super::available)
}

/// Runs a shader on the card.
///
/// # Panics
/// As `todo!()` does, if the function is still empty.
fn run(dispatch: &Dispatch<'_>) -> Outcome {
    if stub::is_open(dispatch.source, dispatch.entry) {
        todo!("the body of {}", dispatch.entry);
    }
    super::run(dispatch)
}
