//! NumPy's and PyTorch's values, read from `tests/reference/values.txt`; `make.py` beside it made them.

use labkit::reference::Stored;
pub use labkit::reference::close;

/// What `pictures.py` stored.
pub const PICTURES: Stored = Stored(include_str!("../reference/pictures.txt"));

/// What `make.py` stored.
pub const STORED: Stored = Stored(include_str!("../reference/values.txt"));
