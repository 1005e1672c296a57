// y [outer, b, middle, a, inner] from x [outer, a, middle, b, inner].

struct Numbers { outer: u32, a: u32, middle: u32, b: u32, inner: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

// In general: a thread for each number of y finds where it comes from.
@compute @workgroup_size(THREADS)
fn swap_(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.outer * numbers.a * numbers.middle * numbers.b * numbers.inner {
        return;
    }
    var rest = at;
    let inside = rest % numbers.inner;
    rest /= numbers.inner;
    let i = rest % numbers.a;
    rest /= numbers.a;
    let m = rest % numbers.middle;
    rest /= numbers.middle;
    let j = rest % numbers.b;
    let o = rest / numbers.b;
    y[at] = x[(((o * numbers.a + i) * numbers.middle + m) * numbers.b + j) * numbers.inner + inside];
}

// Where middle and inner are 1, a transpose of `outer` matrices. Neighbouring threads should read
// neighbouring numbers, and write neighbouring numbers; a transpose can have only one of the two. So a
// tile goes through workgroup memory, where the direction does not matter. (Its rows are 33 long, not 32:
// otherwise a column of it would lie in one and the same memory bank, and its 32 readers would queue.)
const TILE: u32 = 32;
var<workgroup> tile: array<f32, TILE * (TILE + 1)>;

@compute @workgroup_size(TILE, 8)
fn transpose_(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
              @builtin(local_invocation_id) local: vec3<u32>) {
    let across = (numbers.b + TILE - 1) / TILE;
    let down = (numbers.a + TILE - 1) / TILE;
    let at = flat(group, groups);
    if at >= across * down * numbers.outer {
        return;
    }
    let start = at / (across * down) * numbers.a * numbers.b;
    let first = TILE * vec2(at / across % down, at % across); // row and column of x
    for (var k = local.y; k < TILE; k += 8) {
        let i = first.x + k;
        let j = first.y + local.x;
        if i < numbers.a && j < numbers.b {
            tile[k * (TILE + 1) + local.x] = x[start + i * numbers.b + j];
        }
    }
    workgroupBarrier();
    for (var k = local.y; k < TILE; k += 8) {
        let i = first.x + local.x;
        let j = first.y + k;
        if i < numbers.a && j < numbers.b {
            y[start + j * numbers.a + i] = tile[local.x * (TILE + 1) + k];
        }
    }
}
