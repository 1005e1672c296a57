// dx[i, j] = (p[i, j] − [j = labels_i]) · share · dy, 0 in a row whose label is ignored: one number a thread.
//
// p, dx [rows, columns]   labels [rows]   dy: one number, or one a row

struct Numbers { rows: u32, columns: u32, share: f32 }
var<immediate> numbers: Numbers;

// `Labels::IGNORED`.
const IGNORED: u32 = 0xffffffff;

@group(0) @binding(0) var<storage, read> p: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

fn above(row: u32) -> f32 { return dy[0]; }

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at < numbers.rows * numbers.columns {
        let row = at / numbers.columns;
        let label = labels[row];
        let slope = (p[at] - select(0.0, 1.0, at % numbers.columns == label)) * (above(row) * numbers.share);
        dx[at] = select(slope, 0.0, label == IGNORED);
    }
}
