//! Scenes: pictures of 64 × 64 pixels with a few digits, some clutter and some noise, and the truth about each.
//!
//! - [`bounds`]: a box, its area, how much two have in common
//! - [`glyph`]: a digit cut out and brought to a size
//! - [`clutter`]: what is no digit
//! - [`plan`]: how many, how large, how noisy; and a scene by such a plan
//! - [`sources`]: the digits, in three parts that share none

pub mod bounds;
pub mod clutter;
pub mod glyph;
pub mod plan;
pub mod sources;

pub use bounds::BBox;
pub use plan::Plan;
pub use sources::Sources;

use nabla::Tensor;

/// Rows of a scene, and columns.
pub const SIDE: usize = 64;

/// A picture, and the truth about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// `[64 * 64]` in rows, 0 (nothing) to 1 (full ink).
    pub pixels: Vec<f32>,
    /// The digits, in the order in which they were drawn.
    pub objects: Vec<Object>,
    /// `[64 * 64]`: 0 where no digit is, otherwise its class and one: 1 for a zero, 10 for a nine.
    pub classes: Vec<u8>,
}

/// A digit of a scene.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// 0 to 9.
    pub class: u8,
    /// The smallest box around its ink, also where another digit hides some of it.
    pub bounds: BBox,
    /// `[64 * 64]`: the pixels that show this digit, and no other.
    pub mask: Vec<bool>,
}

/// The pixels of scenes as a batch, `[N, 64, 64, 1]`.
pub fn pixels<'a>(scenes: impl IntoIterator<Item = &'a Scene>) -> Tensor {
    let scenes = scenes.into_iter();
    let all: Vec<f32> = scenes.flat_map(|s| s.pixels.iter().copied()).collect();
    let count = all.len() / (SIDE * SIDE);
    Tensor::from_vec(all, [count, SIDE, SIDE, 1])
}
