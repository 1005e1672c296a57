// c = a·b. One invocation computes one number of c, and reads a whole row of a and
// a whole column of b for it.
// a: [m, k], b: [k, n], c: [m, n], row after row.

struct Shape { m: u32, k: u32, n: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(16, 16)
fn matmul(@builtin(global_invocation_id) id: vec3<u32>) {
    // Neighbours in x have neighbouring columns: they read neighbours in b,
    // and write neighbours in c.
    let row = id.y;
    let column = id.x;
    if row >= shape.m || column >= shape.n {
        return;
    }
    var sum = 0.0;
    for (var i = 0u; i < shape.k; i++) {
        sum += a[row * shape.k + i] * b[i * shape.n + column];
    }
    c[row * shape.n + column] = sum;
}
