// Exercise: a mask on the card (15 minutes)
//
// A network has left its logits on the graphics card: `kinds` numbers for each pixel, one pixel after the other. Wanted is
// the class of each pixel, the number of its largest logit, counted from 0; of equal ones the first. A mask is a list of
// f32 here, so write `f32(class)`.
//
// One invocation does one pixel. There are `count` pixels, but the buffers are longer: what lies behind pixel
// `count − 1` belongs to somebody else, and must stay as it is.
//
// Write the body, then run `cargo test -p lab12 mask_argmax`.

struct Shape { count: u32, kinds: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read_write> mask: array<f32>;

@compute @workgroup_size(64)
fn mask_argmax(@builtin(global_invocation_id) id: vec3<u32>) {
    // your code here
}
