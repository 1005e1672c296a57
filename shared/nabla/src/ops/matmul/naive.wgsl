// The matrix product as the formula says it: the specification of matmul.wgsl.
//
//   y[i, j] = Σ_p a[i, p] · b[p, j]        a [m, k]   b [k, n]   y [m, n]
//
// One number of y a thread. The steps say how far apart neighbours lie in memory, along i and p in
// a, along p and j in b, so transposes need no other kernel.

struct Numbers { a_steps: vec2<u32>, b_steps: vec2<u32>, m: u32, n: u32, k: u32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn naive(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.m * numbers.n {
        return;
    }
    let i = at / numbers.n;
    let j = at % numbers.n;
    var sum = 0.0;
    for (var p = 0u; p < numbers.k; p += 1) {
        sum += a[i * numbers.a_steps.x + p * numbers.a_steps.y]
             * b[p * numbers.b_steps.x + j * numbers.b_steps.y];
    }
    y[at] = sum;
}
