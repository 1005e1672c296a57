//! Memory of the graphics card: taken, shared, given back to a pool, read.

use super::error::GpuError;
use super::{Gpu, Kernel, lock};
use crate::{Shape, Tensor};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// Sizes are rounded up to this many bytes. Kernels may therefore always read and write four
/// numbers at once: what lies behind the last number belongs to nobody.
const GRAIN: u64 = 256;

/// How much memory the pool keeps at most: beyond that, buffers are freed, once the commands that use
/// them are done.
const KEEP_AT_MOST: u64 = 2 << 30;

/// No tensor is larger, in bytes: the place of each of its numbers is a whole number below 2³¹, with
/// which kernels compute.
const COUNTABLE: u64 = 4 * (1 << 31) - GRAIN;

/// A buffer of the driver's.
pub(super) struct Raw {
    pub buffer: wgpu::Buffer,
    /// Tells buffers apart, for the bind groups that are kept.
    pub id: u64,
}

/// Buffers that nobody uses, by size.
pub(super) struct Pool {
    shelves: HashMap<u64, Vec<Raw>>,
    bytes: u64,
    most: u64,
}

impl Default for Pool {
    fn default() -> Self {
        Pool {
            shelves: HashMap::new(),
            bytes: 0,
            most: KEEP_AT_MOST,
        }
    }
}

impl Pool {
    fn take(&mut self, bytes: u64) -> Option<Raw> {
        let raw = self.shelves.get_mut(&bytes)?.pop()?;
        self.bytes -= bytes;
        Some(raw)
    }

    /// False if there are enough: this one is let go.
    fn put(&mut self, raw: Raw) -> bool {
        let bytes = raw.buffer.size();
        let is_kept = self.bytes + bytes <= self.most;
        if is_kept {
            self.bytes += bytes;
            self.shelves.entry(bytes).or_default().push(raw);
        }
        is_kept
    }

    /// Lets go of everything.
    fn clear(&mut self) {
        self.shelves.clear();
        self.bytes = 0;
    }
}

/// Numbers on a graphics card: a buffer that several tensors may share. The last owner gives it
/// back.
#[derive(Clone)]
pub(crate) struct Block(Arc<Owned>);

struct Owned {
    gpu: Gpu,
    /// None if they are missing: there was no room, or one of the numbers they are made of is missing.
    raw: Option<Raw>,
    /// How many numbers, of four bytes each.
    len: usize,
    /// The numbers as the processor sees them, once it has asked.
    host: OnceLock<Vec<f32>>,
}

impl Owned {
    fn give_back(&mut self) {
        if let Some(raw) = self.raw.take()
            && !lock(&self.gpu.0.pool).put(raw)
        {
            self.gpu.0.has_freed.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.give_back();
    }
}

impl Block {
    /// Memory for `len` numbers, with whatever the last user left.
    pub fn scratch(gpu: &Gpu, len: usize) -> Self {
        Block::new(gpu, gpu.take(4 * len as u64), len)
    }

    fn new(gpu: &Gpu, raw: Option<Raw>, len: usize) -> Self {
        Block(Arc::new(Owned {
            gpu: gpu.clone(),
            raw,
            len,
            host: OnceLock::new(),
        }))
    }

    /// Copies numbers from the processor's memory: `f32`, or `u32` for a kernel that reads whole
    /// numbers.
    pub fn upload<T: bytemuck::NoUninit>(gpu: &Gpu, data: &[T]) -> Self {
        const { assert!(size_of::<T>() == 4) };
        let block = Block::scratch(gpu, data.len());
        if let Some(raw) = &block.0.raw {
            gpu.write(raw, bytemuck::cast_slice(data));
        }
        block
    }

    pub fn gpu(&self) -> &Gpu {
        &self.0.gpu
    }

    /// Is this the same memory?
    pub fn is(&self, other: &Block) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The numbers, read back at the first time: that waits for everything that was recorded.
    pub fn host(&self) -> &[f32] {
        self.0.host.get_or_init(|| match &self.0.raw {
            Some(raw) => self.0.gpu.read(raw, self.0.len),
            None => vec![f32::NAN; self.0.len],
        })
    }

    pub(super) fn raw(&self) -> Option<&Raw> {
        self.0.raw.as_ref()
    }

    /// Makes this the only owner, with a copy if need be: what is about to be written must not be
    /// seen by others.
    pub fn make_own(&mut self) {
        match Arc::get_mut(&mut self.0) {
            Some(owned) => drop(owned.host.take()),
            None => *self = self.piece(0, self.0.len),
        }
    }

    /// Makes the numbers missing. The block must be its only owner's, as after
    /// [`make_own`](Self::make_own).
    pub(super) fn lose(&mut self) {
        let owned = Arc::get_mut(&mut self.0).expect("only one owner");
        owned.give_back();
    }

    /// A copy of `len` numbers from place `from` on.
    pub fn piece(&self, from: usize, len: usize) -> Self {
        let gpu = self.gpu();
        let Some(source) = self.raw() else {
            return Block::new(gpu, None, len);
        };
        let piece = Block::scratch(gpu, len);
        if let Some(target) = piece.raw() {
            gpu.copy(source, from, target, len);
        }
        piece
    }

    /// A tensor of this shape, copied from place `from` on.
    pub fn rows(&self, from: usize, shape: Shape) -> Tensor {
        Tensor::on_gpu(self.piece(from, shape.size()), shape)
    }

    /// A tensor of this shape, its rows picked by `indices`, which must exist.
    pub fn gather_rows(&self, indices: &[usize], shape: Shape) -> Tensor {
        static GATHER: Kernel = Kernel::new("gather", include_str!("gather.wgsl"));
        let gpu = self.gpu();
        let indices: Vec<u32> = indices.iter().map(|&i| i as u32).collect();
        let mut rows = gpu.scratch(shape);
        gpu.launch(&GATHER)
            .number(rows.len())
            .number(rows.len() / indices.len().max(1))
            .read_block(self)
            .read_block(&Block::upload(gpu, &indices))
            .write(&mut rows)
            .threads(shape.size());
        rows
    }
}

impl Gpu {
    /// A buffer of at least this many bytes, from the pool or from the driver.
    fn take(&self, bytes: u64) -> Option<Raw> {
        if self.is_over() {
            return None;
        }
        let bytes = bytes.next_multiple_of(GRAIN).max(GRAIN);
        let limits = &self.0.limits;
        let limit = limits
            .max_storage_buffer_binding_size
            .min(limits.max_buffer_size)
            .min(COUNTABLE);
        if bytes > limit {
            self.fail(GpuError::TooLarge { bytes, limit });
            return None;
        }
        let pooled = lock(&self.0.pool).take(bytes);
        let found = pooled.or_else(|| self.create(bytes)).or_else(|| {
            // Full: what nobody uses is let go, and what is let go has to be waited for.
            lock(&self.0.pool).clear();
            self.forget_bind_groups();
            self.wait();
            self.create(bytes)
        });
        if found.is_none() {
            self.fail(GpuError::OutOfMemory { bytes: Some(bytes) });
        }
        found
    }

    fn create(&self, bytes: u64) -> Option<Raw> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let scope = self
            .0
            .device
            .push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let buffer = self.0.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: bytes,
            usage: wgpu::BufferUsages::STORAGE
                | wgpu::BufferUsages::COPY_SRC
                | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let is_full = pollster::block_on(scope.pop()).is_some();
        (!is_full).then(|| Raw {
            buffer,
            id: NEXT.fetch_add(1, Ordering::Relaxed),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Device;

    #[test]
    fn what_the_pool_lets_go_is_not_held_by_bind_groups() {
        let Ok(device) = Device::gpu() else {
            // `tests/gpu` lists what is left out.
            let is_required = std::env::var("REQUIRE_GPU").is_ok_and(|it| it == "1");
            return assert!(!is_required, "there is no graphics card");
        };
        let Device::Gpu(gpu) = &device else {
            unreachable!("asked for a graphics card")
        };
        lock(&gpu.0.pool).most = 0;
        for _ in 0..50 {
            drop(gpu.full([64], 1.0));
            gpu.submit();
        }
        let recorder = lock(&gpu.0.recorder);
        assert!(recorder.kernels.bind_groups.len() <= 2);
    }
}
