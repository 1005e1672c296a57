//! One run of a kernel, said in one breath.

use super::kernel::{Definitions, Kernel, MOST_BUFFERS, MOST_NUMBERS, Signature};
use super::{Block, Gpu, lock};
use crate::Tensor;
use std::borrow::Cow;

/// Workgroups along one side of a grid: what every card can do.
const MOST_GROUPS: usize = 65_535;

/// Threads of a workgroup in [`Launch::threads`]; `THREADS` of `prelude.wgsl`.
const THREADS: usize = 256;

/// A kernel that is being made ready.
///
/// ```text
/// gpu.launch(&KERNEL)
///     .define("f", "x * x")      // another line in the WGSL; each variant is compiled once
///     .number(rows).number(0.5)  // the fields of `var<immediate>`, in their order: u32, i32, f32
///     .read(&x).read(&w)         // @binding(0), @binding(1): var<storage, read>
///     .write(&mut y)             // @binding(2): var<storage, read_write>
///     .threads(y.len());         // recorded; nothing runs yet
/// ```
///
/// A buffer may be read twice but not read and written: bind it once, for writing. The tensors are
/// borrowed until the launch is recorded: a buffer that goes away goes back to the pool, and may be
/// another tensor's at once.
#[must_use = "a launch is recorded by .threads(…), .groups(…) or .grid(…)"]
pub(crate) struct Launch<'g> {
    gpu: &'g Gpu,
    kernel: &'static Kernel,
    definitions: Definitions,
    numbers: Vec<u8>,
    buffers: Vec<(wgpu::Buffer, u64)>,
    /// What it writes, and at which bindings: bit i stands for the i-th.
    results: Vec<&'g mut Block>,
    written: u32,
    /// False if a buffer is missing: then so is every result.
    is_whole: bool,
}

/// What can be an immediate.
pub(crate) trait Number {
    fn bytes(self) -> [u8; 4];
}

impl Number for u32 {
    fn bytes(self) -> [u8; 4] {
        self.to_ne_bytes()
    }
}

impl Number for usize {
    fn bytes(self) -> [u8; 4] {
        // No buffer holds as many, so a launch that needs them is not recorded.
        u32::try_from(self).unwrap_or(u32::MAX).to_ne_bytes()
    }
}

impl Number for i32 {
    fn bytes(self) -> [u8; 4] {
        self.to_ne_bytes()
    }
}

impl Number for f32 {
    fn bytes(self) -> [u8; 4] {
        self.to_ne_bytes()
    }
}

impl<'g> Launch<'g> {
    pub(super) fn new(gpu: &'g Gpu, kernel: &'static Kernel) -> Self {
        Launch {
            gpu,
            kernel,
            definitions: Vec::new(),
            numbers: Vec::with_capacity(32),
            buffers: Vec::with_capacity(4),
            results: Vec::with_capacity(2),
            written: 0,
            is_whole: true,
        }
    }

    /// Replaces what a name stands for in the WGSL: a constant, an alias, or a function of one
    /// line.
    pub fn define(mut self, name: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        self.definitions.push((name, text.into()));
        self
    }

    /// The next immediate.
    pub fn number(mut self, number: impl Number) -> Self {
        self.numbers.extend(number.bytes());
        self
    }

    /// The next immediates: an `array<…, N>` of the WGSL.
    pub fn numbers(mut self, numbers: impl IntoIterator<Item = impl Number>) -> Self {
        for number in numbers {
            self.numbers.extend(number.bytes());
        }
        self
    }

    /// The next binding, to read.
    #[track_caller]
    pub fn read(self, tensor: &'g Tensor) -> Self {
        self.read_block(tensor.block())
    }

    /// The next binding, to write, or to read and write. A tensor that is shared is copied first.
    #[track_caller]
    pub fn write(self, tensor: &'g mut Tensor) -> Self {
        self.write_block(tensor.block_mut())
    }

    /// The next binding, to read: memory that is no tensor.
    #[track_caller]
    pub fn read_block(mut self, block: &'g Block) -> Self {
        self.bind(block);
        self
    }

    /// The next binding, to write: memory that is no tensor.
    #[track_caller]
    pub fn write_block(mut self, block: &'g mut Block) -> Self {
        block.make_own();
        self.written |= 1 << self.buffers.len();
        self.bind(block);
        self.results.push(block);
        self
    }

    #[track_caller]
    fn bind(&mut self, block: &Block) {
        assert!(
            block.gpu() == self.gpu,
            "{}: a tensor on another graphics card",
            self.kernel.entry
        );
        match block.raw() {
            Some(raw) => self.buffers.push((raw.buffer.clone(), raw.id)),
            None => self.is_whole = false,
        }
    }

    /// Runs at least `count` threads, 256 a workgroup: the kernel finds its place with
    /// `flat(group, groups) * THREADS + local`, and leaves if it is not below `count`.
    pub fn threads(self, count: usize) {
        self.groups(count.div_ceil(THREADS));
    }

    /// Runs at least `count` workgroups: the kernel finds its own with `flat(group, groups)`, and
    /// leaves if it is not below `count`.
    pub fn groups(self, count: usize) {
        let rows = count.div_ceil(MOST_GROUPS);
        self.grid([count.div_ceil(rows.max(1)), rows, 1]);
    }

    /// Runs exactly this grid of workgroups.
    ///
    /// # Panics
    /// If a side is longer than 65,535.
    pub fn grid(self, groups: [usize; 3]) {
        if groups.contains(&0) || self.gpu.is_over() {
            return;
        }
        if !self.is_whole {
            return self.results.into_iter().for_each(Block::lose);
        }
        assert!(
            groups.iter().all(|&side| side <= MOST_GROUPS),
            "{}: a grid of {groups:?} workgroups has a side longer than {MOST_GROUPS}",
            self.kernel.entry
        );
        assert!(self.buffers.len() <= MOST_BUFFERS && self.numbers.len() <= MOST_NUMBERS);
        let context = &*self.gpu.0;
        let recorder = &mut *lock(&context.recorder);
        let signature = Signature {
            count: self.buffers.len() as u32,
            written: self.written,
        };
        let pipeline =
            recorder
                .kernels
                .pipeline(&context.device, self.kernel, self.definitions, signature);
        let bind_group = recorder
            .kernels
            .bind_group(&context.device, signature, &self.buffers);
        let pass = recorder.pass(&context.device);
        pass.set_pipeline(&pipeline);
        pass.set_bind_group(0, &bind_group, &[]);
        if !self.numbers.is_empty() {
            pass.set_immediates(0, &self.numbers);
        }
        let [x, y, z] = groups.map(|side| side as u32);
        pass.dispatch_workgroups(x, y, z);
        recorder.submit_if_long(context);
    }
}
