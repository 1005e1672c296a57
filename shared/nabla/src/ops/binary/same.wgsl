// y_i = f(a_i, b_i), both of one shape: four numbers a thread. On the way back y holds dy, and f looks at it too.

alias T = vec4<f32>;

struct Numbers { quads: u32 }
var<immediate> numbers: Numbers;

fn f(dy: T, a: T, b: T) -> T { return a + b; }

@group(0) @binding(0) var<storage, read> a: array<T>;
@group(0) @binding(1) var<storage, read> b: array<T>;
@group(0) @binding(2) var<storage, read_write> y: array<T>;

@compute @workgroup_size(THREADS)
fn same(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        y[i] = f(y[i], a[i], b[i]);
    }
}
