//! PyTorch's values, read from `tests/reference/values.txt`; `make.py` beside it made them.

use lab06::filter::Grid;
use labkit::reference::Stored;
pub use labkit::reference::close;
use nabla::Tensor;

/// What `make.py` stored.
pub const STORED: Stored = Stored(include_str!("../reference/values.txt"));

/// The matrix stored under `name`.
#[track_caller]
pub fn grid(name: &str) -> Grid {
    STORED.matrix(name)
}

/// What is stored under `name`, in its shape.
#[track_caller]
pub fn tensor(name: &str) -> Tensor {
    let (sizes, numbers) = STORED.entry(name);
    let numbers: Vec<f32> = numbers.iter().map(|&n| n as f32).collect();
    Tensor::from_vec(numbers, nabla::Shape::new(&sizes))
}
