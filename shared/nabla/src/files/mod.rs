//! Models in files, and trainings that may be interrupted.
//!
//! The format is [safetensors](https://github.com/huggingface/safetensors): a header that says what is
//! where, then the numbers. PyTorch, Keras and many others read and write it; the names are those a
//! PyTorch `Sequential` would use, `"0.weight"`. Only the layout of weights is each framework's own: PyTorch's `Linear`
//! keeps them as `[outputs, inputs]`, ours as `[inputs, outputs]`; [`pytorch::load`] turns them.
//!
//! Numbers of other kinds are read as numbers of 32 bits: F64 rounded; F16 and BF16 as they are; whole numbers and BOOL
//! up to 2²⁴, beyond which float32 has gaps. The same contents are always the same bytes.
//!
//! ```
//! # fn main() -> Result<(), nabla::FileError> {
//! # use nabla::{Init, Linear};
//! # let mut rng = nabla::rng(1);
//! # let path = std::env::temp_dir().join(format!("nabla-doc-{}.safetensors", std::process::id()));
//! let model = Linear::new(4, 3, Init::He, &mut rng);
//! nabla::save(&model, &path)?;
//! let mut other = Linear::new(4, 3, Init::Zeros, &mut rng);
//! nabla::load(&mut other, &path)?;
//! assert_eq!(other.weight.value(), model.weight.value());
//! # std::fs::remove_file(&path).expect("it is there");
//! # Ok(())
//! # }
//! ```
//!
//! A file is somebody else's claim: everything in it is checked before the model is touched, and a
//! failed load leaves the model as it was.

mod checkpoint;
mod contents;
mod disk;
mod error;
mod fit;
mod header;
mod near;
mod numbers;
pub mod pytorch;

pub use checkpoint::Checkpoint;
pub use contents::StoredTensor;
pub use error::FileError;
pub use fit::{Fit, Misshapen};

use crate::Parameters;
use std::path::Path;

/// What was read, or a clause about what is wrong.
type Checked<T> = Result<T, String>;

/// Writes a model's parameters and statistics. The file appears whole or not at all.
///
/// # Errors
/// As [`Checkpoint::save`]: if it cannot be written, or could not be read back.
pub fn save(model: &(impl Parameters + ?Sized), path: impl AsRef<Path>) -> Result<(), FileError> {
    Checkpoint::of(model).save(path)
}

/// Gives a model the parameters and statistics of a file. What a [`Checkpoint`] of a training holds
/// beside them is left alone, and so are tensors of whole numbers that the model has not, such as PyTorch's
/// `num_batches_tracked`.
///
/// # Errors
/// If the file is absent, damaged or no such file, or does not hold exactly the tensors of this
/// model, all of them finite; the model is then as it was.
pub fn load(
    model: &mut (impl Parameters + ?Sized),
    path: impl AsRef<Path>,
) -> Result<(), FileError> {
    Checkpoint::read(path)?.restore(model)
}
