// Layer, instance and group norm. The formulas are in group_norm.rs.
//
//   x, dy [N, pixels, groups, depth]     mean, inverse [N, groups]     γ, β [groups · depth]
//
// A workgroup of 64 takes one group of one example. In front of it stands gpu/workgroup.wgsl, with
// LANES and `sum_of_all`.

struct Numbers { count: u32, pixels: u32, groups: u32, depth: u32, epsilon: f32 }
var<immediate> numbers: Numbers;

// Number e of group `which`: its channel, and where it lies.
fn channel(which: u32, e: u32) -> u32 {
    return which % numbers.groups * numbers.depth + e % numbers.depth;
}

fn place(which: u32, e: u32) -> u32 {
    let pixel = which / numbers.groups * numbers.pixels + e / numbers.depth;
    return pixel * numbers.groups * numbers.depth + channel(which, e);
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> gamma: array<f32>;
@group(0) @binding(2) var<storage, read> beta: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<storage, read_write> means: array<f32>;
@group(0) @binding(5) var<storage, read_write> inverses: array<f32>;

@compute @workgroup_size(LANES)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let which = flat(group, groups);
    if which >= numbers.count {
        return;
    }
    let size = numbers.pixels * numbers.depth;
    var part = 0.0;
    for (var e = local; e < size;) {
        var block = 0.0;
        for (var k = 0u; k < BLOCK && e < size; k += 1) {
            block += x[place(which, e)];
            e += LANES;
        }
        part += block;
    }
    let mean = sum_of_all(part, local) / f32(size);
    part = 0.0;
    for (var e = local; e < size;) {
        var block = 0.0;
        for (var k = 0u; k < BLOCK && e < size; k += 1) {
            let distance = x[place(which, e)] - mean;
            block += distance * distance;
            e += LANES;
        }
        part += block;
    }
    let inverse = 1.0 / sqrt(sum_of_all(part, local) / f32(size) + numbers.epsilon);
    for (var e = local; e < size; e += LANES) {
        let c = channel(which, e);
        let at = place(which, e);
        y[at] = (x[at] - mean) * (inverse * gamma[c]) + beta[c];
    }
    if local == 0 {
        means[which] = mean;
        inverses[which] = inverse;
    }
}

@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> inverse: array<f32>;
@group(0) @binding(4) var<storage, read> scale: array<f32>;
@group(0) @binding(5) var<storage, read_write> dx: array<f32>;

// dx = (γ·dy − a/m − x̂·b/m) · inverse     a = Σ γ·dy     b = Σ γ·dy·x̂
@compute @workgroup_size(LANES)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let which = flat(group, groups);
    if which >= numbers.count {
        return;
    }
    let size = numbers.pixels * numbers.depth;
    var part = vec2(0.0);
    for (var e = local; e < size;) {
        var block = vec2(0.0);
        for (var k = 0u; k < BLOCK && e < size; k += 1) {
            let at = place(which, e);
            let slope = scale[channel(which, e)] * dy[at];
            block += slope * vec2(1.0, (x[at] - mean[which]) * inverse[which]);
            e += LANES;
        }
        part += block;
    }
    let a = sum_of_all(part.x, local) / f32(size);
    let b = sum_of_all(part.y, local) / f32(size);
    for (var e = local; e < size; e += LANES) {
        let at = place(which, e);
        let normal = (x[at] - mean[which]) * inverse[which];
        dx[at] = (scale[channel(which, e)] * dy[at] - a - normal * b) * inverse[which];
    }
}

// dβ and dγ of 64 pixels of an example, [N · strips, 2, channels]: a thread takes a channel.
const STRIP: u32 = 64;

@group(0) @binding(4) var<storage, read_write> shares: array<f32>;

@compute @workgroup_size(THREADS)
fn scales(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let channels = numbers.groups * numbers.depth;
    let strips = (numbers.pixels + STRIP - 1) / STRIP;
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count / numbers.groups * strips * channels {
        return;
    }
    let part = i / channels;
    let n = part / strips;
    let c = i % channels;
    let which = n * numbers.groups + c / numbers.depth;
    let first_pixel = part % strips * STRIP;
    var sum = vec2(0.0);
    for (var p = first_pixel; p < min(numbers.pixels, first_pixel + STRIP); p += 1) {
        let at = (n * numbers.pixels + p) * channels + c;
        sum += dy[at] * vec2(1.0, (x[at] - mean[which]) * inverse[which]);
    }
    shares[2 * part * channels + c] = sum.x;
    shares[(2 * part + 1) * channels + c] = sum.y;
}
