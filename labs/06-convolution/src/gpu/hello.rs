//! The whole of wgpu on one page: eight numbers are doubled, and nothing is hidden.

/// The kernel.
pub const DOUBLE: &str = include_str!("double.wgsl");

// ANCHOR: hello
/// Doubles `numbers` on the graphics card, step by step. Returns the adapter's name and the
/// doubled numbers.
///
/// # Errors
/// There is no adapter, or something went wrong on the way to it.
#[cfg(feature = "gpu")]
pub async fn double(numbers: &[f32]) -> Result<(String, Vec<f32>), Box<dyn std::error::Error>> {
    use wgpu::util::DeviceExt;

    // 1. The adapter is the card as the system knows it; the device is our connection to it,
    //    and what is put into the queue is done in order.
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let adapter = instance.request_adapter(&Default::default()).await?;
    let (device, queue) = adapter.request_device(&Default::default()).await?;

    // 2. Buffers are memory on the card's side. Ours cannot be looked into from here, so there
    //    is a second one for the way back.
    let buffer = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
        label: Some("numbers"),
        contents: bytemuck::cast_slice(numbers),
        usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    });
    let way_back = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("way back"),
        size: buffer.size(),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });

    // 3. The shader is compiled here and now, for the card that was found.
    let shader = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("double.wgsl"),
        source: wgpu::ShaderSource::Wgsl(DOUBLE.into()),
    });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some("double"),
        layout: None, // read off the shader
        module: &shader,
        entry_point: Some("double"),
        compilation_options: Default::default(),
        cache: None,
    });

    // 4. The bind group says which buffer the shader means by `@group(0) @binding(0)`.
    let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[wgpu::BindGroupEntry {
            binding: 0,
            resource: buffer.as_entire_binding(),
        }],
    });

    // 5. Commands are written down first …
    let mut encoder = device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &bind_group, &[]);
    pass.dispatch_workgroups(numbers.len().div_ceil(64) as u32, 1, 1);
    drop(pass);
    encoder.copy_buffer_to_buffer(&buffer, 0, &way_back, 0, buffer.size());

    // 6. … and then handed over. From here on the card works by itself, and we wait.
    queue.submit([encoder.finish()]);
    way_back.map_async(wgpu::MapMode::Read, .., |_| ());
    device.poll(wgpu::PollType::wait_indefinitely())?;
    let bytes = way_back.get_mapped_range(..)?;
    Ok((
        adapter.get_info().name,
        bytemuck::pod_collect_to_vec(&bytes),
    ))
}
// ANCHOR_END: hello

/// [`double`], waited for; the error in words.
///
/// # Errors
/// As [`double`], or built without the feature `gpu`.
pub fn double_now(numbers: &[f32]) -> Result<(String, Vec<f32>), String> {
    #[cfg(feature = "gpu")]
    return pollster::block_on(double(numbers)).map_err(|error| error.to_string());
    #[cfg(not(feature = "gpu"))]
    return Err(format!(
        "built without the feature `gpu`, so {} numbers stay as they are",
        numbers.len()
    ));
}
