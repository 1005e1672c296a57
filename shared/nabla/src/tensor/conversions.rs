//! Tensors from `ndarray` arrays, compared, and printed.

use super::Tensor;
use crate::Shape;
use ndarray::{Array, Dimension};
use std::fmt;

impl<D: Dimension> From<Array<f32, D>> for Tensor {
    /// Takes over an `ndarray` array; copied only if it is not row-major.
    fn from(array: Array<f32, D>) -> Self {
        let shape = Shape::new(array.shape());
        let array = if array.is_standard_layout() {
            array
        } else {
            array.as_standard_layout().into_owned()
        };
        let (data, offset) = array.into_raw_vec_and_offset();
        let start = offset.unwrap_or(0);
        if start == 0 && data.len() == shape.size() {
            Tensor::from_vec(data, shape)
        } else {
            Tensor::from_slice(&data[start..start + shape.size()], shape)
        }
    }
}

impl PartialEq for Tensor {
    /// Same shape and the same numbers (so NaN equals nothing, as in `f32`).
    fn eq(&self, other: &Self) -> bool {
        self.shape == other.shape && self.data() == other.data()
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tensor{} {}", self.shape, self.view())
    }
}

impl fmt::Display for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}
