// y_i = value, four numbers a thread.

struct Numbers { quads: u32, value: f32 }
var<immediate> numbers: Numbers;
@group(0) @binding(0) var<storage, read_write> y: array<vec4<f32>>;

@compute @workgroup_size(THREADS)
fn fill(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.quads {
        y[i] = vec4(numbers.value);
    }
}
