// A part of a tensor and the whole, line by line:   whole[line · WHOLE + at + j] = part[line · PART + j]

struct Numbers { count: u32, part: u32, whole: u32, at: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

// Where number i of the part lies in the whole.
fn place(i: u32) -> u32 {
    return i / numbers.part * numbers.whole + numbers.at + i % numbers.part;
}

@compute @workgroup_size(THREADS)
fn put(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
       @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.count {
        y[place(i)] = x[i];
    }
}

@compute @workgroup_size(THREADS)
fn add(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
       @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.count {
        y[place(i)] += x[i];
    }
}

@compute @workgroup_size(THREADS)
fn take(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.count {
        y[i] = x[place(i)];
    }
}
