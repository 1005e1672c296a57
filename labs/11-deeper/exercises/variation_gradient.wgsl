// Exercise: the gradient of total variation (25 minutes)
//
// `x` is a picture [height, width, channels], channels counting fastest. Its total variation here is the sum, over all pairs of
// neighbours in a row or in a column and in the same channel, of the square of their difference. Write its gradient with respect to each number
// of x into dx.
//
// One invocation does one number. Pixels at the border have fewer neighbours. The buffers are longer than the picture: what
// lies behind it belongs to somebody else, and must stay as it is.
//
// Write the body, then run `cargo test -p lab11 variation_gradient`.

struct Shape { height: u32, width: u32, channels: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn variation_gradient(@builtin(global_invocation_id) id: vec3<u32>) {
    // your code here
}
