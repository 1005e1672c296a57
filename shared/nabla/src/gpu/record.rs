//! The list of commands that is being written, and how it is handed over.

use super::block::Raw;
use super::kernel::Kernels;
use super::{Gpu, lock};
use crate::device::GpuError;
use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::sync::mpsc;

/// After this many commands the list is handed over, so that the card need not wait for a program
/// that records long.
const LONG: usize = 1000;

/// How many lists may be under way.
const UNDER_WAY: usize = 3;

/// What is uploaded in pieces up to this size goes along with the recorded commands; what is larger
/// takes a way of its own.
const SMALL: usize = 4 << 20;

/// The list, and what writing it needs.
pub(super) struct Recorder {
    // Before the encoder: a pass has to end before its list does.
    pass: Option<wgpu::ComputePass<'static>>,
    encoder: Option<wgpu::CommandEncoder>,
    commands: usize,
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
    fn submit(&mut self, device: &wgpu::Device, queue: &wgpu::Queue) {
        self.pass = None;
        self.commands = 0;
        let Some(encoder) = self.encoder.take() else {
            return;
        };
        self.submissions += 1;
        self.belt.finish();
        self.under_way.push_back(queue.submit([encoder.finish()]));
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
    pub fn submit_if_long(&mut self, device: &wgpu::Device, queue: &wgpu::Queue) {
        if self.commands >= LONG {
            self.submit(device, queue);
        }
    }

    fn window(&mut self, device: &wgpu::Device, bytes: u64) -> wgpu::Buffer {
        match self.windows.iter().position(|it| it.size() == bytes) {
            Some(at) => self.windows.swap_remove(at),
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
        if !self.has_failed() {
            let context = &*self.0;
            lock(&context.recorder).submit(&context.device, &context.queue);
        }
    }

    /// Waits until everything recorded so far is done.
    pub(crate) fn wait(&self) {
        self.submit();
        if !self.has_failed() {
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
        if self.has_failed() {
            return;
        }
        let context = &*self.0;
        let recorder = &mut *lock(&context.recorder);
        if data.len() > SMALL {
            // This happens before what will be submitted next, so what was recorded goes first.
            recorder.submit(&context.device, &context.queue);
            context.queue.write_buffer(&target.buffer, 0, data);
            return;
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
    }

    /// Records that `len` numbers are copied, from place `from` of one buffer to the start of
    /// another.
    pub(super) fn copy(&self, source: &Raw, from: usize, target: &Raw, len: usize) {
        if len > 0 && !self.has_failed() {
            lock(&self.0.recorder)
                .encoder(&self.0.device)
                .copy_buffer_to_buffer(
                    &source.buffer,
                    4 * from as u64,
                    &target.buffer,
                    0,
                    4 * len as u64,
                );
        }
    }

    /// Waits for the first `len` numbers of a buffer. NaN if the device has failed, before or in
    /// the meantime.
    pub(super) fn read(&self, source: &Raw, len: usize) -> Vec<f32> {
        let numbers = if len == 0 || self.has_failed() {
            None
        } else {
            self.read_now(source, 4 * len as u64)
        };
        match numbers {
            Some(numbers) if !self.has_failed() => numbers,
            _ => vec![f32::NAN; len],
        }
    }

    fn read_now(&self, source: &Raw, bytes: u64) -> Option<Vec<f32>> {
        let context = &*self.0;
        let (device, queue) = (&context.device, &context.queue);
        let recorder = &mut *lock(&context.recorder);
        let window = recorder.window(device, bytes);
        recorder
            .encoder(device)
            .copy_buffer_to_buffer(&source.buffer, 0, &window, 0, bytes);
        recorder.submit(device, queue);
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
    /// Keeps a few small windows: a loss is looked at again and again.
    fn keep_window(&mut self, window: wgpu::Buffer) {
        if self.windows.len() < 8 && window.size() <= SMALL as u64 {
            self.windows.push(window);
        }
    }
}
