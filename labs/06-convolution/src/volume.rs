//! Pictures with several channels.

use crate::filter::{Grid, at, shape};

// ANCHOR: volume
/// One filter on a picture of several channels: it has a slice for each of
/// them, the answers of the slices are added up, and the bias comes on top. The
/// filter moves by `stride`. However many channels come in, one goes out.
///
/// # Panics
/// If the picture and the filter differ in channels, or the filter does not
/// fit.
pub fn slide_volume(image: &[Grid], filter: &[Grid], bias: f64, stride: usize) -> Grid {
    assert_eq!(
        image.len(),
        filter.len(),
        "a filter needs a slice for each channel"
    );
    let ([h, w], [kh, kw]) = (shape(&image[0]), shape(&filter[0]));
    assert!(
        kh <= h && kw <= w,
        "a filter of {kh} × {kw} does not fit into a picture of {h} × {w}"
    );
    let answer = |r, c| {
        let slices = image.iter().zip(filter);
        bias + slices
            .map(|(channel, slice)| at(channel, slice, (r, c)))
            .sum::<f64>()
    };
    let row = |r| (0..=w - kw).step_by(stride).map(|c| answer(r, c)).collect();
    (0..=h - kh).step_by(stride).map(row).collect()
}
// ANCHOR_END: volume
