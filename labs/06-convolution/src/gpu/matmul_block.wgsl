// c = a·b. Each invocation keeps a block of 4 × 4 numbers of c in its registers: for 8
// numbers that it takes from the tiles it makes 16 products. A workgroup of 16 × 16
// invocations so fills 64 × 64 numbers of c.
// a: [m, k], b: [k, n], c: [m, n], row after row. m and n are multiples of 64, k is one
// of 16.

struct Shape { m: u32, k: u32, n: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
// Four numbers at a time: memory is read in wide pieces anyway.
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4<f32>>;

// 64 rows of a, turned: tile_a[t] holds number t of all 64 rows. And 16 rows of b, 64
// columns wide.
var<workgroup> tile_a: array<array<f32, 64>, 16>;
var<workgroup> tile_b: array<array<vec4<f32>, 16>, 16>;

@compute @workgroup_size(16, 16)
fn matmul(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_id) here: vec3<u32>,
    @builtin(local_invocation_index) index: u32,
) {
    // Each of the 256 invocations fetches four numbers of either tile.
    let fetch_row = index / 4u;
    let fetch_quad = index % 4u;
    var sum: array<vec4<f32>, 4>;
    for (var first = 0u; first < shape.k; first += 16u) {
        let from_row = group.y * 64u + fetch_row;
        let four = a[(from_row * shape.k + first) / 4u + fetch_quad];
        for (var s = 0u; s < 4u; s++) {
            tile_a[fetch_quad * 4u + s][fetch_row] = four[s];
        }
        let b_row = (first + here.y) * shape.n + group.x * 64u;
        tile_b[here.y][here.x] = b[b_row / 4u + here.x];
        workgroupBarrier();
        for (var t = 0u; t < 16u; t++) {
            let wide = tile_b[t][here.x];
            sum[0] += tile_a[t][here.y * 4u] * wide;
            sum[1] += tile_a[t][here.y * 4u + 1u] * wide;
            sum[2] += tile_a[t][here.y * 4u + 2u] * wide;
            sum[3] += tile_a[t][here.y * 4u + 3u] * wide;
        }
        workgroupBarrier();
    }
    for (var r = 0u; r < 4u; r++) {
        let row = group.y * 64u + here.y * 4u + r;
        c[(row * shape.n + group.x * 64u) / 4u + here.x] = sum[r];
    }
}
