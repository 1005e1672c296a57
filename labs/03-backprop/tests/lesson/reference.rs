//! PyTorch's values, read from `tests/reference/values.txt`; `make.py` beside it made them.

use labkit::reference::Stored;
use ndarray::Array2;

/// What `make.py` stored.
pub const STORED: Stored = Stored(include_str!("../reference/values.txt"));

/// The matrix stored under `name`.
#[track_caller]
pub fn matrix(name: &str) -> Array2<f64> {
    let (sizes, numbers) = STORED.entry(name);
    Array2::from_shape_vec((sizes[0], sizes[1]), numbers).expect("a matrix")
}
