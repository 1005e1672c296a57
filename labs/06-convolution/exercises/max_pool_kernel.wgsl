// Exercise: max pooling, one invocation an output (25 minutes)
//
// x holds pictures, [batch, height, width, channels], the channel counting fastest. A window of size × size pixels moves
// over each picture in steps of `stride`, and only lies where it fits. y is to hold the largest number of each window,
// [batch, rows, columns, channels], each channel on its own. `rows` and `columns` are given.
//
// `id.x` counts through y from its first number to its last, and a little beyond.
//
// Write the body, then run `cargo test -p lab06 max_pool_kernel`.

struct Shape {
    batch: u32, height: u32, width: u32, channels: u32,
    rows: u32, columns: u32, size: u32, stride: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn max_pool_kernel(@builtin(global_invocation_id) id: vec3<u32>) {
    // your code here
}
