// Recurrent cells: one step of all sequences, forward or back, one thread for each number of the state.
//
//   N sequences, T steps, H numbers of state, G gates; thread i = n·H + j, in step t of sequence n.
//   from_x [N, T, G·H] = x·W_x + b        from_h [N, G·H] = h·W_h (+ b_h), of this step
//   saved  [N, T, …·H], d_sums [N, T, …·H]: blocks of H, as in lstm.rs, gru.rs and rnn.rs, which have
//   the formulas. Beyond a sequence's length the output is 0 and the state stays what it was.

struct Numbers { count: u32, hidden: u32, steps: u32, t: u32, reversed: u32, has_d_outputs: u32 }
var<immediate> numbers: Numbers;

// What a thread works on.
struct Place { i: u32, n: u32, j: u32, at: u32 }

fn place(i: u32) -> Place {
    let n = i / numbers.hidden;
    return Place(i, n, i % numbers.hidden, n * numbers.steps + numbers.t);
}

// Number j of block `block`, in row `row` of `blocks` blocks.
fn block(row: u32, blocks: u32, block: u32, j: u32) -> u32 {
    return (row * blocks + block) * numbers.hidden + j;
}

@group(0) @binding(0) var<storage, read> lengths: array<f32>;
@group(0) @binding(1) var<storage, read> from_x: array<f32>;
@group(0) @binding(2) var<storage, read> from_h: array<f32>;
@group(0) @binding(3) var<storage, read_write> h: array<f32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<f32>;
@group(0) @binding(5) var<storage, read_write> saved: array<f32>;
@group(0) @binding(6) var<storage, read_write> c: array<f32>;

fn has(n: u32, t: u32) -> bool {
    return f32(t) < lengths[n];
}

// Sum `block` of a cell whose gates all add up what comes from x and from h.
fn sum_of(p: Place, gates: u32, b: u32) -> f32 {
    return from_x[block(p.at, gates, b, p.j)] + from_h[block(p.n, gates, b, p.j)];
}

@compute @workgroup_size(THREADS)
fn rnn(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
       @builtin(local_invocation_index) local: u32) {
    let p = place(flat(group, groups) * THREADS + local);
    if p.i >= numbers.count {
        return;
    }
    var shown = 0.0;
    if has(p.n, numbers.t) {
        shown = tanh_(sum_of(p, 1, 0));
        h[p.i] = shown;
    }
    outputs[block(p.at, 1, 0, p.j)] = shown;
}

@compute @workgroup_size(THREADS)
fn lstm(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let p = place(flat(group, groups) * THREADS + local);
    if p.i >= numbers.count {
        return;
    }
    var keep = array<f32, 5>();
    var shown = 0.0;
    if has(p.n, numbers.t) {
        let i = sigmoid(sum_of(p, 4, 0));
        let f = sigmoid(sum_of(p, 4, 1));
        let g = tanh_(sum_of(p, 4, 2));
        let o = sigmoid(sum_of(p, 4, 3));
        keep = array<f32, 5>(i, f, g, o, c[p.i]);
        let cell = f * c[p.i] + i * g;
        shown = o * tanh_(cell);
        c[p.i] = cell;
        h[p.i] = shown;
    }
    outputs[block(p.at, 1, 0, p.j)] = shown;
    for (var b = 0u; b < 5; b++) {
        saved[block(p.at, 5, b, p.j)] = keep[b];
    }
}

@compute @workgroup_size(THREADS)
fn gru(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
       @builtin(local_invocation_index) local: u32) {
    let p = place(flat(group, groups) * THREADS + local);
    if p.i >= numbers.count {
        return;
    }
    var keep = array<f32, 4>();
    var shown = 0.0;
    if has(p.n, numbers.t) {
        let r = sigmoid(sum_of(p, 3, 0));
        let z = sigmoid(sum_of(p, 3, 1));
        let q = from_h[block(p.n, 3, 2, p.j)];
        let n = tanh_(from_x[block(p.at, 3, 2, p.j)] + r * q);
        keep = array<f32, 4>(r, z, n, q);
        shown = (1.0 - z) * n + z * h[p.i];
        h[p.i] = shown;
    }
    outputs[block(p.at, 1, 0, p.j)] = shown;
    for (var b = 0u; b < 4; b++) {
        saved[block(p.at, 4, b, p.j)] = keep[b];
    }
}

// before [N, T, H]: the state before each step, in the order of the way; 0 where there is no step.
@group(0) @binding(1) var<storage, read> start: array<f32>;
@group(0) @binding(2) var<storage, read> shown: array<f32>;
@group(0) @binding(3) var<storage, read_write> before: array<f32>;

@compute @workgroup_size(THREADS)
fn states_before(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
                 @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let row = i / numbers.hidden;
    let n = row / numbers.steps;
    let t = row % numbers.steps;
    var value = 0.0;
    if has(n, t) {
        if numbers.reversed == 0 && t > 0 {
            value = shown[i - numbers.hidden];
        } else if numbers.reversed == 1 && t + 1 < numbers.steps && has(n, t + 1) {
            value = shown[i + numbers.hidden];
        } else {
            value = start[n * numbers.hidden + i % numbers.hidden];
        }
    }
    before[i] = value;
}

// The inputs x [N, T, C], here with `hidden` for C, and 0 where there is no step.
@group(0) @binding(1) var<storage, read> inputs: array<f32>;
@group(0) @binding(2) var<storage, read_write> seen_inputs: array<f32>;

@compute @workgroup_size(THREADS)
fn seen(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = flat(group, groups) * THREADS + local;
    if i >= numbers.count {
        return;
    }
    let row = i / numbers.hidden;
    var value = 0.0;
    if has(row / numbers.steps, row % numbers.steps) {
        value = inputs[i];
    }
    seen_inputs[i] = value;
}

// The way back. `product` [N, H] is what the step after this one hands back through its sums; `dh` and
// `dc` are what it hands back past them; `step_` [N, G·H] are the gradients of what W_h is a part of.
@group(0) @binding(1) var<storage, read> kept: array<f32>;
@group(0) @binding(2) var<storage, read> d_outputs: array<f32>;
@group(0) @binding(3) var<storage, read> product: array<f32>;
@group(0) @binding(4) var<storage, read_write> dh: array<f32>;
@group(0) @binding(5) var<storage, read_write> d_sums: array<f32>;
@group(0) @binding(6) var<storage, read_write> step_: array<f32>;
@group(0) @binding(7) var<storage, read_write> dc: array<f32>;
@group(0) @binding(7) var<storage, read> earlier: array<f32>;

// The gradient of the state after the step.
fn from_above(p: Place) -> f32 {
    var d = dh[p.i] + product[p.i];
    if numbers.has_d_outputs == 1 && has(p.n, numbers.t) {
        d += d_outputs[block(p.at, 1, 0, p.j)];
    }
    return d;
}

@compute @workgroup_size(THREADS)
fn rnn_back(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let p = place(flat(group, groups) * THREADS + local);
    if p.i >= numbers.count {
        return;
    }
    var d = from_above(p);
    var ds = 0.0;
    if has(p.n, numbers.t) {
        let y = kept[block(p.at, 1, 0, p.j)];
        ds = d * (1.0 - y * y);
        d = 0.0;
    }
    dh[p.i] = d;
    d_sums[block(p.at, 1, 0, p.j)] = ds;
    step_[block(p.n, 1, 0, p.j)] = ds;
}

@compute @workgroup_size(THREADS)
fn lstm_back(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
             @builtin(local_invocation_index) local: u32) {
    let p = place(flat(group, groups) * THREADS + local);
    if p.i >= numbers.count {
        return;
    }
    var d = from_above(p);
    var ds = array<f32, 4>();
    if has(p.n, numbers.t) {
        let i = kept[block(p.at, 5, 0, p.j)];
        let f = kept[block(p.at, 5, 1, p.j)];
        let g = kept[block(p.at, 5, 2, p.j)];
        let o = kept[block(p.at, 5, 3, p.j)];
        let before = kept[block(p.at, 5, 4, p.j)];
        let y = tanh_(f * before + i * g);
        let d_cell = dc[p.i] + d * o * (1.0 - y * y);
        ds = array<f32, 4>(d_cell * g * i * (1.0 - i), d_cell * before * f * (1.0 - f),
                   d_cell * i * (1.0 - g * g), d * y * o * (1.0 - o));
        dc[p.i] = d_cell * f;
        d = 0.0;
    }
    dh[p.i] = d;
    for (var b = 0u; b < 4; b++) {
        d_sums[block(p.at, 4, b, p.j)] = ds[b];
        step_[block(p.n, 4, b, p.j)] = ds[b];
    }
}

@compute @workgroup_size(THREADS)
fn gru_back(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
            @builtin(local_invocation_index) local: u32) {
    let p = place(flat(group, groups) * THREADS + local);
    if p.i >= numbers.count {
        return;
    }
    var d = from_above(p);
    var ds = array<f32, 4>();
    if has(p.n, numbers.t) {
        let r = kept[block(p.at, 4, 0, p.j)];
        let z = kept[block(p.at, 4, 1, p.j)];
        let n = kept[block(p.at, 4, 2, p.j)];
        let q = kept[block(p.at, 4, 3, p.j)];
        let ds_n = d * (1.0 - z) * (1.0 - n * n);
        ds = array<f32, 4>(ds_n * q * r * (1.0 - r),
                   d * (earlier[block(p.at, 1, 0, p.j)] - n) * z * (1.0 - z), ds_n, ds_n * r);
        d *= z;
    }
    dh[p.i] = d;
    for (var b = 0u; b < 4; b++) {
        d_sums[block(p.at, 4, b, p.j)] = ds[b];
    }
    step_[block(p.n, 3, 0, p.j)] = ds[0];
    step_[block(p.n, 3, 1, p.j)] = ds[1];
    step_[block(p.n, 3, 2, p.j)] = ds[3];
}
