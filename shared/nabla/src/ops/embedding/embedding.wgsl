// Rows of a table, looked up and added to.
//
//   y [places, width]     y[i] = table[ids[i]]
//   d_table[v] = Σ dy[i] over the places i of v, which are places[starts[v]] to places[starts[v + 1] − 1]:
//   one thread adds them up, in their order.

struct Numbers { count: u32, width: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> ids: array<u32>;
@group(0) @binding(1) var<storage, read> table: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn look_up(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.count {
        y[i] = table[ids[i / numbers.width] * numbers.width + i % numbers.width];
    }
}

@group(0) @binding(0) var<storage, read> starts: array<u32>;
@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> d_table: array<f32>;

@compute @workgroup_size(THREADS)
fn add_up(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let row = i / numbers.width;
    var sum = 0.0;
    for (var k = starts[row]; k < starts[row + 1]; k++) {
        sum += dy[places[k] * numbers.width + i % numbers.width];
    }
    d_table[i] = sum;
}
