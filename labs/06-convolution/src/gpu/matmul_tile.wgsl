// c = a·b. The 256 invocations of a workgroup fetch a tile of a and a tile of b
// together, 16 × 16 numbers each, and every number fetched is used 16 times.
// a: [m, k], b: [k, n], c: [m, n], row after row.

struct Shape { m: u32, k: u32, n: u32 }

const TILE = 16u;

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

// The whole workgroup sees these, and nobody else.
var<workgroup> tile_a: array<array<f32, TILE>, TILE>;
var<workgroup> tile_b: array<array<f32, TILE>, TILE>;

@compute @workgroup_size(TILE, TILE)
fn matmul(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(local_invocation_id) here: vec3<u32>,
) {
    let row = id.y;
    let column = id.x;
    var sum = 0.0;
    for (var first = 0u; first < shape.k; first += TILE) {
        // Each invocation fetches one number of either tile; beyond an edge, 0.
        let i = first + here.x;
        let j = first + here.y;
        let in_a = row < shape.m && i < shape.k;
        let in_b = j < shape.k && column < shape.n;
        tile_a[here.y][here.x] = select(0.0, a[row * shape.k + i], in_a);
        tile_b[here.y][here.x] = select(0.0, b[j * shape.n + column], in_b);
        workgroupBarrier(); // until all have fetched
        for (var t = 0u; t < TILE; t++) {
            sum += tile_a[here.y][t] * tile_b[t][here.x];
        }
        workgroupBarrier(); // until all have used them: then new ones
    }
    if row < shape.m && column < shape.n {
        c[row * shape.n + column] = sum;
    }
}
