// y = x where x > 0, a·x elsewhere, and back: dx = dy · (1 or a). The slope a is one number, learned,
// so it comes in a buffer. Four numbers a thread.

alias T = vec4<f32>;

struct Numbers { quads: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<T>;
@group(0) @binding(2) var<storage, read_write> y: array<T>;

@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        y[i] = select(a[0] * x[i], x[i], x[i] > T(0.0));
    }
}

@group(0) @binding(2) var<storage, read> dy: array<T>;
@group(0) @binding(3) var<storage, read_write> dx: array<T>;

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        dx[i] = dy[i] * select(T(a[0]), T(1.0), x[i] > T(0.0));
    }
}
