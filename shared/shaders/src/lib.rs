//! Exercises in WGSL: what runs a learner's kernel, and what judges it.
//!
//! A kernel is first played on the processor, statement by statement for all invocations of a workgroup at once: that
//! sees an index that is too large, a barrier that is missing, a loop without an end. Only what passes there is run on the
//! graphics card, if there is one. So shaders are judged without a card, too.
//!
//! - [`Kernel`]: an exercise's files, and wrong answers made from its solution
//! - [`Question`]: what a kernel is asked, and what the judge expects of it
//! - [`Ran`] and [`Fault`]: what becomes of it
//! - [`play`]: the player on the processor
//! - [`Gpu`], [`run`]: the card; a lesson runs its own kernels by them, and takes their time
//!
//! Without the feature `gpu` all of it exists, and says what is missing.
//!
//! # An exercise
//!
//! It needs three texts: `exercises/scaled.wgsl` with an empty body, `solutions/scaled.wgsl`, and its judging.
//!
//! ```
//! use labkit::judge::Exercise;
//! use shaders::{Kernel, Outcome, Question};
//!
//! # #[cfg(any())]
//! const KERNEL: Kernel = shaders::kernel!("labs/11-deeper", "scaled");
//! # const KERNEL: Kernel = Kernel {
//! #     name: "scaled",
//! #     path: "exercises/scaled.wgsl",
//! #     file: "labs/11-deeper/exercises/scaled.wgsl",
//! #     exercise: "fn scaled() {}",
//! #     solution: "
//! # struct Shape { count: u32, channels: u32 }
//! # @group(0) @binding(0) var<uniform> shape: Shape;
//! # @group(0) @binding(1) var<storage, read> x: array<f32>;
//! # @group(0) @binding(2) var<storage, read> gain: array<f32>;
//! # @group(0) @binding(3) var<storage, read_write> y: array<f32>;
//! # @compute @workgroup_size(64)
//! # fn scaled(@builtin(global_invocation_id) id: vec3<u32>) {
//! #     let i = id.x;
//! #     if i >= shape.count { return; }
//! #     y[i] = gain[i % shape.channels] * x[i];
//! # }",
//! # };
//!
//! /// x, a gain for each channel, and what comes out, by hand. Behind x stand 64 numbers that nobody should look at.
//! fn probe(x: &[f32], gain: &[f32], y: &[f32]) -> (Question, Outcome) {
//!     Question::new(&[("count", x.len()), ("channels", gain.len())])
//!         .input("x", x, &[100.0; 64])
//!         .input("gain", gain, &[])
//!         .gives(gain.len(), y)
//! }
//!
//! pub fn scaled() -> Exercise {
//!     let probes = [
//!         probe(&[1.0, 2.0, 3.0, 4.0], &[0.5, -3.0], &[0.5, -6.0, 1.5, -12.0]),
//!         probe(&[7.0, -0.25, 8.0], &[2.0, 4.0, 0.0], &[14.0, -1.0, 0.0]),
//!         probe(&[-1.5], &[-2.0], &[3.0]),
//!     ];
//!     KERNEL
//!         .draft(10, "WGSL: each channel times its gain", probes)
//!         .hints([
//!             "Which number is this invocation's?",
//!             "Channels count fastest.",
//!             "Number i belongs to channel i % channels.",
//!         ])
//!         .mistake(
//!             "no bounds",
//!             "You wrote behind the last number: an invocation with `id.x >= shape.count` has to return at once.",
//!             KERNEL.but(&[("i >= shape.count", "false")]),
//!         )
//!         .mistake(
//!             "one gain",
//!             "Every number got the gain of the first channel.",
//!             KERNEL.but(&[("gain[i % shape.channels]", "gain[0]")]),
//!         )
//!         .why("Batch norm ends like this.")
//!         .done()
//! }
//! # #[cfg(feature = "gpu")]
//! # labkit::judge::prove(vec![scaled()]);
//! ```
//!
//! In the lab's tests [`Kernel::says`] plays the learner: `KERNEL.says(&exercises(), &KERNEL.with_body("…"))` is `"right"`, the name
//! of a mistake, or `"wrong"`. In its lesson `lesson.answer("scaled", KERNEL.exercise, KERNEL.solution)` is the text to [`run`].

#[cfg(feature = "gpu")]
mod device;
mod kernel;
#[cfg(feature = "gpu")]
mod played;
mod question;
mod ran;
mod stub;
#[cfg(not(feature = "gpu"))]
mod without;

use std::sync::OnceLock;

#[cfg(feature = "gpu")]
pub use device::{Gpu, Prepared};
pub use kernel::Kernel;
#[cfg(feature = "gpu")]
pub use played::play;
pub use question::{Outcome, Question};
pub use ran::{Ended, Fault, Played, Ran};
#[cfg(not(feature = "gpu"))]
pub use without::{Gpu, Prepared, play};

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
