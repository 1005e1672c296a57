// Sums along the middle axis of x [outer, len, inner], and the way back.
//
//   y[o, i] = factor · Σ_l x[o, l, i]          dx[o, l, i] = factor · dy[o, i]
//
// A long axis is cut into chunks, which get a sum each: y is then [chunks, outer, inner], and is
// summed once more.

struct Numbers { outer: u32, len: u32, inner: u32, chunk: u32, chunks: u32, factor: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

// A workgroup sums 32 columns; eight threads share a column. Neighbours read neighbouring numbers,
// which the memory then delivers together.
const COLUMNS: u32 = 32;
const LANES: u32 = THREADS / COLUMNS;

var<workgroup> sums: array<f32, THREADS>;

@compute @workgroup_size(THREADS)
fn columns(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let tiles = (numbers.inner + COLUMNS - 1) / COLUMNS;
    let tile = flat(group, groups);
    if tile >= tiles * numbers.outer * numbers.chunks {
        return;
    }
    let column = tile % tiles * COLUMNS + local % COLUMNS;
    let o = tile / tiles % numbers.outer;
    let chunk = tile / tiles / numbers.outer;
    let lane = local / COLUMNS;
    let end = min(numbers.len, (chunk + 1) * numbers.chunk);
    var sum = 0.0;
    if column < numbers.inner {
        for (var l = chunk * numbers.chunk + lane; l < end;) {
            var block = 0.0;
            for (var k = 0u; k < BLOCK && l < end; k += 1) {
                block += x[(o * numbers.len + l) * numbers.inner + column];
                l += LANES;
            }
            sum += block;
        }
    }
    sums[local] = sum;
    for (var half = LANES / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if lane < half {
            sums[local] += sums[local + half * COLUMNS];
        }
    }
    if lane == 0 && column < numbers.inner {
        y[(chunk * numbers.outer + o) * numbers.inner + column] = numbers.factor * sums[local];
    }
}

// Where inner is 1, the axis is a row: a workgroup of 64 sums it, or a chunk of it. y is then
// [outer, chunks], so that what is to be summed next lies in a row again.
const ROW_THREADS: u32 = 64;

@compute @workgroup_size(ROW_THREADS)
fn rows(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups);
    if at >= numbers.outer * numbers.chunks {
        return;
    }
    let row = at / numbers.chunks;
    let chunk = at % numbers.chunks;
    let end = min(numbers.len, (chunk + 1) * numbers.chunk);
    var sum = 0.0;
    for (var l = chunk * numbers.chunk + local; l < end;) {
        var block = 0.0;
        for (var k = 0u; k < BLOCK && l < end; k += 1) {
            block += x[row * numbers.len + l];
            l += ROW_THREADS;
        }
        sum += block;
    }
    sums[local] = sum;
    for (var half = ROW_THREADS / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half {
            sums[local] += sums[local + half];
        }
    }
    if local == 0 {
        y[at] = numbers.factor * sums[0];
    }
}

// The way back: one number a thread. `x` is dy here, `y` dx.
@compute @workgroup_size(THREADS)
fn repeat(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    let inner = numbers.inner;
    if i < numbers.outer * numbers.len * inner {
        y[i] = numbers.factor * x[i / (numbers.len * inner) * inner + i % inner];
    }
}
