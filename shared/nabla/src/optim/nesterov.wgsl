// Nesterov's momentum: four numbers a thread.
//
//   v ← ν·v + (g + d·w)          w ← w − λ·(g + d·w + ν·v)
//
// w, g, v [any]

alias T = vec4<f32>;

struct Numbers { quads: u32, rate: f32, nu: f32, decay: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> g: array<T>;
@group(0) @binding(1) var<storage, read_write> w: array<T>;
@group(0) @binding(2) var<storage, read_write> v: array<T>;

@compute @workgroup_size(THREADS)
fn step_(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.quads {
        return;
    }
    let slope = g[i] + numbers.decay * w[i];
    let velocity = numbers.nu * v[i] + slope;
    v[i] = velocity;
    w[i] -= numbers.rate * (slope + numbers.nu * velocity);
}
