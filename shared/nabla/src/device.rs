//! Where numbers live and where they are computed with: [`Device`].

use crate::Parameters;
use crate::gpu::{self, AdapterDescription, Gpu, GpuError};
use std::fmt;

/// The processor, or a graphics card.
///
/// A tensor stays where it was put: [`Tensor::to`](crate::Tensor::to) moves it, [`move_to`] a whole
/// model. An operation computes where its inputs are, and all of them must be at the same place.
///
/// ```
/// use nabla::{Device, Tensor};
///
/// let device = Device::gpu().unwrap_or_else(|why| {
///     println!("{why}");
///     Device::Cpu
/// });
/// let x = Tensor::ones([2, 3]).to(&device);
/// assert_eq!(x.device(), device);
/// assert_eq!(x.data(), [1.0; 6]); // read back, if need be
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// The processor: every operation works there.
    #[default]
    Cpu,
    /// A graphics card.
    Gpu(Gpu),
}

impl Device {
    /// A graphics card, opened anew: tensors of one call do not mix with those of another, so call
    /// this once and keep the result.
    ///
    /// A real card is preferred to one that the processor plays. The environment variable
    /// `WGPU_ADAPTER_NAME` chooses another: a part of its name, in any case.
    ///
    /// # Errors
    /// If there is none, if `WGPU_ADAPTER_NAME` names none, if the driver refuses, or if nabla was
    /// built without its feature `gpu`. Each says what to do.
    pub fn gpu() -> Result<Device, GpuError> {
        gpu::open(std::env::var("WGPU_ADAPTER_NAME").ok().as_deref()).map(Device::Gpu)
    }

    /// All graphics cards that [`gpu`](Self::gpu) could choose, the one it would take first.
    pub fn list() -> Vec<AdapterDescription> {
        gpu::list()
    }

    /// Is it a graphics card?
    pub fn is_gpu(&self) -> bool {
        matches!(self, Device::Gpu(_))
    }

    /// Whether everything could be computed so far. What first went wrong is kept.
    ///
    /// # Errors
    /// - [`TooLarge`](GpuError::TooLarge), or [`OutOfMemory`](GpuError::OutOfMemory) with its bytes: there
    ///   was no room for a result. It is NaN, and so is all that is computed from it; a model that a
    ///   loss of NaN has trained, for one. Other tensors are as they were, and the device goes on working.
    /// - Anything else: the device is of no use any more. Its operations do nothing, and what was not
    ///   read before is read as NaN.
    ///
    /// The processor never fails.
    pub fn status(&self) -> Result<(), GpuError> {
        match self {
            Device::Cpu => Ok(()),
            Device::Gpu(gpu) => gpu.status(),
        }
    }

    /// Waits until everything asked for so far has been computed. Only a stopwatch needs this:
    /// reading a number waits by itself.
    pub fn wait(&self) {
        if let Device::Gpu(gpu) = self {
            gpu.wait();
        }
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Device::Cpu => f.write_str("the processor"),
            Device::Gpu(gpu) => gpu.description().fmt(f),
        }
    }
}

/// Moves every parameter and every statistic of a model.
pub fn move_to(model: &mut (impl Parameters + ?Sized), device: &Device) {
    model.visit_mut(&mut |param| {
        let moved = param.value().to(device);
        *param.value_mut() = moved;
    });
}
