//! The graphics card: how the operations reach it.
//!
//! # What a graphics card is
//!
//! Thousands of small processors that run the same short program, a *kernel*, each on numbers of its
//! own. Kernels are written in WGSL and stand beside the Rust of their operation
//! (`ops/softmax/softmax.wgsl`). One run of a kernel is a *dispatch*:
//!
//! ```text
//! dispatch ── a grid of workgroups, at most 65,535 along each side
//!   workgroup ── 64 or 256 threads that run together, share 16 KiB of fast memory, and can wait
//!                for each other at a barrier; different workgroups know nothing of each other
//!     thread ── one run of the kernel's function; it knows which one it is by its ids
//! ```
//!
//! Which buffers a kernel reads and writes is said by a *bind group*: a numbered list, whose numbers
//! are the `@binding(…)` of the WGSL. A few plain numbers (sizes, a rate) go along as *immediates*,
//! written into the command itself: the one `var<immediate>` of the WGSL.
//!
//! # One submission a step
//!
//! The processor does not call a kernel. It *records* dispatches into a list, and *submits* the
//! list; the card works through it while the processor goes on. A submission costs tens of
//! microseconds, a dispatch about one, so everything is recorded into one list ([`record`]) that is
//! handed over
//!
//! - at the end of `optimizer.step`,
//! - when a number is read (`item()`, `data()`): there is then nothing left but to wait for it,
//! - when it has become long, or brings much from the processor's memory with it.
//!
//! So look at the loss every fifty steps, not at each: a look makes the processor wait for the card,
//! and then the card for the processor. At most three submissions are under way at a time, or a
//! program that never looks would record ahead until memory is full.
//!
//! # Memory
//!
//! Asking the driver for memory is slow, so a tensor that goes away leaves its buffer in a pool
//! ([`block`]), by size, as on the processor. It may be taken again at once, although the card has
//! not got round to its old use yet: commands run in the order in which they were recorded. Only
//! what the *processor* writes could overtake them. Therefore numbers to upload are first written
//! into a buffer of their own and copied from there by a recorded command.
//!
//! # When it fails
//!
//! A result for which there is no room is *missing*: it has no buffer and is read as NaN. A kernel that
//! would read it is not run, and what it would have written is missing too. Everything else on the card
//! is as it was: a model survives a batch that was too large for it.
//!
//! Other errors are the device's end. A driver reports them late and far from their cause, so from then
//! on nothing is recorded any more, and what had not been read before is read as NaN. Either way the
//! error is kept (`Device::status`), and a loss cannot look right by accident.

mod adapter;
mod block;
mod error;
mod kernel;
mod launch;
mod record;

pub(crate) use adapter::{list, open};
pub(crate) use block::Block;
pub use error::{AdapterDescription, GpuError};
pub(crate) use kernel::Kernel;
pub(crate) use launch::Launch;

use crate::{Device, Shape, Tensor};
use block::Pool;
use record::Recorder;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// An open graphics card. A clone is the same card.
#[derive(Clone)]
pub struct Gpu(Arc<Context>);

struct Context {
    recorder: Mutex<Recorder>,
    pool: Mutex<Pool>,
    /// Buffers were let go that the recorder's bind groups still hold.
    has_freed: AtomicBool,
    failure: Arc<Failure>,
    description: AdapterDescription,
    limits: wgpu::Limits,
    queue: wgpu::Queue,
    device: wgpu::Device,
}

/// What has gone wrong.
#[derive(Default)]
struct Failure {
    /// The first result for which there was no room.
    missing: OnceLock<GpuError>,
    /// The first error that nobody can tell what it spoiled: the device's end.
    broken: OnceLock<GpuError>,
    /// The card is gone: its end, too. That may be told later than what follows from it.
    lost: OnceLock<GpuError>,
}

impl Failure {
    fn get(&self) -> Option<&GpuError> {
        self.end().or(self.missing.get())
    }

    fn end(&self) -> Option<&GpuError> {
        self.lost.get().or(self.broken.get())
    }

    fn set(&self, error: GpuError) {
        let place = match error {
            GpuError::Lost(_) => &self.lost,
            GpuError::TooLarge { .. } | GpuError::OutOfMemory { bytes: Some(_) } => &self.missing,
            _ => &self.broken,
        };
        let _ = place.set(error);
    }
}

/// Also after a panic in another thread. What panics in here (a kernel without a line that it defines,
/// the driver's library) does so before anything is recorded, so the lists are whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gpu {
    pub(crate) fn status(&self) -> Result<(), GpuError> {
        match self.0.failure.get() {
            Some(failure) => Err(failure.clone()),
            None => Ok(()),
        }
    }

    /// Does it work no more?
    fn is_over(&self) -> bool {
        self.0.failure.end().is_some()
    }

    fn fail(&self, failure: GpuError) {
        self.0.failure.set(failure);
    }

    pub(crate) fn description(&self) -> &AdapterDescription {
        &self.0.description
    }

    /// A tensor whose numbers are *not set yet*: only for a caller that has all of them written.
    pub(crate) fn scratch(&self, shape: impl Into<Shape>) -> Tensor {
        let shape = shape.into();
        Tensor::on_gpu(Block::scratch(self, shape.size()), shape)
    }

    /// A tensor of these numbers.
    pub(crate) fn upload(&self, data: &[f32], shape: Shape) -> Tensor {
        Tensor::on_gpu(Block::upload(self, data), shape)
    }

    /// Every number is `value`.
    pub(crate) fn full(&self, shape: impl Into<Shape>, value: f32) -> Tensor {
        static FILL: Kernel = Kernel::new("fill", include_str!("fill.wgsl"));
        let mut y = self.scratch(shape);
        let quads = y.len().div_ceil(4);
        self.launch(&FILL)
            .number(quads)
            .number(value)
            .write(&mut y)
            .threads(quads);
        y
    }

    /// sum += x.
    pub(crate) fn add_assign(&self, sum: &mut Tensor, x: &Tensor) {
        static ADD_ASSIGN: Kernel = Kernel::new("add_assign", include_str!("add_assign.wgsl"));
        let quads = sum.len().div_ceil(4);
        self.launch(&ADD_ASSIGN)
            .number(quads)
            .read(x)
            .write(sum)
            .threads(quads);
    }

    /// Gets the kernel ready to be run: say its numbers and its buffers, then how often.
    pub(crate) fn launch(&self, kernel: &'static Kernel) -> Launch<'_> {
        Launch::new(self, kernel)
    }

    /// How many lists were handed over: for tests.
    #[doc(hidden)]
    pub fn submissions(&self) -> u64 {
        lock(&self.0.recorder).submissions
    }

    /// Closes the card, as if it had been pulled out: for trying what happens then.
    #[doc(hidden)]
    pub fn destroy(&self) {
        self.0.device.destroy();
    }
}

impl PartialEq for Gpu {
    fn eq(&self, other: &Gpu) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Gpu {}

impl fmt::Debug for Gpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gpu({})", self.0.description)
    }
}

/// Where all of `inputs` are, if that is a graphics card.
///
/// # Panics
/// If some are elsewhere.
#[track_caller]
pub(crate) fn of<'a>(
    op: impl fmt::Display,
    inputs: impl IntoIterator<Item = &'a Tensor>,
) -> Option<Gpu> {
    let mut inputs = inputs.into_iter();
    let first = inputs.next()?.gpu();
    for input in inputs {
        assert!(
            input.gpu() == first,
            "{op}: its inputs are on different devices, {} and {}; move them with .to(&device), a model with move_to",
            first.cloned().map_or(Device::Cpu, Device::Gpu),
            input.device(),
        );
    }
    first.cloned()
}
