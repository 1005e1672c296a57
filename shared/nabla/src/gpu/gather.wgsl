// y[r, c] = x[indices[r], c]: rows picked out of a table, one number a thread.
//
// x [any, size]   indices [rows]   y [rows, size]

struct Numbers { numbers: u32, size: u32 }
var<immediate> numbers: Numbers;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> indices: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn gather(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.numbers {
        let row = i / numbers.size;
        y[i] = x[indices[row] * numbers.size + i % numbers.size];
    }
}
