// A sparse matrix times a dense one, y[i] = Σ values[k] · x[columns[k]] over k from starts[i] to starts[i + 1] − 1:
// one thread for each number of y, which adds up in the order of the entries.

struct Numbers { count: u32, width: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> starts: array<u32>;
@group(0) @binding(1) var<storage, read> columns: array<u32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn product(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let row = i / numbers.width;
    var sum = 0.0;
    for (var k = starts[row]; k < starts[row + 1]; k++) {
        sum += values[k] * x[columns[k] * numbers.width + i % numbers.width];
    }
    y[i] = sum;
}
