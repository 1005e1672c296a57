//! Patches in another order.

use super::attention::turned;
use crate::solutions::patches;

/// A picture, and the side of a patch.
pub type Asked = (Vec<Vec<f64>>, usize);

/// Patches column by column, the pixels of each in columns as well.
pub fn turned_round((picture, p): &Asked) -> Vec<Vec<f64>> {
    patches(&turned(picture), *p)
}

/// Patches column by column, the pixels of each in rows.
pub fn column_by_column(asked: &Asked) -> Vec<Vec<f64>> {
    within(turned_round(asked), asked.1)
}

/// The right patches, with the pixels of each in columns.
pub fn turned_within((picture, p): &Asked) -> Vec<Vec<f64>> {
    within(patches(picture, *p), *p)
}

/// Rows and columns of each patch exchanged.
fn within(patches: Vec<Vec<f64>>, p: usize) -> Vec<Vec<f64>> {
    let rows = |patch: &Vec<f64>| patch.chunks(p).map(<[f64]>::to_vec).collect::<Vec<_>>();
    let patches = patches.iter().map(|patch| turned(&rows(patch)).concat());
    patches.collect()
}

/// The pixels in the order of the picture, p² at a time: a reshape.
pub fn reshaped((picture, p): &Asked) -> Vec<Vec<f64>> {
    let pixels = picture.concat();
    pixels.chunks(p * p).map(<[f64]>::to_vec).collect()
}
