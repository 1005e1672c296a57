//! An opened graphics card: compile a kernel, bind its buffers, run it, read back, take the time.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use bytemuck::{cast_slice, pod_collect_to_vec};
use wgpu::util::{BufferInitDescriptor, DeviceExt};

use crate::Dispatch;

/// A kernel that takes longer than this is not waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// An adapter that has been opened: its device makes things, its queue does them.
#[derive(Debug)]
pub struct Gpu {
    info: wgpu::AdapterInfo,
    device: wgpu::Device,
    queue: wgpu::Queue,
}

/// A kernel that is compiled and has its buffers; it may be run many times.
#[derive(Debug)]
pub struct Prepared {
    pipeline: wgpu::ComputePipeline,
    bindings: wgpu::BindGroup,
    output: wgpu::Buffer,
    workgroups: [u32; 3],
}

impl Gpu {
    /// Opens the adapter that nabla would take, so that all times of the lesson are of one card: what
    /// `WGPU_ADAPTER_NAME` names, or else a real card before one that the processor plays.
    ///
    /// # Errors
    /// In a few words: there is no adapter, or it cannot be opened.
    pub fn open() -> Result<Gpu, String> {
        pollster::block_on(async {
            let description = wgpu::InstanceDescriptor::new_without_display_handle();
            let instance = wgpu::Instance::new(description);
            let adapter = choose(&instance).await?;
            let wanted = wgpu::DeviceDescriptor {
                label: Some("shaders"),
                required_features: adapter.features() & wgpu::Features::TIMESTAMP_QUERY,
                required_limits: adapter.limits(),
                ..Default::default()
            };
            let opened = adapter.request_device(&wanted).await;
            let (device, queue) =
                opened.map_err(|error| format!("the adapter cannot be opened: {error}"))?;
            Ok(Gpu {
                info: adapter.get_info(),
                device,
                queue,
            })
        })
    }

    /// What the adapter calls itself, and how it is reached.
    pub fn name(&self) -> String {
        format!("{} ({:?})", self.info.name, self.info.backend)
    }

    /// Whether it is no card at all: a program that does on the processor what a card would.
    pub fn is_software(&self) -> bool {
        self.info.device_type == wgpu::DeviceType::Cpu
    }

    /// Runs a kernel and returns its output.
    ///
    /// # Errors
    /// What is wrong with the kernel, with the line.
    pub fn run(&self, dispatch: &Dispatch<'_>) -> Result<Vec<f32>, String> {
        let prepared = self.prepare(dispatch)?;
        let output = &prepared.output;
        let mut encoder = self.device.create_command_encoder(&Default::default());
        prepared.encode(&mut encoder, 1, None);
        let reader = self.reader(output.size());
        encoder.copy_buffer_to_buffer(output, 0, &reader, 0, output.size());
        self.queue.submit([encoder.finish()]);
        Ok(pod_collect_to_vec(&self.read(&reader)?))
    }

    /// Compiles a kernel, and makes and binds its buffers.
    ///
    /// # Errors
    /// What is wrong with the kernel, with the line.
    pub fn prepare(&self, dispatch: &Dispatch<'_>) -> Result<Prepared, String> {
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let module = self
            .device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some(dispatch.entry),
                source: wgpu::ShaderSource::Wgsl(dispatch.source.into()),
            });
        if let Some(error) = pollster::block_on(scope.pop()) {
            return Err(complaint(dispatch, &module, &error));
        }
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let layout = self.layout(dispatch.inputs.len());
        let pipeline = self.pipeline(&layout, &module, dispatch.entry);
        let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC;
        let output = self.buffer("output", cast_slice(dispatch.output), usage);
        let bindings = self.bind(&layout, dispatch, &output);
        match pollster::block_on(scope.pop()) {
            Some(error) => Err(format!("{}: {error}", dispatch.file)),
            None => Ok(Prepared {
                pipeline,
                bindings,
                output,
                workgroups: dispatch.workgroups,
            }),
        }
    }

    /// The seconds that one of `repeats` runs takes, by the card's own clock where it has one, else by ours.
    ///
    /// # Errors
    /// The card did not answer.
    pub fn seconds(&self, prepared: &Prepared, repeats: u32) -> Result<f64, String> {
        let clock = Instant::now();
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let seconds = if self
            .device
            .features()
            .contains(wgpu::Features::TIMESTAMP_QUERY)
        {
            let stamps = self.device.create_query_set(&wgpu::QuerySetDescriptor {
                label: None,
                ty: wgpu::QueryType::Timestamp,
                count: 2,
            });
            prepared.encode(&mut encoder, repeats, Some(&stamps));
            let usage = wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC;
            let resolved = self.buffer("stamps", &[0; 16], usage);
            encoder.resolve_query_set(&stamps, 0..2, &resolved, 0);
            let reader = self.reader(16);
            encoder.copy_buffer_to_buffer(&resolved, 0, &reader, 0, 16);
            self.queue.submit([encoder.finish()]);
            let ticks: Vec<u64> = pod_collect_to_vec(&self.read(&reader)?);
            match ticks[1].saturating_sub(ticks[0]) {
                // Some clocks only tick now and then.
                0 => clock.elapsed().as_secs_f64(),
                ticks => ticks as f64 * f64::from(self.queue.get_timestamp_period()) * 1e-9,
            }
        } else {
            prepared.encode(&mut encoder, repeats, None);
            self.queue.submit([encoder.finish()]);
            self.wait()?;
            clock.elapsed().as_secs_f64()
        };
        Ok(seconds / f64::from(repeats))
    }

    fn layout(&self, inputs: usize) -> wgpu::BindGroupLayout {
        let entry = |binding: usize, ty| wgpu::BindGroupLayoutEntry {
            binding: binding as u32,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty,
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let storage = |read_only| wgpu::BufferBindingType::Storage { read_only };
        let mut entries = vec![entry(0, wgpu::BufferBindingType::Uniform)];
        entries.extend((1..=inputs).map(|at| entry(at, storage(true))));
        entries.push(entry(inputs + 1, storage(false)));
        self.device
            .create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: None,
                entries: &entries,
            })
    }

    fn pipeline(
        &self,
        layout: &wgpu::BindGroupLayout,
        module: &wgpu::ShaderModule,
        entry: &str,
    ) -> wgpu::ComputePipeline {
        let layout = self
            .device
            .create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                bind_group_layouts: &[Some(layout)],
                ..Default::default()
            });
        self.device
            .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(entry),
                layout: Some(&layout),
                module,
                entry_point: Some(entry),
                compilation_options: Default::default(),
                cache: None,
            })
    }

    fn bind(
        &self,
        layout: &wgpu::BindGroupLayout,
        dispatch: &Dispatch<'_>,
        output: &wgpu::Buffer,
    ) -> wgpu::BindGroup {
        // A uniform is handed over in pieces of 16 bytes.
        let mut shape = dispatch.shape.to_vec();
        shape.resize(shape.len().next_multiple_of(4), 0);
        let mut buffers =
            vec![self.buffer("shape", cast_slice(&shape), wgpu::BufferUsages::UNIFORM)];
        let input =
            |values: &&[f32]| self.buffer("input", cast_slice(values), wgpu::BufferUsages::STORAGE);
        buffers.extend(dispatch.inputs.iter().map(input));
        buffers.push(output.clone());
        let bound = buffers.iter().enumerate();
        let entries: Vec<_> = bound
            .map(|(binding, buffer)| wgpu::BindGroupEntry {
                binding: binding as u32,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout,
            entries: &entries,
        })
    }

    fn buffer(&self, label: &str, contents: &[u8], usage: wgpu::BufferUsages) -> wgpu::Buffer {
        self.device.create_buffer_init(&BufferInitDescriptor {
            label: Some(label),
            contents,
            usage,
        })
    }

    /// A buffer that the processor can look into.
    fn reader(&self, size: u64) -> wgpu::Buffer {
        self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("reader"),
            size,
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        })
    }

    fn read(&self, reader: &wgpu::Buffer) -> Result<Vec<u8>, String> {
        let (send, receive) = mpsc::channel();
        reader.map_async(wgpu::MapMode::Read, .., move |outcome| {
            // Whoever asked waits just below.
            let _ = send.send(outcome);
        });
        self.wait()?;
        // Another thread that waits for the card may have taken our answer with its own, and be about to send it.
        let mapped = receive
            .recv_timeout(PATIENCE)
            .map_err(|_| "the card did not answer")?;
        mapped.map_err(|error| format!("the result cannot be read: {error}"))?;
        let bytes = reader.get_mapped_range(..);
        let bytes = bytes.map_err(|error| format!("the result cannot be read: {error}"))?;
        Ok(bytes.to_vec())
    }

    fn wait(&self) -> Result<(), String> {
        let until_done = wgpu::PollType::Wait {
            submission_index: None,
            timeout: Some(PATIENCE),
        };
        let waited = self.device.poll(until_done);
        waited.map_err(|error| format!("the card did not answer: {error}"))?;
        Ok(())
    }
}

impl Prepared {
    /// Notes down `repeats` runs, one after the other, and the time before and after them.
    fn encode(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        repeats: u32,
        stamps: Option<&wgpu::QuerySet>,
    ) {
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
            label: None,
            timestamp_writes: stamps.map(|query_set| wgpu::ComputePassTimestampWrites {
                query_set,
                beginning_of_pass_write_index: Some(0),
                end_of_pass_write_index: Some(1),
            }),
        });
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.bindings, &[]);
        let [x, y, z] = self.workgroups;
        for _ in 0..repeats {
            pass.dispatch_workgroups(x, y, z);
        }
    }
}

async fn choose(instance: &wgpu::Instance) -> Result<wgpu::Adapter, String> {
    let wanted = std::env::var("WGPU_ADAPTER_NAME").ok();
    let part = wanted.as_deref().unwrap_or_default().to_lowercase();
    let known = nabla::Device::list();
    let is_wanted = |card: &&nabla::AdapterDescription| card.name.to_lowercase().contains(&part);
    let Some(card) = known.iter().find(is_wanted) else {
        return Err(match wanted {
            Some(wanted) => {
                let names: Vec<&str> = known.iter().map(|card| card.name.as_str()).collect();
                format!("no adapter is called like WGPU_ADAPTER_NAME={wanted}; there are {names:?}")
            }
            None => "no adapter".to_string(),
        });
    };
    let all = instance.enumerate_adapters(wgpu::Backends::all()).await;
    let is_card = |adapter: &wgpu::Adapter| {
        let info = adapter.get_info();
        info.name == card.name && format!("{:?}", info.backend) == card.backend
    };
    let found = all.into_iter().find(is_card);
    found.ok_or_else(|| format!("{card} is not there any more"))
}

/// What the compiler says about a kernel: the line, and the message as it came.
fn complaint(dispatch: &Dispatch<'_>, module: &wgpu::ShaderModule, error: &wgpu::Error) -> String {
    let messages = pollster::block_on(module.get_compilation_info()).messages;
    let first = messages.iter().find_map(|message| {
        let at = message.location?;
        Some((at.line_number, at.line_position, message.message.clone()))
    });
    match first {
        Some((line, column, message)) => format!("{}:{line}:{column}\n{message}", dispatch.file),
        None => format!("{}: {error}", dispatch.file),
    }
}
