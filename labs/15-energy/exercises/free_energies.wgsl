// Exercise: free energies on the card (20 minutes)
//
// A restricted Boltzmann machine: weights w, a row of `hidden` numbers for each of the `visible` units, their biases b, and
// the biases c of the hidden units. v has `count` states of the visible units, one after the other. Wanted is of each state
//
//     f = -sum_i b_i v_i - sum_j ln(1 + e^x_j),      x_j = c_j + sum_i v_i w_ij.
//
// One invocation does one state, n = id.x. Some x_j are as large as 1,000 and some as small as -1,000; f32 overflows at e^89.
// What stands in f at the start means nothing. The buffers are longer than `count` states: what lies behind belongs to
// somebody else, and must stay as it is.
//
// Write the body, then run `cargo test -p lab15 free_energies`.

struct Shape { count: u32, visible: u32, hidden: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> v: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read> c: array<f32>;
@group(0) @binding(5) var<storage, read_write> f: array<f32>;

@compute @workgroup_size(64)
fn free_energies(@builtin(global_invocation_id) id: vec3<u32>) {
    // your code here
}
