// One axis turned round, x and y seen as [outer, len, inner]:   y[o, i, j] = x[o, len − 1 − i, j]

struct Numbers { count: u32, len: u32, inner: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn reversed(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let row = i / numbers.inner;
    let place = row % numbers.len;
    let from_ = row - place + numbers.len - 1 - place;
    y[i] = x[from_ * numbers.inner + i % numbers.inner];
}
