//! The sections of the lesson, in order.

pub mod around;
pub mod borrowed;
pub mod colour;
pub mod cures;
pub mod dreams;
pub mod elsewhere;
pub mod families;
pub mod fifteen;
pub mod forgotten;
pub mod likes;
pub mod looks;
pub mod paths;
pub mod sight;
pub mod style;
mod trials;
pub mod worse;

use labkit::Lesson;
use nabla::{Device, Sequential};
use trainer::{Examples, Recipe, Training};

/// What the network has become after this recipe; with a bar.
fn trained(
    lesson: &Lesson,
    what: &str,
    network: Sequential,
    recipe: &Recipe,
    examples: &Examples,
) -> Sequential {
    let training = Training::new(network, recipe, examples.len(), &Device::Cpu);
    training.finish(lesson, what, |training, step| {
        training.classify(examples, step)
    })
}
