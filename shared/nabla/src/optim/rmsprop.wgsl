// RMSProp: four numbers a thread.
//
//   s ← α·s + (1 − α)·g²          w ← w − λ·g/(√s + ε)
//
// w, g, s [any]

alias T = vec4<f32>;

struct Numbers { quads: u32, rate: f32, alpha: f32, epsilon: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> g: array<T>;
@group(0) @binding(1) var<storage, read_write> w: array<T>;
@group(0) @binding(2) var<storage, read_write> s: array<T>;

@compute @workgroup_size(THREADS)
fn step_(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.quads {
        return;
    }
    let slope = g[i];
    let square = numbers.alpha * s[i] + (1.0 - numbers.alpha) * slope * slope;
    s[i] = square;
    w[i] -= numbers.rate * slope / (sqrt(square) + numbers.epsilon);
}
