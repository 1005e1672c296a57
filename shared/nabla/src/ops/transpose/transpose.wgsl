// y[j, i] = x[i, j]:   x [rows, columns]   y [columns, rows]
//
// Neighbouring threads should read neighbouring numbers, and write neighbouring numbers; a
// transpose can have only one of the two. So a tile goes through workgroup memory, where the
// direction does not matter. (Its rows are 33 long, not 32: otherwise a column of it would lie in
// one and the same memory bank, and its 32 readers would queue.)

struct Numbers { rows: u32, columns: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

const TILE: u32 = 32;
var<workgroup> tile: array<f32, TILE * (TILE + 1)>;

@compute @workgroup_size(TILE, 8)
fn transpose_(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
              @builtin(local_invocation_id) local: vec3<u32>) {
    let across = (numbers.columns + TILE - 1) / TILE;
    let at = flat(group, groups);
    let first = TILE * vec2(at / across, at % across); // row and column of x
    for (var k = local.y; k < TILE; k += 8) {
        let i = first.x + k;
        let j = first.y + local.x;
        if i < numbers.rows && j < numbers.columns {
            tile[k * (TILE + 1) + local.x] = x[i * numbers.columns + j];
        }
    }
    workgroupBarrier();
    for (var k = local.y; k < TILE; k += 8) {
        let i = first.x + local.x;
        let j = first.y + k;
        if i < numbers.rows && j < numbers.columns {
            y[j * numbers.rows + i] = tile[local.x * (TILE + 1) + k];
        }
    }
}
