// A function of one number, applied to each: y = f(x), and back: dx = dy · f′(x), four numbers a
// thread. `f` and `slope` stand for every function of the table in elementwise.rs.

alias T = vec4<f32>;

struct Numbers { quads: u32, a: f32, b: f32 }
var<immediate> numbers: Numbers;

fn f(x: T, a: f32, b: f32) -> T { return x; }
fn slope(x: T, y: T, a: f32, b: f32) -> T { return T(1.0); }

@group(0) @binding(0) var<storage, read> x: array<T>;
@group(0) @binding(1) var<storage, read_write> y: array<T>;

@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        y[i] = f(x[i], numbers.a, numbers.b);
    }
}

@group(0) @binding(1) var<storage, read> result: array<T>;
@group(0) @binding(2) var<storage, read> dy: array<T>;
@group(0) @binding(3) var<storage, read_write> dx: array<T>;

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        dx[i] = dy[i] * slope(x[i], result[i], numbers.a, numbers.b);
    }
}
