// Batch normalisation. The formulas are in batch_norm.rs.
//
//   x, dy [rows, columns]     mean, σ², inverse, γ, β [columns]     inverse = 1/√(σ² + ε)

struct Numbers { rows: u32, columns: u32, chunk: u32, chunks: u32, share: f32, epsilon: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;

// Two sums down each column, [chunks, 2, columns]: Σ dy and Σ dy·(x − μ), or others of a distance
// x − μ and of dy.
fn first(distance: f32, dy: f32) -> f32 { return dy; }
fn second(distance: f32, dy: f32) -> f32 { return dy * distance; }

@group(0) @binding(3) var<storage, read_write> parts: array<f32>;

// A workgroup sums 32 columns; eight threads share a column. Neighbours read neighbouring numbers.
const WIDE: u32 = 32;
const LANES: u32 = THREADS / WIDE;

var<workgroup> ones: array<f32, THREADS>;
var<workgroup> others: array<f32, THREADS>;

@compute @workgroup_size(THREADS)
fn columns(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let tiles = (numbers.columns + WIDE - 1) / WIDE;
    let tile = flat(group, groups);
    if tile >= tiles * numbers.chunks {
        return;
    }
    let column = tile % tiles * WIDE + local % WIDE;
    let chunk = tile / tiles;
    let lane = local / WIDE;
    var one = 0.0;
    var other = 0.0;
    if column < numbers.columns {
        let centre = mean[column];
        let end = min(numbers.rows, (chunk + 1) * numbers.chunk);
        for (var r = chunk * numbers.chunk + lane; r < end;) {
            var block = vec2(0.0);
            for (var k = 0u; k < BLOCK && r < end; k += 1) {
                let at = r * numbers.columns + column;
                let distance = x[at] - centre;
                block += vec2(first(distance, dy[at]), second(distance, dy[at]));
                r += LANES;
            }
            one += block.x;
            other += block.y;
        }
    }
    ones[local] = one;
    others[local] = other;
    for (var half = LANES / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if lane < half {
            ones[local] += ones[local + half * WIDE];
            others[local] += others[local + half * WIDE];
        }
    }
    if lane == 0 && column < numbers.columns {
        parts[2 * chunk * numbers.columns + column] = ones[local];
        parts[(2 * chunk + 1) * numbers.columns + column] = others[local];
    }
}

// Mean and variance, from a centre near the mean and from Σ (x − centre) and Σ (x − centre)². What the
// centre lacks is small, so nothing large is taken from something large. `share` is 1/M.
@group(0) @binding(0) var<storage, read> sums: array<f32>;
@group(0) @binding(1) var<storage, read_write> centre: array<f32>;
@group(0) @binding(2) var<storage, read_write> variance: array<f32>;

@compute @workgroup_size(THREADS)
fn settle(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let c = flat(group, groups) * THREADS + local;
    if c < numbers.columns {
        let lacking = sums[c] * numbers.share;
        let squared = sums[numbers.columns + c] * numbers.share - lacking * lacking;
        centre[c] += lacking;
        // Rounding must not make it negative; a NaN stays one.
        variance[c] = select(squared, 0.0, squared < 0.0);
    }
}

// inverse = 1/√(σ² + ε)
@group(0) @binding(0) var<storage, read> given: array<f32>;
@group(0) @binding(1) var<storage, read_write> inverted: array<f32>;

@compute @workgroup_size(THREADS)
fn invert(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let c = flat(group, groups) * THREADS + local;
    if c < numbers.columns {
        inverted[c] = 1.0 / sqrt(given[c] + numbers.epsilon);
    }
}

// y = γ·(x − μ)·inverse + β
@group(0) @binding(1) var<storage, read> beta: array<f32>;
@group(0) @binding(3) var<storage, read> inverse: array<f32>;
@group(0) @binding(4) var<storage, read> gamma: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.rows * numbers.columns {
        let c = i % numbers.columns;
        y[i] = (x[i] - mean[c]) * (gamma[c] * inverse[c]) + beta[c];
    }
}

// dγ and dβ from the two sums.
@group(0) @binding(1) var<storage, read> scale: array<f32>;
@group(0) @binding(2) var<storage, read_write> dgamma: array<f32>;
@group(0) @binding(3) var<storage, read_write> dbeta: array<f32>;

@compute @workgroup_size(THREADS)
fn scales(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let c = flat(group, groups) * THREADS + local;
    if c < numbers.columns {
        dbeta[c] = sums[c];
        dgamma[c] = sums[numbers.columns + c] * scale[c];
    }
}

// dx = γ·inverse·(dy − share·(dβ + x̂·dγ)); `share` is 1/M, or 0 where μ and σ² do not depend on x.
@group(0) @binding(5) var<storage, read> totals: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.rows * numbers.columns {
        let c = i % numbers.columns;
        let squeeze = inverse[c] * inverse[c] * totals[numbers.columns + c];
        let moved = totals[c] + (x[i] - mean[c]) * squeeze;
        dx[i] = gamma[c] * inverse[c] * (dy[i] - numbers.share * moved);
    }
}
