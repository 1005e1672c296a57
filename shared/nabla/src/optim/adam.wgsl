// Adam, and AdamW, whose `keep` is below 1: four numbers a thread.
//
//   m ← β₁·m + (1 − β₁)·g
//   v ← β₂·v + (1 − β₂)·g²          w ← keep·w − pace·m/(√v·root + ε)
//
//   The host works out pace = λ/(1 − β₁ᵗ) and root = 1/√(1 − β₂ᵗ), in double precision.
//
// w, g, m, v [any]

alias T = vec4<f32>;

struct Numbers { quads: u32, b1: f32, b2: f32, keep: f32, pace: f32, root: f32, epsilon: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> g: array<T>;
@group(0) @binding(1) var<storage, read_write> w: array<T>;
@group(0) @binding(2) var<storage, read_write> m: array<T>;
@group(0) @binding(3) var<storage, read_write> v: array<T>;

@compute @workgroup_size(THREADS)
fn step_(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.quads {
        return;
    }
    let slope = g[i];
    let mean = numbers.b1 * m[i] + (1.0 - numbers.b1) * slope;
    let square = numbers.b2 * v[i] + (1.0 - numbers.b2) * slope * slope;
    m[i] = mean;
    v[i] = square;
    w[i] = numbers.keep * w[i] - numbers.pace * mean / (sqrt(square) * numbers.root + numbers.epsilon);
}
