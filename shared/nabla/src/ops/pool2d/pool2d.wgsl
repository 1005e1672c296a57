// Pooling, and the way back.
//
//   x [N, H, W, C]   y [N, H′, W′, C]      y_o = max, min or mean of the x_i under the window at o
//
// Forward, a thread takes a number of y and goes through its window. Back, a thread takes a number
// of x and goes through the windows that see it: so each number is written by one thread, and no
// two have to add to the same.

struct Numbers {
    count: u32,                   // numbers that this run writes
    height: u32, width: u32, channels: u32,
    rows: u32, columns: u32,
    down: u32, across: u32,       // size of the window
    stride_down: u32, stride_across: u32,
    top: u32, left: u32,
}
var<immediate> numbers: Numbers;

const MEAN: bool = false;
fn better(x: f32, y: f32) -> bool { return x > y; }

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

fn is_nan(x: f32) -> bool {
    return (bitcast<u32>(x) & 0x7fffffff) > 0x7f800000;
}

// The first row under the window at place o and the first below it; columns likewise.
fn under(o: u32, stride: u32, size: u32, before: u32, length: u32) -> vec2<u32> {
    let ends = vec2(o * stride, o * stride + size);
    return min(max(ends, vec2(before)) - before, vec2(length));
}

// The places whose windows see row i, from the first to the last.
fn seeing(i: u32, stride: u32, size: u32, before: u32, places: u32) -> vec2<u32> {
    let at = i + before;
    return vec2(select(0, (at - size) / stride + 1, at >= size), min(at / stride + 1, places));
}

@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let channels = numbers.channels;
    let u = i / (channels * numbers.columns) % numbers.rows;
    let v = i / channels % numbers.columns;
    let image = i / (channels * numbers.columns * numbers.rows) * numbers.height;
    let rows = under(u, numbers.stride_down, numbers.down, numbers.top, numbers.height);
    let columns = under(v, numbers.stride_across, numbers.across, numbers.left, numbers.width);
    var sum = 0.0;
    var best = x[((image + rows.x) * numbers.width + columns.x) * channels + i % channels];
    for (var a = rows.x; a < rows.y; a += 1) {
        for (var b = columns.x; b < columns.y; b += 1) {
            let value = x[((image + a) * numbers.width + b) * channels + i % channels];
            sum += value;
            if better(value, best) || is_nan(value) {
                best = value;
            }
        }
    }
    let seen = (rows.y - rows.x) * (columns.y - columns.x);
    y[i] = select(best, sum / f32(seen), MEAN);
}

@group(0) @binding(1) var<storage, read> result: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

// Is (r, c) the first of those that are equal to `best`, in reading order? Bits are compared, so
// that a NaN is found as well.
fn wins(best: f32, r: u32, c: u32, rows: vec2<u32>, columns: vec2<u32>, image: u32, channel: u32) -> bool {
    for (var a = rows.x; a <= r; a += 1) {
        for (var b = columns.x; b < columns.y; b += 1) {
            let value = x[((image + a) * numbers.width + b) * numbers.channels + channel];
            if bitcast<u32>(value) == bitcast<u32>(best) {
                return a == r && b == c;
            }
        }
    }
    return false;
}

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let channels = numbers.channels;
    let channel = i % channels;
    let c = i / channels % numbers.width;
    let r = i / (channels * numbers.width) % numbers.height;
    let n = i / (channels * numbers.width * numbers.height);
    let us = seeing(r, numbers.stride_down, numbers.down, numbers.top, numbers.rows);
    let vs = seeing(c, numbers.stride_across, numbers.across, numbers.left, numbers.columns);
    var sum = 0.0;
    for (var u = us.x; u < us.y; u += 1) {
        let rows = under(u, numbers.stride_down, numbers.down, numbers.top, numbers.height);
        for (var v = vs.x; v < vs.y; v += 1) {
            let columns = under(v, numbers.stride_across, numbers.across, numbers.left, numbers.width);
            let o = ((n * numbers.rows + u) * numbers.columns + v) * channels + channel;
            if MEAN {
                sum += dy[o] / f32((rows.y - rows.x) * (columns.y - columns.x));
            } else if wins(result[o], r, c, rows, columns, n * numbers.height, channel) {
                sum += dy[o];
            }
        }
    }
    dx[i] = sum;
}
