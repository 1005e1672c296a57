//! Where, what and how many: one network that looks at a scene once.
//!
//! - [`losses`]: what four numbers cost that should be a box
//! - [`localiser`]: one digit, four numbers
//! - [`network`]: a grid of cells, each with an answer; what is asked of them, and what they mean
//! - [`training`]: on scenes that are never the same
//! - [`average`]: precision, recall and average precision, as COCO counts
//! - [`report`]: how good a detector is

pub mod average;
pub mod localiser;
pub mod losses;
pub mod network;
pub mod report;
pub mod training;

use crate::scene::{SIDE, Scene};

/// A box that may hold a digit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// 0 to 9.
    pub class: u8,
    /// How sure the network is of this digit, 0 to 1.
    pub score: f64,
    /// How sure it is that there is any digit, 0 to 1.
    pub any: f64,
    /// `[left, top, right, bottom]` in pixels.
    pub edges: [f64; 4],
}

/// A box that does hold one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    /// 0 to 9.
    pub class: u8,
    /// `[left, top, right, bottom]` in pixels.
    pub edges: [f64; 4],
}

/// The edges of a box that is given as middle and size, in scenes.
pub fn edges(four: &[f32]) -> [f64; 4] {
    let [x, y, w, h] = [0, 1, 2, 3].map(|i| f64::from(four[i]) * SIDE as f64);
    [x - 0.5 * w, y - 0.5 * h, x + 0.5 * w, y + 0.5 * h]
}

/// The truth about a scene.
pub fn truths(scene: &Scene) -> Vec<Truth> {
    let objects = scene.objects.iter();
    let truth = objects.map(|object| Truth {
        class: object.class,
        edges: object.bounds.edges(),
    });
    truth.collect()
}
