// dx[i, j] = (p[i, j] − [j = labels_i]) · dy / rows: one number a thread.
//
// p, dx [rows, columns]   labels [rows]   dy: one number

struct Numbers { rows: u32, columns: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> p: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at < numbers.rows * numbers.columns {
        let is_label = at % numbers.columns == labels[at / numbers.columns];
        dx[at] = (p[at] - select(0.0, 1.0, is_label)) * (dy[0] / f32(numbers.rows));
    }
}
