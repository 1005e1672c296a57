// Softmax along rows, its logarithm, and the loss that ends in it. A workgroup of 64 takes a row.
// In front of it stands gpu/workgroup.wgsl, with LANES, `cells` and `sum_of_all`.
//
//   m = max_k x_k      s = Σ_k e^(x_k − m)
//   softmax         p_j = e^(x_j − m) / s           dx_j = p_j · (dp_j − Σ_k dp_k · p_k)
//   log_softmax     l_j = (x_j − m) − ln s          dx_j = dl_j − e^(l_j) · Σ_k dl_k
//   cross_entropy   p, and loss = (m − x_t) + ln s for the row's label t
//
// x, p, l [rows, columns]   labels, losses [rows]

// For a mask, which broadcasts to x: how many axes there are, and of each the size and how far apart its
// neighbours lie in the mask.
struct Numbers { rows: u32, columns: u32, rank: u32, unused: u32, axes: array<vec2<u32>, 6> }
var<immediate> numbers: Numbers;

fn max_of_all(x: f32, local: u32) -> f32 {
    cells[local] = x;
    for (var half = LANES / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half {
            cells[local] = max(cells[local], cells[local + half]);
        }
    }
    workgroupBarrier();
    let largest = cells[0];
    workgroupBarrier();
    return largest;
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

// ANCHOR: measure
// (m, s) of the row that begins at `first`.
fn measure(first: u32, local: u32) -> vec2<f32> {
    var largest = x[first];
    for (var j = local; j < numbers.columns; j += LANES) {
        largest = max(largest, x[first + j]);
    }
    largest = max_of_all(largest, local);
    var sum = 0.0;
    for (var j = local; j < numbers.columns; j += LANES) {
        sum += exp(x[first + j] - largest);
    }
    return vec2(largest, sum_of_all(sum, local));
}
// ANCHOR_END: measure

@compute @workgroup_size(LANES)
fn softmax(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_index) local: u32) {
    let row = flat(group, groups);
    if row >= numbers.rows {
        return;
    }
    let first = row * numbers.columns;
    let of_row = measure(first, local);
    for (var j = local; j < numbers.columns; j += LANES) {
        y[first + j] = exp(x[first + j] - of_row.x) / of_row.y;
    }
}

@group(0) @binding(2) var<storage, read> mask: array<f32>;

// Number i of x + mask.
fn masked(i: u32) -> f32 {
    var rest = i;
    var at = 0u;
    for (var k = numbers.rank; k > 0; k -= 1) {
        let axis = numbers.axes[k - 1];
        at += rest % axis.x * axis.y;
        rest /= axis.x;
    }
    return x[i] + mask[at];
}

// The lowest of all floats, which −∞ is below. (The language has no word for −∞, and a constant that
// is one is refused.)
const LOWEST: f32 = -3.40282346e38;

// The sums are written first, and turned into probabilities where they lie.
@compute @workgroup_size(LANES)
fn softmax_masked(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
                  @builtin(local_invocation_index) local: u32) {
    let row = flat(group, groups);
    if row >= numbers.rows {
        return;
    }
    let first = row * numbers.columns;
    var largest = LOWEST;
    for (var j = local; j < numbers.columns; j += LANES) {
        y[first + j] = masked(first + j);
        largest = max(largest, y[first + j]);
    }
    largest = max_of_all(largest, local);
    var sum = 0.0;
    for (var j = local; j < numbers.columns; j += LANES) {
        let e = exp(y[first + j] - largest);
        y[first + j] = e;
        sum += e;
    }
    sum = sum_of_all(sum, local);
    // A row that is masked everywhere gives zeros.
    let factor = select(1.0 / sum, 0.0, sum == 0.0);
    for (var j = local; j < numbers.columns; j += LANES) {
        y[first + j] *= factor;
    }
}

@compute @workgroup_size(LANES)
fn log_softmax(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
               @builtin(local_invocation_index) local: u32) {
    let row = flat(group, groups);
    if row >= numbers.rows {
        return;
    }
    let first = row * numbers.columns;
    let of_row = measure(first, local);
    for (var j = local; j < numbers.columns; j += LANES) {
        y[first + j] = (x[first + j] - of_row.x) - log(of_row.y);
    }
}

@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;

@compute @workgroup_size(LANES)
fn cross_entropy(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
                 @builtin(local_invocation_index) local: u32) {
    let row = flat(group, groups);
    if row >= numbers.rows {
        return;
    }
    let first = row * numbers.columns;
    let of_row = measure(first, local);
    for (var j = local; j < numbers.columns; j += LANES) {
        y[first + j] = exp(x[first + j] - of_row.x) / of_row.y;
    }
    if local == 0 {
        // The label `Labels::IGNORED` is no column; what is read there instead does not count.
        let label = labels[row];
        let loss = (of_row.x - x[first + min(label, numbers.columns - 1)]) + log(of_row.y);
        losses[row] = select(loss, 0.0, label == 0xffffffff);
    }
}

@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

// Here `x` is the result p.
@compute @workgroup_size(LANES)
fn softmax_back(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
                @builtin(local_invocation_index) local: u32) {
    let row = flat(group, groups);
    if row >= numbers.rows {
        return;
    }
    let first = row * numbers.columns;
    var shared_ = 0.0;
    for (var j = local; j < numbers.columns;) {
        var block = 0.0;
        for (var k = 0u; k < BLOCK && j < numbers.columns; k += 1) {
            block += dy[first + j] * x[first + j];
            j += LANES;
        }
        shared_ += block;
    }
    shared_ = sum_of_all(shared_, local);
    for (var j = local; j < numbers.columns; j += LANES) {
        dx[first + j] = x[first + j] * (dy[first + j] - shared_);
    }
}

// Here `x` is the result l.
@compute @workgroup_size(LANES)
fn log_softmax_back(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
                    @builtin(local_invocation_index) local: u32) {
    let row = flat(group, groups);
    if row >= numbers.rows {
        return;
    }
    let first = row * numbers.columns;
    var total = 0.0;
    for (var j = local; j < numbers.columns;) {
        var block = 0.0;
        for (var k = 0u; k < BLOCK && j < numbers.columns; k += 1) {
            block += dy[first + j];
            j += LANES;
        }
        total += block;
    }
    total = sum_of_all(total, local);
    for (var j = local; j < numbers.columns; j += LANES) {
        dx[first + j] = dy[first + j] - exp(x[first + j]) * total;
    }
}
