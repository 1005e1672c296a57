//! NumPy's and PyTorch's values, read from `tests/reference/values.txt`; `make.py` beside it made them.

use labkit::reference::Stored;
pub use labkit::reference::close;

/// What `pictures.py` stored.
pub const PICTURES: Stored = Stored(include_str!("../reference/pictures.txt"));

/// What `make.py` stored.
const STORED: Stored = Stored(include_str!("../reference/values.txt"));

/// The numbers stored under `name`, in row-major order.
#[track_caller]
pub fn values(name: &str) -> Vec<f64> {
    STORED.values(name)
}

/// The single number stored under `name`.
#[track_caller]
pub fn value(name: &str) -> f64 {
    STORED.value(name)
}
