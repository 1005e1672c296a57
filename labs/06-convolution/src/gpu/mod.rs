//! The graphics card, by wgpu: opening it, running a kernel on it, taking the time.
//!
//! Kernels are the `.wgsl` files beside this one; [`hello`] runs the first of them with nothing in between.
//! Without the feature `gpu` the same functions exist, and [`Gpu::open`] says what is missing.

#[cfg(feature = "gpu")]
mod device;
pub mod hello;
pub mod judging;
pub mod kernels;
#[cfg(feature = "gpu")]
mod played;
#[cfg(not(feature = "gpu"))]
mod without;

use std::sync::OnceLock;

#[cfg(feature = "gpu")]
pub use device::{Gpu, Prepared};
#[cfg(not(feature = "gpu"))]
pub use without::{Gpu, Prepared};

/// One run of a kernel: its text, what it reads and writes, and how many workgroups there are.
///
/// The kernel finds `shape` at binding 0 as a uniform, the inputs at 1, 2, …, and the output last.
#[derive(Clone, Copy, Debug)]
pub struct Dispatch<'a> {
    /// Where the text comes from, for messages.
    pub file: &'a str,
    /// The kernel in WGSL.
    pub source: &'a str,
    /// The function in it that is run.
    pub entry: &'a str,
    /// Sizes and the like.
    pub shape: &'a [u32],
    /// What is only read.
    pub inputs: &'a [&'a [f32]],
    /// What is written, as it is before the run.
    pub output: &'a [f32],
    /// How many workgroups in x, y and z.
    pub workgroups: [u32; 3],
}

/// How many groups of `size` cover `count`: the last one may stand half empty.
pub fn groups(count: usize, size: usize) -> u32 {
    u32::try_from(count.div_ceil(size)).unwrap_or(u32::MAX)
}

/// The graphics card, opened once for the whole program; the error says in a few words why there is none.
///
/// # Errors
/// No adapter, or built without the feature `gpu`.
pub fn opened() -> Result<&'static Gpu, String> {
    // Never dropped: wgpu does not take it well when a thread that ends does that.
    static OPENED: OnceLock<Result<Gpu, String>> = OnceLock::new();
    OPENED.get_or_init(Gpu::open).as_ref().map_err(Clone::clone)
}

/// Whether there is a graphics card to judge on.
///
/// # Errors
/// As [`opened`].
pub fn available() -> Result<(), String> {
    opened().map(|_| ())
}

/// Runs a kernel on the graphics card and returns its output.
///
/// # Errors
/// As [`opened`]; what is wrong with the kernel, with the line.
pub fn run(dispatch: &Dispatch<'_>) -> Result<Vec<f32>, String> {
    opened()?.run(dispatch)
}
