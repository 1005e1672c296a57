//! Pooling by its formula.

use crate::{Tensor, Window};

/// Pooling, straight from the formula: `join` makes one number of those of `x` `[N, H, W, C]` that lie
/// under each place of the window, in reading order; what is beyond the edge is not among them.
/// The result is `[N, H′, W′, C]`.
///
/// # Panics
/// If `x` is no batch of images, or the window does not fit.
#[track_caller]
pub fn pool2d(x: &Tensor, window: Window, join: impl Fn(&[f32]) -> f32) -> Tensor {
    let &[n, height, width, channels] = x.dims() else {
        panic!("pool2d: {} is no batch of images", x.shape());
    };
    let [rows, columns] = window.output([height, width]);
    let [[top, _], [left, _]] = window.margins([height, width]);
    let mut y = Vec::new();
    for n in 0..n {
        for i in 0..rows {
            for j in 0..columns {
                for c in 0..channels {
                    let mut seen = Vec::new();
                    for a in 0..window.size[0] {
                        for b in 0..window.size[1] {
                            let row = (i * window.stride[0] + a).checked_sub(top);
                            let column = (j * window.stride[1] + b).checked_sub(left);
                            if let (Some(row), Some(column)) = (row, column)
                                && row < height
                                && column < width
                            {
                                seen.push(x.at(&[n, row, column, c]));
                            }
                        }
                    }
                    y.push(join(&seen));
                }
            }
        }
    }
    Tensor::from_vec(y, [n, rows, columns, channels])
}
