// The gradient of total variation.

struct Shape { height: u32, width: u32, channels: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn variation_gradient(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    let line = shape.width * shape.channels;
    let count = shape.height * line;
    if i >= count {
        return;
    }
    let row = i / line;
    let column = i / shape.channels % shape.width;
    var slope = 0.0;
    if column > 0u {
        slope += x[i] - x[i - shape.channels];
    }
    if column + 1u < shape.width {
        slope += x[i] - x[i + shape.channels];
    }
    if row > 0u {
        slope += x[i] - x[i - line];
    }
    if row + 1u < shape.height {
        slope += x[i] - x[i + line];
    }
    dx[i] = 2.0 * slope;
}
