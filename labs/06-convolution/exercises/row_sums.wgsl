// Exercise: a workgroup adds up a row together (30 minutes)
//
// x is a matrix, [rows, columns], row after row. sums[r] is to hold the sum of row r. A whole workgroup of 64
// invocations works on one row: `group.x` is the row, `here.x` is the invocation's place in the workgroup, 0 to 63.
// There are as many workgroups as rows.
//
// First each invocation adds up its share of the row: the numbers here.x, here.x + 64, here.x + 128, … as far as there
// are columns. It leaves that in `parts[here.x]`. Then the 64 parts are added up in pairs: 32 invocations add the part
// 32 places behind theirs to their own, then 16 the one 16 places behind, and so on. What is left is `parts[0]`.
//
// Nobody may read a part before its owner has written it: `workgroupBarrier();` waits for the whole workgroup. All
// 64 must come to it, so it stands neither in an `if` that some do not enter nor behind a `return`.
//
// Write the body, then run `cargo test -p lab06 row_sums`.

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
    // your code here
}
