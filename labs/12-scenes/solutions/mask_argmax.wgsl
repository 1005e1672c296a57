struct Shape { count: u32, kinds: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read_write> mask: array<f32>;

// ANCHOR: mask_argmax
@compute @workgroup_size(64)
fn mask_argmax(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    if i >= shape.count { return; }
    let start = i * shape.kinds;
    var best = 0u;
    for (var k = 1u; k < shape.kinds; k += 1u) {
        if logits[start + k] > logits[start + best] {
            best = k;
        }
    }
    mask[i] = f32(best);
}
// ANCHOR_END: mask_argmax
