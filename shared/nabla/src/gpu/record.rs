//! The list of commands that is being written, and how it is handed over.

use super::block::Raw;
use super::error::GpuError;
use super::kernel::Kernels;
use super::{Context, Gpu, lock};
use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc;

/// After this many commands the list is handed over, so that the card need not wait for a program
/// that records long.
const LONG: usize = 1000;

/// Also after it brings this many bytes with it: until it is done, they are in memory twice.
const HEAVY: usize = 64 << 20;

/// How many lists may be under way.
const UNDER_WAY: usize = 3;

/// What is uploaded in pieces up to this size goes along with the recorded commands; what is larger
/// takes a way of its own.
const SMALL: usize = 4 << 20;

/// How many windows to read through are kept.
const MOST_WINDOWS: usize = 8;

/// The list, and what writing it needs.
pub(super) struct Recorder {
    // Before the encoder: a pass has to end before its list does.
    pass: Option<wgpu::ComputePass<'static>>,
    encoder: Option<wgpu::CommandEncoder>,
    commands: usize,
    /// Bytes that were uploaded since the list was handed over.
    uploaded: usize,
    under_way: VecDeque<wgpu::SubmissionIndex>,
    /// Buffers that the processor fills and the card copies from, used again and again.
    belt: wgpu::util::StagingBelt,
    /// Buffers that the card copies into and the processor reads.
    windows: Vec<wgpu::Buffer>,
    pub kernels: Kernels,
    /// How often the list was handed over.
    pub submissions: u64,
}

impl Recorder {
    pub fn new(device: &wgpu::Device) -> Self {
        Recorder {
            pass: None,
            encoder: None,
            commands: 0,
            uploaded: 0,
            under_way: VecDeque::new(),
            belt: wgpu::util::StagingBelt::new(device.clone(), 1 << 20),
            windows: Vec::new(),
            kernels: Kernels::default(),
            submissions: 0,
        }
    }

    fn encoder(&mut self, device: &wgpu::Device) -> &mut wgpu::CommandEncoder {
        self.pass = None;
        self.commands += 1;
        self.encoder
            .get_or_insert_with(|| device.create_command_encoder(&Default::default()))
    }

    /// The pass that dispatches are recorded into. It stays open until a copy comes between.
    pub fn pass(&mut self, device: &wgpu::Device) -> &mut wgpu::ComputePass<'static> {
        if self.pass.is_none() {
            let pass = self
                .encoder(device)
                .begin_compute_pass(&Default::default())
                .forget_lifetime();
            self.pass = Some(pass);
        }
        self.commands += 1;
        self.pass.as_mut().expect("just opened")
    }

    /// Hands the list over.
    fn submit(&mut self, context: &Context) {
        let (device, queue) = (&context.device, &context.queue);
        // A bind group holds its buffers, whether or not they are in the pool.
        if context.has_freed.swap(false, Ordering::Relaxed) {
            self.kernels.forget_bind_groups();
        }
        self.pass = None;
        self.commands = 0;
        let uploaded = std::mem::take(&mut self.uploaded);
        let list = self.encoder.take().map(wgpu::CommandEncoder::finish);
        // What took a way of its own is done at a submission too, even of no list.
        if list.is_none() && uploaded == 0 {
            return;
        }
        self.submissions += 1;
        self.belt.finish();
        self.under_way.push_back(queue.submit(list));
        self.belt.recall();
        // An error shows in the device's status.
        let _ = if self.under_way.len() > UNDER_WAY {
            device.poll(wgpu::PollType::Wait {
                submission_index: self.under_way.pop_front(),
                timeout: None,
            })
        } else {
            device.poll(wgpu::PollType::Poll)
        };
    }

    /// Hands the list over if it has become long.
    pub fn submit_if_long(&mut self, context: &Context) {
        if self.commands >= LONG || self.uploaded >= HEAVY {
            self.submit(context);
        }
    }

    fn window(&mut self, device: &wgpu::Device, bytes: u64) -> wgpu::Buffer {
        match self.windows.iter().position(|it| it.size() == bytes) {
            Some(at) => self.windows.remove(at),
            None => device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: bytes,
                usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }),
        }
    }
}

impl Gpu {
    /// Hands over what was recorded. The optimisers call this at the end of a step.
    pub(crate) fn submit(&self) {
        if !self.is_over() {
            lock(&self.0.recorder).submit(&self.0);
        }
    }

    /// Waits until everything recorded so far is done.
    pub(crate) fn wait(&self) {
        self.submit();
        if !self.is_over() {
            let all = wgpu::PollType::wait_indefinitely();
            if let Err(error) = self.0.device.poll(all) {
                self.fail(GpuError::Lost(error.to_string()));
            }
        }
    }

    /// Records that `data` is put into a buffer.
    pub(super) fn write(&self, target: &Raw, data: &[u8]) {
        let Some(bytes) = NonZeroU64::new(data.len() as u64) else {
            return;
        };
        if self.is_over() {
            return;
        }
        let context = &*self.0;
        let recorder = &mut *lock(&context.recorder);
        if data.len() > SMALL {
            // This happens before what will be submitted next, so what was recorded goes first.
            if recorder.encoder.is_some() {
                recorder.submit(context);
            }
            context.queue.write_buffer(&target.buffer, 0, data);
            recorder.uploaded += data.len();
            return recorder.submit_if_long(context);
        }
        let alignment = NonZeroU64::MIN.saturating_add(wgpu::COPY_BUFFER_ALIGNMENT - 1);
        let place = recorder.belt.allocate(bytes, alignment);
        // A card that is gone gives memory that is none.
        let Ok(mut view) = place.get_mapped_range_mut() else {
            return self.fail(GpuError::Lost("its memory cannot be written".into()));
        };
        view.copy_from_slice(data);
        drop(view);
        let (source, from) = (place.buffer().clone(), place.offset());
        recorder.encoder(&context.device).copy_buffer_to_buffer(
            &source,
            from,
            &target.buffer,
            0,
            bytes.get(),
        );
        recorder.uploaded += data.len();
        recorder.submit_if_long(context);
    }

    /// Records that `len` numbers are copied, from place `from` of one buffer to the start of
    /// another.
    pub(super) fn copy(&self, source: &Raw, from: usize, target: &Raw, len: usize) {
        if len == 0 || self.is_over() {
            return;
        }
        let recorder = &mut *lock(&self.0.recorder);
        recorder.encoder(&self.0.device).copy_buffer_to_buffer(
            &source.buffer,
            4 * from as u64,
            &target.buffer,
            0,
            4 * len as u64,
        );
        recorder.submit_if_long(&self.0);
    }

    /// Waits for the first `len` numbers of a buffer. NaN if the device came to its end, before or in
    /// the meantime.
    pub(super) fn read(&self, source: &Raw, len: usize) -> Vec<f32> {
        let numbers = if len == 0 || self.is_over() {
            None
        } else {
            self.read_now(source, 4 * len as u64)
        };
        match numbers {
            Some(numbers) if !self.is_over() => numbers,
            _ => vec![f32::NAN; len],
        }
    }

    fn read_now(&self, source: &Raw, bytes: u64) -> Option<Vec<f32>> {
        let context = &*self.0;
        let device = &context.device;
        let recorder = &mut *lock(&context.recorder);
        let window = recorder.window(device, bytes);
        recorder
            .encoder(device)
            .copy_buffer_to_buffer(&source.buffer, 0, &window, 0, bytes);
        recorder.submit(context);
        let (sender, receiver) = mpsc::channel();
        window.map_async(wgpu::MapMode::Read, .., move |result| {
            let _ = sender.send(result);
        });
        if let Err(error) = device.poll(wgpu::PollType::wait_indefinitely()) {
            self.fail(GpuError::Lost(error.to_string()));
            return None;
        }
        recorder.under_way.clear();
        // After the wait the answer is there; if not, the device has gone.
        let Ok(Ok(())) = receiver.try_recv() else {
            self.fail(GpuError::Lost("its memory could not be read".into()));
            return None;
        };
        let view = window.get_mapped_range(..).ok()?;
        let numbers = bytemuck::pod_collect_to_vec(&view);
        drop(view);
        window.unmap();
        recorder.keep_window(window);
        Some(numbers)
    }

    /// Lets go of the bind groups, and with them of the buffers they hold.
    pub(super) fn forget_bind_groups(&self) {
        lock(&self.0.recorder).kernels.forget_bind_groups();
    }
}

impl Recorder {
    /// Keeps the last few small windows: a loss is looked at again and again.
    fn keep_window(&mut self, window: wgpu::Buffer) {
        if window.size() <= SMALL as u64 {
            if self.windows.len() == MOST_WINDOWS {
                self.windows.remove(0);
            }
            self.windows.push(window);
        }
    }
}
