//! ∇ (nabla): a small tensor and automatic-differentiation crate, written to be read.
//!
//! ```
//! use nabla::{Activation, Init, Labels, Linear, Module, Sequential, Tape, Tensor};
//! use nabla::optim::{Optimizer, Sgd};
//!
//! let mut rng = nabla::rng(1);
//! let mut model = Sequential::new()
//!     .push(Linear::new(4, 8, Init::He, &mut rng).activation(Activation::Relu))
//!     .push(Linear::new(8, 3, Init::Xavier, &mut rng));
//! let images = Tensor::ones([2, 4]);
//! let labels = Labels::new(&[0, 2], 3);
//!
//! let tape = Tape::new();
//! let x = tape.constant(images);
//! let loss = model.forward(&tape, x).softmax_cross_entropy(&labels);
//! let grads = loss.backward();
//! Sgd::new(0.1).step(&mut model, &grads);
//! ```
//!
//! Where to start reading: [`Tape`] (the whole idea, in `tape.rs`), then `ops/` (one file an
//! operation, forward beside backward), then `kernels/` (how the arithmetic is made fast, the plain
//! version first), then `gpu/` (the same on a graphics card, see [`Device`]).

mod device;
mod files;
#[cfg(feature = "gpu")]
mod gpu;
#[cfg(not(feature = "gpu"))]
#[path = "gpu/absent.rs"]
mod gpu;
pub mod gradcheck;
pub mod inspect;
mod kernels;
mod labels;
mod nn;
mod ops;
pub mod optim;
mod pool;
pub mod rnn;
pub mod sample;
mod shape;
mod sparse;
mod tape;
mod tensor;
mod tokens;
mod window;

pub use device::{Device, move_to};
pub use files::{Checkpoint, FileError, Fit, Misshapen, StoredTensor, load, pytorch, save};
pub use gpu::{AdapterDescription, Gpu, GpuError};
pub use gradcheck::{GradReport, assert_gradients, gradcheck};
pub use kernels::naive;
pub use kernels::threads::{set_threads, threads};
pub use labels::Labels;
pub use nn::{
    Activate, AvgPool2d, BatchNorm, Conv1d, Conv2d, ConvTranspose2d, Dropout, Embedding, Flatten,
    GlobalAvgPool, GroupNorm, Init, InstanceNorm, LayerNorm, Linear, MaxPool2d, MinPool2d, Module,
    Param, ParamId, Parameters, Row, Sequential, Upsample2d, names, parameters, summary,
    trainable_parameters,
};
pub use ops::{Activation, Elementwise, Heads, Moments};
pub use shape::Shape;
pub use sparse::Sparse;
pub use tape::{Grads, Mode, Tape, Var};
pub use tensor::Tensor;
pub use tokens::Tokens;
pub use window::{Padding, Pair, Window};

/// The generator behind every random number of the course.
///
/// ChaCha with eight rounds gives the same numbers on every platform and in every later version,
/// which the default generator of `rand` does not promise.
pub type Rng = rand_chacha::ChaCha8Rng;

/// A generator that always gives the same sequence for the same `seed`.
pub fn rng(seed: u64) -> Rng {
    use rand::SeedableRng;
    Rng::seed_from_u64(seed)
}

/// Compiles and runs the example in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
