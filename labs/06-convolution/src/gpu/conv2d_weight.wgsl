// The gradient of the loss with respect to the weights of a valid convolution with stride
// 1. One invocation adds up one number of dw: over all pictures and all places, dy there
// times the pixel that this weight met there.
// x: [batch, height, width, channels], dw: [kh, kw, channels, filters],
// dy: [batch, height − kh + 1, width − kw + 1, filters].

struct Shape {
    batch: u32, height: u32, width: u32, channels: u32,
    kh: u32, kw: u32, filters: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;

@compute @workgroup_size(64)
fn conv2d_weight(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= shape.kh * shape.kw * shape.channels * shape.filters {
        return;
    }
    let k = id.x % shape.filters;
    let c = (id.x / shape.filters) % shape.channels;
    let j = (id.x / (shape.filters * shape.channels)) % shape.kw;
    let i = id.x / (shape.filters * shape.channels * shape.kw);

    let rows = shape.height - shape.kh + 1u;
    let columns = shape.width - shape.kw + 1u;
    var sum = 0.0;
    for (var picture = 0u; picture < shape.batch; picture++) {
        for (var row = 0u; row < rows; row++) {
            for (var column = 0u; column < columns; column++) {
                let line = picture * shape.height + row + i;
                let pixel = (line * shape.width + column + j) * shape.channels;
                let place = (picture * rows + row) * columns + column;
                sum += x[pixel + c] * dy[place * shape.filters + k];
            }
        }
    }
    dw[id.x] = sum;
}
