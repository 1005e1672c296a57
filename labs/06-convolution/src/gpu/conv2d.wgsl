// A valid convolution with stride 1. One invocation computes one number of the output.
// x: [batch, height, width, channels], weight: [kh, kw, channels, filters],
// bias: [filters], y: [batch, height − kh + 1, width − kw + 1, filters].

struct Shape {
    batch: u32, height: u32, width: u32, channels: u32,
    kh: u32, kw: u32, filters: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn conv2d(@builtin(global_invocation_id) id: vec3<u32>) {
    let rows = shape.height - shape.kh + 1u;
    let columns = shape.width - shape.kw + 1u;
    if id.x >= shape.batch * rows * columns * shape.filters {
        return;
    }
    // Which number of y is mine? The filter counts fastest, the picture slowest.
    let k = id.x % shape.filters;
    let column = (id.x / shape.filters) % columns;
    let row = (id.x / (shape.filters * columns)) % rows;
    let picture = id.x / (shape.filters * columns * rows);

    var sum = bias[k];
    for (var i = 0u; i < shape.kh; i++) {
        for (var j = 0u; j < shape.kw; j++) {
            let line = picture * shape.height + row + i;
            let pixel = (line * shape.width + column + j) * shape.channels;
            let under = (i * shape.kw + j) * shape.channels;
            for (var c = 0u; c < shape.channels; c++) {
                sum += x[pixel + c] * weight[(under + c) * shape.filters + k];
            }
        }
    }
    y[id.x] = sum;
}
