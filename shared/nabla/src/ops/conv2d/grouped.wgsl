// Convolution by groups of channels, straight from the formula (it is in conv2d.rs): a thread computes a
// number of the result.
//
//   x [N, HEIGHT, WIDTH, CHANNELS]   y [N, ROWS, COLUMNS, OUTPUTS]   w [KH, KW, SEEN, OUTPUTS]
//
// An output sees SEEN channels, those of its group; a group makes MADE outputs.

struct Numbers {
    count: u32,                   // numbers that this run writes
    images: u32, height: u32, width: u32, channels: u32,
    rows: u32, columns: u32, outputs: u32,
    seen: u32, made: u32,
    kh: u32, kw: u32,
    stride_down: u32, stride_across: u32,
    apart_down: u32, apart_across: u32,
    top: u32, left: u32,
    chunk: u32,                   // places that are added up by one thread for dw
    slope: f32,
}
var<immediate> numbers: Numbers;

// What is done to a sum before it is written.
fn f(x: T, a: f32) -> T { return x; }
fn shift(channel: u32) -> f32 { return 0.0; }

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;

// Where x lies that tap (i, j) sees from place (u, v) of image n, first channel; below 0 beyond the edges.
fn seen_at(n: u32, u: u32, v: u32, i: u32, j: u32) -> i32 {
    let row = i32(u * numbers.stride_down + i * numbers.apart_down) - i32(numbers.top);
    let column = i32(v * numbers.stride_across + j * numbers.apart_across) - i32(numbers.left);
    if row < 0 || row >= i32(numbers.height) || column < 0 || column >= i32(numbers.width) {
        return -1;
    }
    return i32(((n * numbers.height + u32(row)) * numbers.width + u32(column)) * numbers.channels);
}

// The place from which tap `tap` sees what lies at `at`; below 0 if there is none.
fn place_of(at: u32, before: u32, tap: u32, stride: u32, places: u32) -> i32 {
    if at + before < tap || (at + before - tap) % stride != 0 {
        return -1;
    }
    let place = (at + before - tap) / stride;
    return select(-1, i32(place), place < places);
}

// y = f(x ∗ w + bias): a is x, b is w.
@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.count {
        return;
    }
    let k = at % numbers.outputs;
    let v = at / numbers.outputs % numbers.columns;
    let u = at / numbers.outputs / numbers.columns % numbers.rows;
    let n = at / numbers.outputs / numbers.columns / numbers.rows;
    var sum = 0.0;
    for (var i = 0u; i < numbers.kh; i += 1) {
        for (var j = 0u; j < numbers.kw; j += 1) {
            let pixel = seen_at(n, u, v, i, j);
            if pixel < 0 {
                continue;
            }
            let x = u32(pixel) + k / numbers.made * numbers.seen;
            let w = (i * numbers.kw + j) * numbers.seen * numbers.outputs + k;
            for (var c = 0u; c < numbers.seen; c += 1) {
                sum += a[x + c] * b[w + c * numbers.outputs];
            }
        }
    }
    result[at] = f(sum + shift(k), numbers.slope);
}

// dx: a is ds, b is w. As a layer of its own, a transposed convolution, it has a bias and an activation.
@compute @workgroup_size(THREADS)
fn image(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
         @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.count {
        return;
    }
    let c = at % numbers.channels;
    let column = at / numbers.channels % numbers.width;
    let row = at / numbers.channels / numbers.width % numbers.height;
    let n = at / numbers.channels / numbers.width / numbers.height;
    let first = c / numbers.seen * numbers.made;
    var sum = 0.0;
    for (var i = 0u; i < numbers.kh; i += 1) {
        let u = place_of(row, numbers.top, i * numbers.apart_down, numbers.stride_down, numbers.rows);
        for (var j = 0u; u >= 0 && j < numbers.kw; j += 1) {
            let v = place_of(column, numbers.left, j * numbers.apart_across, numbers.stride_across, numbers.columns);
            if v < 0 {
                continue;
            }
            let ds = ((n * numbers.rows + u32(u)) * numbers.columns + u32(v)) * numbers.outputs + first;
            let tap = (i * numbers.kw + j) * numbers.seen + c % numbers.seen;
            let w = tap * numbers.outputs + first;
            for (var k = 0u; k < numbers.made; k += 1) {
                sum += a[ds + k] * b[w + k];
            }
        }
    }
    result[at] = f(sum + shift(c), numbers.slope);
}

// dw of each chunk of places, [chunks, KH, KW, SEEN, OUTPUTS]: a is x, b is ds.
@compute @workgroup_size(THREADS)
fn weight(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.count {
        return;
    }
    let k = at % numbers.outputs;
    let c = at / numbers.outputs % numbers.seen + k / numbers.made * numbers.seen;
    let tap = at / numbers.outputs / numbers.seen % (numbers.kh * numbers.kw);
    let chunk = at / numbers.outputs / numbers.seen / (numbers.kh * numbers.kw);
    let places = numbers.images * numbers.rows * numbers.columns;
    let end = min(places, (chunk + 1) * numbers.chunk);
    var sum = 0.0;
    for (var place = chunk * numbers.chunk; place < end; place += 1) {
        let v = place % numbers.columns;
        let u = place / numbers.columns % numbers.rows;
        let n = place / numbers.columns / numbers.rows;
        let pixel = seen_at(n, u, v, tap / numbers.kw, tap % numbers.kw);
        if pixel >= 0 {
            sum += a[u32(pixel) + c] * b[place * numbers.outputs + k];
        }
    }
    result[at] = sum;
}
