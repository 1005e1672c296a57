//! Finding a graphics card and opening it.

use super::block::Pool;
use super::error::{AdapterDescription, GpuError};
use super::kernel::MOST_NUMBERS;
use super::record::Recorder;
use super::{Context, Failure, Gpu};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// All cards, the best first.
fn adapters() -> Vec<(AdapterDescription, wgpu::Adapter)> {
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    // Not the drivers' own debugging layers: they are slow, and mostly not installed.
    descriptor.flags = wgpu::InstanceFlags::empty();
    let backends = descriptor.backends;
    let instance = wgpu::Instance::new(descriptor);
    let found = pollster::block_on(instance.enumerate_adapters(backends));
    let mut found: Vec<_> = found
        .into_iter()
        .map(|adapter| (adapter.get_info(), adapter))
        .collect();
    found.sort_by_key(|(info, adapter)| {
        let kind = match info.device_type {
            wgpu::DeviceType::DiscreteGpu => 0,
            wgpu::DeviceType::VirtualGpu => 1,
            wgpu::DeviceType::IntegratedGpu => 2,
            wgpu::DeviceType::Other => 3,
            wgpu::DeviceType::Cpu => 4,
        };
        (!takes_immediates(adapter), kind)
    });
    let describe = |(info, adapter): (wgpu::AdapterInfo, _)| (describe(&info), adapter);
    found.into_iter().map(describe).collect()
}

/// Can our kernels be told their numbers? Few drivers cannot, all of them old.
fn takes_immediates(adapter: &wgpu::Adapter) -> bool {
    adapter.features().contains(wgpu::Features::IMMEDIATES)
        && adapter.limits().max_immediate_size >= MOST_NUMBERS as u32
}

fn describe(info: &wgpu::AdapterInfo) -> AdapterDescription {
    AdapterDescription {
        name: info.name.clone(),
        backend: format!("{:?}", info.backend),
        kind: match info.device_type {
            wgpu::DeviceType::DiscreteGpu => "discrete",
            wgpu::DeviceType::IntegratedGpu => "integrated",
            wgpu::DeviceType::VirtualGpu => "virtual",
            wgpu::DeviceType::Cpu => "software",
            wgpu::DeviceType::Other => "other",
        },
    }
}

/// All cards that can be opened, the one that [`open`] takes by itself first.
pub(crate) fn list() -> Vec<AdapterDescription> {
    let usable = adapters().into_iter();
    let usable = usable.filter(|(_, adapter)| takes_immediates(adapter));
    usable.map(|(it, _)| it).collect()
}

/// Opens the best card, or the best whose name contains `name`.
pub(crate) fn open(name: Option<&str>) -> Result<Gpu, GpuError> {
    let adapters = adapters();
    let names = || adapters.iter().map(|(it, _)| it.name.clone()).collect();
    let is_meant = |it: &AdapterDescription| {
        name.is_none_or(|name| it.name.to_lowercase().contains(&name.to_lowercase()))
    };
    match adapters.iter().find(|(it, _)| is_meant(it)) {
        Some((description, adapter)) => open_adapter(description, adapter),
        None => Err(match name {
            Some(name) => GpuError::NoSuchAdapter {
                wanted: name.to_string(),
                found: names(),
            },
            None => GpuError::NoAdapter,
        }),
    }
}

fn open_adapter(
    description: &AdapterDescription,
    adapter: &wgpu::Adapter,
) -> Result<Gpu, GpuError> {
    let refused = |reason: String| GpuError::Refused {
        adapter: description.to_string(),
        reason,
    };
    if !takes_immediates(adapter) {
        return Err(refused(format!(
            "its driver cannot take {MOST_NUMBERS} bytes of numbers along with a command (immediates)"
        )));
    }
    // All that the card can do: the usual limits keep a tensor below 128 MiB.
    let limits = adapter.limits();
    let request = adapter.request_device(&wgpu::DeviceDescriptor {
        label: Some("nabla"),
        required_features: wgpu::Features::IMMEDIATES,
        required_limits: limits.clone(),
        memory_hints: wgpu::MemoryHints::Performance,
        ..Default::default()
    });
    let (device, queue) =
        pollster::block_on(request).map_err(|error| refused(error.to_string()))?;
    let failure = Arc::new(Failure::default());
    listen(&device, &failure);
    Ok(Gpu(Arc::new(Context {
        recorder: Mutex::new(Recorder::new(&device)),
        pool: Mutex::new(Pool::default()),
        has_freed: AtomicBool::new(false),
        failure,
        description: description.clone(),
        limits,
        queue,
        device,
    })))
}

/// Keeps the first of the errors that the driver reports in its own time: nobody can tell what they
/// spoiled. Left to itself, wgpu would panic.
fn listen(device: &wgpu::Device, failure: &Arc<Failure>) {
    let (lost, rejected) = (Arc::clone(failure), Arc::clone(failure));
    device.set_device_lost_callback(move |reason, message| {
        lost.set(GpuError::Lost(format!("{reason:?}: {message}")));
    });
    device.on_uncaptured_error(Arc::new(move |error| {
        rejected.set(match error {
            wgpu::Error::OutOfMemory { .. } => GpuError::OutOfMemory { bytes: None },
            error => GpuError::Rejected(error.to_string()),
        });
    }));
}
