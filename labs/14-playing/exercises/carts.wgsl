// Exercise: many carts at once (25 minutes)
//
// `count` carts, each with four numbers in `before`, one cart after the other: place, speed, angle, spin. In `push` there is a number
// for each cart: 1 means to the right, 0 to the left. One invocation does one step of one cart, i = id.x, and writes its four
// numbers to `after`:
//
//     f     = 10, or −10 to the left
//     u     = (f + 0.05·spin²·sin(angle)) / 1.1
//     spin′  = (9.8·sin(angle) − cos(angle)·u) / (0.5·(4/3 − 0.1·cos²(angle)/1.1))
//     speed′ = u − 0.05·spin′·cos(angle) / 1.1
//
// The new numbers are the old ones plus 0.02 times: the old speed, speed′, the old spin, spin′.
//
// Invocations of a group do the same line at the same time: choose the force by `select(if false, if true, condition)`, without a
// branch. The buffers are longer than `count` carts: what lies behind belongs to somebody else, and must stay as it is.
//
// Write the body, then run `cargo test -p lab14 carts`.

struct Shape { count: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> before: array<f32>;
@group(0) @binding(2) var<storage, read> push: array<f32>;
@group(0) @binding(3) var<storage, read_write> after: array<f32>;

@compute @workgroup_size(64)
fn carts(@builtin(global_invocation_id) id: vec3<u32>) {
    // your code here
}
