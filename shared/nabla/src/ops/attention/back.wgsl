// The gradients of attention, one at a time: which one is said by the functions at the head of attention.wgsl, which
// stands in front.

@group(0) @binding(4) var<storage, read> dy: array<f32>;
@group(0) @binding(5) var<storage, read> seen_logs: array<f32>;
@group(0) @binding(6) var<storage, read> shares: array<f32>;
@group(0) @binding(7) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(SIDE, SIDE)
fn back(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_id) local_id: vec3<u32>) {
    let here = find(flat(group, groups), local_id);
    if here.unit >= numbers.units {
        return;
    }
    var is_first = true;
    for (var first = 0u; first < other_count(); first += TILE) {
        // The last query of the tile sees most: if not even the first key, then nobody sees any.
        let query = min(select(here.first, first, OWN_ARE_KEYS) + TILE, numbers.queries) - 1;
        if reach(here, query) <= select(first, here.first, OWN_ARE_KEYS) {
            continue;
        }
        let s = products(here, first, false) * numbers.scale;
        var dp = vec4(0.0);
        if HAS_SECOND {
            dp = products(here, first, true);
        }
        for (var i = 0u; i < 4; i += 1) {
            let row = here.first + own_row(here, i / 2);
            let beside = first + other_row(here, i % 2);
            let t = select(row, beside, OWN_ARE_KEYS);
            var number = 0.0;
            if t < numbers.queries && select(beside, row, OWN_ARE_KEYS) < reach(here, t) {
                let at = here.unit * numbers.queries + t;
                number = exp(s[i] - seen_logs[at]);
                if HAS_SECOND {
                    number *= numbers.scale * (dp[i] - shares[at]);
                }
            }
            tile[in_tile(here, i / 2, i % 2)] = number;
        }
        for (var c = 0u; c < numbers.width; c += TILE) {
            let sums = spread(here, first, c);
            for (var i = 0u; i < 4; i += 1) {
                let row = here.first + own_row(here, i / 2);
                let column = c + other_row(here, i % 2);
                if row < own_count() && column < numbers.width {
                    let at = place(numbers.result, here, own_count(), row, column);
                    if is_first {
                        result[at] = sums[i];
                    } else {
                        result[at] += sums[i];
                    }
                }
            }
        }
        workgroupBarrier(); // Before the tile is written again.
        is_first = false;
    }
    if is_first {
        for (var c = 0u; c < numbers.width; c += TILE) {
            for (var i = 0u; i < 4; i += 1) {
                let row = here.first + own_row(here, i / 2);
                let column = c + other_row(here, i % 2);
                if row < own_count() && column < numbers.width {
                    result[place(numbers.result, here, own_count(), row, column)] = 0.0;
                }
            }
        }
    }
}

@group(0) @binding(0) var<storage, read> said: array<f32>;
@group(0) @binding(1) var<storage, read> dsaid: array<f32>;
@group(0) @binding(2) var<storage, read_write> products_of_rows: array<f32>;

// Σ dy·y of each query and head: Σ_keys dp·p. A thread each.
@compute @workgroup_size(THREADS)
fn share_out(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
             @builtin(local_invocation_index) local: u32) {
    let at = flat(group, groups) * THREADS + local;
    if at >= numbers.units * numbers.queries {
        return;
    }
    let unit = at / numbers.queries;
    let row = unit / numbers.heads * numbers.queries + at % numbers.queries;
    let first = (row * numbers.heads + unit % numbers.heads) * numbers.width;
    var sum = 0.0;
    for (var c = 0u; c < numbers.width; c += 1) {
        sum += said[first + c] * dsaid[first + c];
    }
    products_of_rows[at] = sum;
}
