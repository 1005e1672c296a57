// Rows and columns of the output exchanged.

struct Shape {
    batch: u32, height: u32, width: u32, channels: u32,
    rows: u32, columns: u32, size: u32, stride: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn max_pool_kernel(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= shape.batch * shape.rows * shape.columns * shape.channels {
        return;
    }
    let channel = id.x % shape.channels;
    let row = (id.x / shape.channels) % shape.rows;
    let column = (id.x / (shape.channels * shape.rows)) % shape.columns;
    let picture = id.x / (shape.channels * shape.columns * shape.rows);

    let corner = (picture * shape.height + row * shape.stride) * shape.width + column * shape.stride;
    var largest = x[corner * shape.channels + channel];
    for (var i = 0u; i < shape.size; i++) {
        for (var j = 0u; j < shape.size; j++) {
            let pixel = corner + i * shape.width + j;
            largest = max(largest, x[pixel * shape.channels + channel]);
        }
    }
    y[id.x] = largest;
}
