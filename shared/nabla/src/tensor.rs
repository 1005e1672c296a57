//! [`Tensor`]: numbers with a shape.

mod conversions;
mod masks;
mod random;

use crate::gpu::{Block, Gpu};
use crate::pool::Buffer;
use crate::{Device, Shape};
use ndarray::ArrayViewD;
use std::ops::Range;

/// `f32` numbers with a [`Shape`], contiguous and row-major (the last axis lies side by side).
///
/// A clone is cheap: it shares the numbers until one of the two is written to. Images are
/// `[N, H, W, C]`, tables `[rows, columns]`, a single number `[]`.
///
/// A tensor starts in the processor's memory; [`to`](Self::to) moves it to a graphics card, where
/// the operations then compute with it.
#[derive(Clone)]
pub struct Tensor {
    storage: Storage,
    shape: Shape,
}

/// Where the numbers lie.
#[derive(Clone)]
enum Storage {
    Cpu(Buffer),
    #[cfg_attr(
        not(feature = "gpu"),
        allow(dead_code, reason = "there is no graphics card then")
    )]
    Gpu(Block),
}

impl Tensor {
    /// A tensor of these numbers.
    ///
    /// # Panics
    /// If `data` does not hold exactly as many numbers as `shape` asks for.
    #[track_caller]
    pub fn from_vec(data: Vec<f32>, shape: impl Into<Shape>) -> Self {
        let shape = shape.into();
        check_len(data.len(), shape);
        Tensor {
            storage: Storage::Cpu(Buffer::from_vec(data)),
            shape,
        }
    }

    /// A tensor with a copy of these numbers, in a buffer from the pool.
    ///
    /// # Panics
    /// If `data` does not hold exactly as many numbers as `shape` asks for.
    #[track_caller]
    pub fn from_slice(data: &[f32], shape: impl Into<Shape>) -> Self {
        let shape = shape.into();
        check_len(data.len(), shape);
        let mut tensor = Tensor::scratch(shape);
        tensor.data_mut().copy_from_slice(data);
        tensor
    }

    /// A tensor whose numbers are *not set yet*: only for a caller that writes all of them.
    #[track_caller]
    pub(crate) fn scratch(shape: impl Into<Shape>) -> Self {
        let shape = shape.into();
        Tensor {
            storage: Storage::Cpu(Buffer::scratch(shape.size())),
            shape,
        }
    }

    /// Every number is `value`.
    #[track_caller]
    pub fn full(shape: impl Into<Shape>, value: f32) -> Self {
        let mut tensor = Tensor::scratch(shape);
        tensor.data_mut().fill(value);
        tensor
    }

    /// Every number is 0.
    #[track_caller]
    pub fn zeros(shape: impl Into<Shape>) -> Self {
        Tensor::full(shape, 0.0)
    }

    /// Every number is 1.
    #[track_caller]
    pub fn ones(shape: impl Into<Shape>) -> Self {
        Tensor::full(shape, 1.0)
    }

    /// A single number, shape `[]`.
    pub fn scalar(value: f32) -> Self {
        Tensor::full([], value)
    }

    /// The axis sizes.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The axis sizes as a slice.
    pub fn dims(&self) -> &[usize] {
        self.shape.dims()
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.shape.size()
    }

    /// True if an axis has size 0.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers in row-major order. Those on a graphics card are read back at the first time,
    /// after waiting for all that was asked of it; NaN if it had no room for them, or has failed.
    pub fn data(&self) -> &[f32] {
        match &self.storage {
            Storage::Cpu(buffer) => buffer.as_slice(),
            Storage::Gpu(block) => block.host(),
        }
    }

    /// The numbers, for writing. Copies them first if a clone shares them.
    ///
    /// # Panics
    /// If they are on a graphics card.
    #[track_caller]
    pub fn data_mut(&mut self) -> &mut [f32] {
        match &mut self.storage {
            Storage::Cpu(buffer) => buffer.as_mut_slice(),
            Storage::Gpu(block) => panic!(
                "data_mut: this tensor of shape {} is on {}, where the processor cannot write; move it with .to(&Device::Cpu), change it, and move it back",
                self.shape,
                block.gpu().description()
            ),
        }
    }

    /// The same numbers on `device`; nothing is copied if they are there.
    pub fn to(&self, device: &Device) -> Self {
        match (device, &self.storage) {
            (Device::Cpu, Storage::Gpu(block)) => Tensor::from_slice(block.host(), self.shape),
            (Device::Gpu(gpu), _) if self.gpu() != Some(gpu) => gpu.upload(self.data(), self.shape),
            _ => self.clone(),
        }
    }

    /// Where the numbers are.
    pub fn device(&self) -> Device {
        self.gpu().cloned().map_or(Device::Cpu, Device::Gpu)
    }

    /// The graphics card they are on, if it is one.
    pub(crate) fn gpu(&self) -> Option<&Gpu> {
        match &self.storage {
            Storage::Cpu(_) => None,
            Storage::Gpu(block) => Some(block.gpu()),
        }
    }

    /// Are these the very same numbers in memory, not only equal ones?
    pub(crate) fn shares(&self, other: &Tensor) -> bool {
        match (&self.storage, &other.storage) {
            (Storage::Cpu(ours), Storage::Cpu(theirs)) => ours.is(theirs),
            (Storage::Gpu(ours), Storage::Gpu(theirs)) => ours.is(theirs),
            _ => false,
        }
    }

    /// The only number of a tensor that holds one.
    ///
    /// # Panics
    /// If it holds more, or none.
    #[track_caller]
    pub fn item(&self) -> f32 {
        assert!(
            self.len() == 1,
            "item: the tensor is {}, not a single number; use .at(&[…]), or .sum() or .mean() first",
            self.shape
        );
        self.data()[0]
    }

    /// The number at this position, one index an axis.
    ///
    /// # Panics
    /// If the position has another number of axes, or lies outside.
    #[track_caller]
    pub fn at(&self, position: &[usize]) -> f32 {
        let inside = position.len() == self.shape.rank()
            && position.iter().zip(self.dims()).all(|(i, size)| i < size);
        assert!(
            inside,
            "at: {position:?} is no position in a tensor of shape {}",
            self.shape
        );
        let offset = position
            .iter()
            .zip(self.dims())
            .fold(0, |offset, (i, size)| offset * size + i);
        self.data()[offset]
    }

    /// The same numbers under another shape; nothing is copied.
    ///
    /// # Panics
    /// If the new shape holds another number of numbers.
    #[track_caller]
    pub fn reshape(&self, shape: impl Into<Shape>) -> Self {
        let shape = shape.into();
        assert!(
            shape.size() == self.len(),
            "reshape: {} holds {} numbers, {shape} would hold {}",
            self.shape,
            self.len(),
            shape.size()
        );
        Tensor {
            storage: self.storage.clone(),
            shape,
        }
    }

    /// Entries `rows` of the first axis, copied: `[N, …]` becomes `[rows.len(), …]`.
    ///
    /// # Panics
    /// If the range reaches beyond the first axis, or there is none.
    #[track_caller]
    pub fn rows(&self, rows: Range<usize>) -> Self {
        let (count, size) = self.first_axis();
        assert!(
            rows.start <= rows.end && rows.end <= count,
            "rows: {rows:?} reaches beyond the {count} rows of a tensor of shape {}",
            self.shape
        );
        let shape = self.shape.with_axis(0, rows.len());
        if let Storage::Gpu(block) = &self.storage {
            return block.rows(rows.start * size, shape);
        }
        Tensor::from_slice(&self.data()[rows.start * size..rows.end * size], shape)
    }

    /// Entries `indices` of the first axis, in that order: how a shuffled batch is cut out of a
    /// data set.
    ///
    /// # Panics
    /// If an index lies beyond the first axis, or there is none.
    #[track_caller]
    pub fn gather_rows(&self, indices: &[usize]) -> Self {
        let (count, size) = self.first_axis();
        let shape = self.shape.with_axis(0, indices.len());
        if let Some(missing) = indices.iter().find(|&&i| i >= count) {
            panic!(
                "gather_rows: there is no row {missing} in a tensor of shape {}",
                self.shape
            );
        }
        if let Storage::Gpu(block) = &self.storage {
            return block.gather_rows(indices, shape);
        }
        let mut picked = Tensor::scratch(shape);
        let source = self.data();
        if size == 0 {
            return picked;
        }
        for (row, &i) in picked.data_mut().chunks_exact_mut(size).zip(indices) {
            row.copy_from_slice(&source[i * size..(i + 1) * size]);
        }
        picked
    }

    /// Ones, as many and on the same device.
    pub(crate) fn ones_like(&self) -> Self {
        if let Some(gpu) = self.gpu() {
            return gpu.full(self.shape, 1.0);
        }
        Tensor::ones(self.shape)
    }

    /// Adds a tensor of the same shape.
    #[track_caller]
    pub(crate) fn add_assign(&mut self, other: &Tensor) {
        if let Some(gpu) = crate::gpu::of("adding gradients", [&*self, other]) {
            return gpu.add_assign(self, other);
        }
        crate::kernels::rows::add(self.data_mut(), other.data());
    }

    /// `(rows, numbers a row)` along the first axis.
    #[track_caller]
    fn first_axis(&self) -> (usize, usize) {
        let (_, count, size) = self.shape.around(0);
        (count, size)
    }

    /// The numbers as an `ndarray` view: nothing is copied.
    pub fn view(&self) -> ArrayViewD<'_, f32> {
        ArrayViewD::from_shape(self.dims(), self.data()).expect("a tensor is contiguous")
    }
}

#[cfg(feature = "gpu")]
impl Tensor {
    pub(crate) fn on_gpu(block: Block, shape: Shape) -> Self {
        let storage = Storage::Gpu(block);
        Tensor { storage, shape }
    }

    /// The memory of a tensor that is on a graphics card.
    #[track_caller]
    pub(crate) fn block(&self) -> &Block {
        match &self.storage {
            Storage::Gpu(block) => block,
            Storage::Cpu(_) => panic!("a tensor of shape {} is on the processor", self.shape),
        }
    }

    /// The memory of a tensor that is on a graphics card, to be written.
    #[track_caller]
    pub(crate) fn block_mut(&mut self) -> &mut Block {
        match &mut self.storage {
            Storage::Gpu(block) => block,
            Storage::Cpu(_) => panic!("a tensor of shape {} is on the processor", self.shape),
        }
    }
}

#[track_caller]
fn check_len(len: usize, shape: Shape) {
    assert!(
        len == shape.size(),
        "a tensor of shape {shape} holds {} numbers, but {len} were given",
        shape.size()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_row_major() {
        let t = Tensor::from_vec((0..24).map(|i| i as f32).collect(), [2, 3, 4]);
        assert_eq!(t.at(&[1, 2, 3]), 23.0);
        assert_eq!(t.at(&[1, 0, 2]), 14.0);
        assert_eq!(t.rows(1..2).dims(), [1, 3, 4]);
        assert_eq!(t.gather_rows(&[1, 0, 1]).at(&[2, 0, 0]), 12.0);
    }

    #[test]
    fn a_transposed_ndarray_arrives_in_row_major_order() {
        let a = ndarray::array![[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]];
        let t = Tensor::from(a.reversed_axes());
        assert_eq!(
            (t.dims(), t.data()),
            (&[3, 2][..], &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0][..])
        );
    }

    #[test]
    #[should_panic(expected = "holds 6 numbers, but 5 were given")]
    fn a_wrong_length_is_refused() {
        Tensor::from_vec(vec![0.0; 5], [2, 3]);
    }
}
