// Exercise: the way back through ReLU (10 minutes)
//
// Forward, ReLU made y = max(x, 0). On the way back dy is given, the gradient of the loss with respect to y, and dx is
// wanted, its gradient with respect to x: dy where x is above 0, and 0 elsewhere (at 0 itself, too).
//
// One invocation does one number. There are `count` numbers, but the buffers are longer: what lies behind number
// `count − 1` belongs to somebody else, and must stay as it is.
//
// Write the body, then run `cargo test -p lab06 relu_backward`.

struct Shape { count: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn relu_backward(@builtin(global_invocation_id) id: vec3<u32>) {
    // your code here
}
