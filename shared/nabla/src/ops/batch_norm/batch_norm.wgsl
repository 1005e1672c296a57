// Batch normalisation. The formulas are in batch_norm.rs.
//
//   x, dy [rows, columns]     mean, inverse, γ, β [columns]     inverse = 1/√(σ² + ε)

struct Numbers { rows: u32, columns: u32, chunk: u32, chunks: u32, share: f32 }
var<immediate> numbers: Numbers;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;

// Two sums down each column, [chunks, 2, columns]: Σ dy and Σ dy·(x − μ). Or one, [chunks, columns]:
// Σ (x − μ)².
const PAIR: bool = true;
fn first(x: f32, dy: f32) -> f32 { return dy; }

@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

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
        for (var r = chunk * numbers.chunk + lane; r < end; r += LANES) {
            let at = r * numbers.columns + column;
            let distance = x[at] - centre;
            one += first(distance, dy[at]);
            other += dy[at] * distance;
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
        if PAIR {
            sums[2 * chunk * numbers.columns + column] = ones[local];
            sums[(2 * chunk + 1) * numbers.columns + column] = others[local];
        } else {
            sums[chunk * numbers.columns + column] = ones[local];
        }
    }
}

// inverse = 1/√(σ² + ε); `x` is σ² here, `share` is ε.
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(THREADS)
fn invert(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let c = flat(group, groups) * THREADS + local;
    if c < numbers.columns {
        result[c] = 1.0 / sqrt(x[c] + numbers.share);
    }
}

// y = γ·(x − μ)·inverse + β
@group(0) @binding(1) var<storage, read> centre: array<f32>;
@group(0) @binding(2) var<storage, read> inverse: array<f32>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read> beta: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(THREADS)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.rows * numbers.columns {
        let c = i % numbers.columns;
        y[i] = (x[i] - centre[c]) * (gamma[c] * inverse[c]) + beta[c];
    }
}

// dγ and dβ from the two sums; `x` is the sums, `centre` the inverse.
@group(0) @binding(2) var<storage, read_write> dgamma: array<f32>;
@group(0) @binding(3) var<storage, read_write> dbeta: array<f32>;

@compute @workgroup_size(THREADS)
fn scales(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_index) local: u32) {
    let c = flat(group, groups) * THREADS + local;
    if c < numbers.columns {
        dbeta[c] = x[c];
        dgamma[c] = x[numbers.columns + c] * centre[c];
    }
}

// dx = γ·inverse·(dy − share·(dβ + x̂·dγ)); `share` is 1/M, or 0 where μ and σ² do not depend on x.
@group(0) @binding(3) var<storage, read> inverses: array<f32>;
@group(0) @binding(4) var<storage, read> factors: array<f32>;
@group(0) @binding(5) var<storage, read> totals: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(THREADS)
fn backward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i < numbers.rows * numbers.columns {
        let c = i % numbers.columns;
        let squeeze = inverses[c] * inverses[c] * totals[numbers.columns + c];
        let moved = totals[c] + (x[i] - mean[c]) * squeeze;
        dx[i] = factors[c] * inverses[c] * (dy[i] - numbers.share * moved);
    }
}
