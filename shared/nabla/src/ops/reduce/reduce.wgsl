// Sums. A graphics card adds as in a knock-out tournament: the threads of a workgroup sum what they
// can reach, then half of them add the other half's sums to their own, then half of those …
//
// A sum of everything takes two rounds: every workgroup leaves one number, and one workgroup adds
// those. Which numbers meet is fixed, so the result is the same at every run.

struct Numbers { count: u32, workgroups: u32, factor: f32 }
var<immediate> numbers: Numbers;

// What is summed; a loss puts its own formula here.
fn term(x: f32, t: f32) -> f32 { return x; }

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> t: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

var<workgroup> sums: array<f32, THREADS>;

// y[group] = factor · Σ term(x_i, t_i) over every `workgroups`-th run of 256 numbers.
@compute @workgroup_size(THREADS)
fn total(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    var sum = 0.0;
    let step = numbers.workgroups * THREADS;
    for (var i = group.x * THREADS + local; i < numbers.count;) {
        var block = 0.0;
        for (var k = 0u; k < BLOCK && i < numbers.count; k += 1) {
            block += term(x[i], t[i]);
            i += step;
        }
        sum += block;
    }
    sums[local] = sum;
    for (var half = THREADS / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half {
            sums[local] += sums[local + half];
        }
    }
    if local == 0 {
        y[group.x] = numbers.factor * sums[0];
    }
}
