//! What is said about a graphics card, and about one that cannot be used.

use std::fmt;

/// A graphics card, for people to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterDescription {
    /// Its name, as the driver gives it.
    pub name: String,
    /// The interface it is reached by: `Vulkan`, `Metal`, `Dx12`.
    pub backend: String,
    /// `discrete`, `integrated`, `virtual`, `software` or `other`.
    pub kind: &'static str,
}

impl AdapterDescription {
    /// Does the processor only play a graphics card? It is then right, but slow.
    pub fn is_software(&self) -> bool {
        self.kind == "software"
    }
}

impl fmt::Display for AdapterDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.name, self.backend, self.kind)
    }
}

/// Why a graphics card cannot be used, or can no longer be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GpuError {
    /// nabla was built without its feature `gpu`.
    NotBuilt,
    /// No graphics card, or no driver for it.
    NoAdapter,
    /// `WGPU_ADAPTER_NAME` is part of no name.
    NoSuchAdapter {
        /// What the variable says.
        wanted: String,
        /// The names there are.
        found: Vec<String>,
    },
    /// The driver would not open the card.
    Refused {
        /// The card.
        adapter: String,
        /// The driver's words.
        reason: String,
    },
    /// A tensor that is larger than the card lets a kernel see at once.
    TooLarge {
        /// The tensor's size.
        bytes: u64,
        /// The largest there may be.
        limit: u64,
    },
    /// The card's memory is full.
    OutOfMemory {
        /// How much was asked for at the end, for a result. None if the driver had no room for something
        /// of its own: that is the device's end.
        bytes: Option<u64>,
    },
    /// The card is gone: unplugged, reset after a kernel that took too long, or closed.
    Lost(String),
    /// The driver did not accept a command. That is a mistake in nabla.
    Rejected(String),
}

impl fmt::Display for GpuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |bytes: &u64| *bytes as f64 / f64::from(1 << 20);
        match self {
            GpuError::NotBuilt => f.write_str(
                "this program was built without the graphics card; build it with nabla's feature `gpu` (the labs: without `--no-default-features`)",
            ),
            GpuError::NoAdapter => f.write_str(
                "no graphics card was found; install its driver (Vulkan on Linux: try `vulkaninfo`), or a software one such as Mesa's lavapipe (package mesa-vulkan-drivers)",
            ),
            GpuError::NoSuchAdapter { wanted, found } => write!(
                f,
                "WGPU_ADAPTER_NAME is \"{wanted}\", which is part of no graphics card's name; there is {}; change the variable or unset it",
                if found.is_empty() { "none".to_string() } else { format!("\"{}\"", found.join("\", \"")) }
            ),
            GpuError::Refused { adapter, reason } => write!(
                f,
                "{adapter} could not be opened: {reason}; update its driver, or choose another card with WGPU_ADAPTER_NAME"
            ),
            GpuError::TooLarge { bytes, limit } => write!(
                f,
                "a tensor of {:.1} MiB is larger than the {:.1} MiB that a kernel can see at once on this graphics card; it is NaN, and what is computed from it; use smaller batches, or stay on the processor",
                mib(bytes),
                mib(limit)
            ),
            GpuError::OutOfMemory { bytes: Some(bytes) } => write!(
                f,
                "the graphics card's memory is full: a tensor of {:.1} MiB is NaN, and what is computed from it; use smaller batches, or close other programs that use it",
                mib(bytes)
            ),
            GpuError::OutOfMemory { bytes: None } => f.write_str(
                "the graphics card's memory is full; use smaller batches, close other programs that use it, open it again with Device::gpu() and load the model's last checkpoint",
            ),
            GpuError::Lost(reason) => write!(
                f,
                "the graphics card is lost ({reason}); open it again with Device::gpu() and load the model's last checkpoint"
            ),
            GpuError::Rejected(reason) => write!(
                f,
                "the graphics card did not accept a command, which is a mistake in nabla: {reason}; stay on the processor"
            ),
        }
    }
}

impl std::error::Error for GpuError {}
