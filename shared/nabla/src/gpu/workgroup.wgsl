// What a workgroup of 64 finds out together. It stands in front of kernels that need it.

const LANES: u32 = 64;
var<workgroup> cells: array<f32, LANES>;

// The sum of every thread's x. All threads of the workgroup call it together.
fn sum_of_all(x: f32, local: u32) -> f32 {
    cells[local] = x;
    for (var half = LANES / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half {
            cells[local] += cells[local + half];
        }
    }
    workgroupBarrier();
    let sum = cells[0];
    workgroupBarrier();
    return sum;
}

