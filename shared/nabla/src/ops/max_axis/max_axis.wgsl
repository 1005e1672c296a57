// The largest along the middle axis of x [outer, len, inner], and where it stands: a thread for each of
// the outer · inner results.

struct Numbers { outer: u32, len: u32, inner: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

// Where the first of the largest stands, or the first NaN.
fn place(i: u32) -> u32 {
    let first = i / numbers.inner * numbers.len * numbers.inner + i % numbers.inner;
    var best = first;
    for (var l = 1u; l < numbers.len; l++) {
        let at = first + l * numbers.inner;
        if x[at] > x[best] || (x[at] != x[at] && x[best] == x[best]) {
            best = at;
        }
    }
    return best;
}

@compute @workgroup_size(THREADS)
fn largest(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.outer * numbers.inner {
        y[i] = x[place(i)];
    }
}

@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(THREADS)
fn largest_back(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
                @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.outer * numbers.inner {
        dx[place(i)] = dy[i];
    }
}
