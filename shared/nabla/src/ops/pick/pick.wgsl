// y[i] = x[i, ids[i]], rows of `width`, and the gradient's way back to its place.

struct Numbers { count: u32, width: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> ids: array<u32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn pick(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.count {
        y[i] = x[i * numbers.width + ids[i]];
    }
}

// Here `x` is dy and `y` is dx.
@compute @workgroup_size(THREADS)
fn put(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
       @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.count {
        let row = i / numbers.width;
        y[i] = select(0.0, x[row], ids[row] == i % numbers.width);
    }
}
