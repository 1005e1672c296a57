// Adadelta: four numbers a thread.
//
//   s ← ρ·s + (1 − ρ)·g²          δ = g·√(u + ε)/√(s + ε)
//   u ← ρ·u + (1 − ρ)·δ²          w ← w − λ·δ
//
// w, g, s, u [any]

alias T = vec4<f32>;

struct Numbers { quads: u32, rate: f32, rho: f32, epsilon: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> g: array<T>;
@group(0) @binding(1) var<storage, read_write> w: array<T>;
@group(0) @binding(2) var<storage, read_write> s: array<T>;
@group(0) @binding(3) var<storage, read_write> u: array<T>;

@compute @workgroup_size(THREADS)
fn step_(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.quads {
        return;
    }
    let slope = g[i];
    let square = numbers.rho * s[i] + (1.0 - numbers.rho) * slope * slope;
    let delta = slope * sqrt(u[i] + numbers.epsilon) / sqrt(square + numbers.epsilon);
    s[i] = square;
    u[i] = numbers.rho * u[i] + (1.0 - numbers.rho) * delta * delta;
    w[i] -= numbers.rate * delta;
}
