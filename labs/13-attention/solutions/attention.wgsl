struct Shape { count: u32, width: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> q: array<f32>;
@group(0) @binding(2) var<storage, read> k: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

// ANCHOR: attention
@compute @workgroup_size(64)
fn attention(@builtin(global_invocation_id) id: vec3<u32>) {
    let t = id.x;
    if t >= shape.count { return; }
    let row = t * shape.width;
    var top = -1e30; // below every score, and e^(top - top) is still 1
    var total = 0.0;
    for (var c = 0u; c < shape.width; c += 1u) { y[row + c] = 0.0; }
    for (var s = 0u; s <= t; s += 1u) {
        var score = 0.0;
        for (var c = 0u; c < shape.width; c += 1u) {
            score += q[row + c] * k[s * shape.width + c];
        }
        score *= inverseSqrt(f32(shape.width));
        let larger = max(top, score);
        let keep = exp(top - larger);
        let weight = exp(score - larger);
        total = total * keep + weight;
        for (var c = 0u; c < shape.width; c += 1u) {
            y[row + c] = y[row + c] * keep + weight * v[s * shape.width + c];
        }
        top = larger;
    }
    for (var c = 0u; c < shape.width; c += 1u) { y[row + c] /= total; }
}
// ANCHOR_END: attention
