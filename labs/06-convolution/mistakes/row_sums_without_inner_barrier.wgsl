// Nobody waits between the rounds.

struct Shape { rows: u32, columns: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn row_sums(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_id) here: vec3<u32>,
) {
    var part = 0.0;
    for (var column = here.x; column < shape.columns; column += 64u) {
        part += x[group.x * shape.columns + column];
    }
    parts[here.x] = part;
    workgroupBarrier();
    for (var apart = 32u; apart > 0u; apart /= 2u) {
        if here.x < apart {
            parts[here.x] += parts[here.x + apart];
        }
    }
    if here.x == 0u {
        sums[group.x] = parts[0];
    }
}
