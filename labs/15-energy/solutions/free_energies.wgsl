struct Shape { count: u32, visible: u32, hidden: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> v: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read> b: array<f32>;
@group(0) @binding(4) var<storage, read> c: array<f32>;
@group(0) @binding(5) var<storage, read_write> f: array<f32>;

// ANCHOR: free_energies
@compute @workgroup_size(64)
fn free_energies(@builtin(global_invocation_id) id: vec3<u32>) {
    let n = id.x;
    if n >= shape.count { return; }
    let state = n * shape.visible;
    var energy = 0.0;
    for (var i = 0u; i < shape.visible; i += 1u) { energy -= b[i] * v[state + i]; }
    for (var j = 0u; j < shape.hidden; j += 1u) {
        var x = c[j];
        for (var i = 0u; i < shape.visible; i += 1u) { x += v[state + i] * w[i * shape.hidden + j]; }
        energy -= max(x, 0.0) + log(1.0 + exp(-abs(x))); // no exponential of a positive number
    }
    f[n] = energy;
}
// ANCHOR_END: free_energies
