// Gradients that are too long, four numbers a thread: g ← g · limit/(√square + ε), unless that would
// make them longer. `square` is what the numbers of all gradients have as the sum of their squares.

struct Numbers { quads: u32, limit: f32, epsilon: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> square: array<f32>;
@group(0) @binding(1) var<storage, read_write> g: array<vec4<f32>>;

@compute @workgroup_size(THREADS)
fn shorten(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    let factor = numbers.limit / (sqrt(square[0]) + numbers.epsilon);
    if i < numbers.quads && !(factor >= 1.0) {
        g[i] *= factor;
    }
}
