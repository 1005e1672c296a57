// The way back through a loss that is a sum over all numbers: dx_i = dy · factor · slope(x_i, t_i),
// four numbers a thread. `dy` is one number.

alias T = vec4<f32>;

struct Numbers { quads: u32, factor: f32 }
var<immediate> numbers: Numbers;

fn slope(x: T, t: T) -> T { return x - t; }

@group(0) @binding(0) var<storage, read> x: array<T>;
@group(0) @binding(1) var<storage, read> t: array<T>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<T>;

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        dx[i] = dy[0] * numbers.factor * slope(x[i], t[i]);
    }
}
