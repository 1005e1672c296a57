// Attention on the way forward: the softmax is made while the keys go past. In front stands attention.wgsl.

@group(0) @binding(4) var<storage, read_write> y: array<f32>;
@group(0) @binding(5) var<storage, read_write> logs: array<f32>;

// Of each own row: its largest score up to now, Σ e^(s − largest), and what came before is to be multiplied by.
var<workgroup> largest: array<f32, TILE>;
var<workgroup> total: array<f32, TILE>;
var<workgroup> factor: array<f32, TILE>;

@compute @workgroup_size(SIDE, SIDE)
fn forward(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
           @builtin(local_invocation_id) local_id: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let here = find(flat(group, groups), local_id);
    if here.unit >= numbers.units {
        return;
    }
    if local < TILE {
        largest[local] = -MOST;
        total[local] = 0.0;
    }
    // A later query never sees less.
    let end = reach(here, min(here.first + TILE, numbers.queries) - 1);
    for (var first = 0u; first < end; first += TILE) {
        let s = products(here, first, false) * numbers.scale;
        for (var i = 0u; i < 4; i += 1) {
            let row = here.first + own_row(here, i / 2);
            let key = first + other_row(here, i % 2);
            let is_seen = row < numbers.queries && key < reach(here, row);
            tile[in_tile(here, i / 2, i % 2)] = select(-MOST, s[i], is_seen);
        }
        workgroupBarrier();
        if local < TILE {
            var most = largest[local];
            for (var j = 0u; j < TILE; j += 1) {
                most = max(most, tile[local * LINE + j]);
            }
            factor[local] = exp(largest[local] - most);
            largest[local] = most;
        }
        workgroupBarrier();
        for (var i = 0u; i < 4; i += 1) {
            let row = here.first + own_row(here, i / 2);
            let key = first + other_row(here, i % 2);
            let is_seen = row < numbers.queries && key < reach(here, row);
            let p = exp(s[i] - largest[own_row(here, i / 2)]);
            tile[in_tile(here, i / 2, i % 2)] = select(0.0, p, is_seen);
        }
        workgroupBarrier();
        if local < TILE {
            var sum = 0.0;
            for (var j = 0u; j < TILE; j += 1) {
                sum += tile[local * LINE + j];
            }
            total[local] = total[local] * factor[local] + sum;
        }
        for (var c = 0u; c < numbers.width; c += TILE) {
            let sums = spread(here, first, c);
            for (var i = 0u; i < 4; i += 1) {
                let row = here.first + own_row(here, i / 2);
                let column = c + other_row(here, i % 2);
                if row < numbers.queries && column < numbers.width {
                    let at = place(numbers.result, here, numbers.queries, row, column);
                    if first == 0 {
                        y[at] = sums[i];
                    } else {
                        y[at] = y[at] * factor[own_row(here, i / 2)] + sums[i];
                    }
                }
            }
        }
    }
    workgroupBarrier();
    for (var c = 0u; c < numbers.width; c += TILE) {
        for (var i = 0u; i < 4; i += 1) {
            let row = here.first + own_row(here, i / 2);
            let column = c + other_row(here, i % 2);
            if row < numbers.queries && column < numbers.width {
                let at = place(numbers.result, here, numbers.queries, row, column);
                let sum = total[own_row(here, i / 2)];
                if sum == 0.0 {
                    y[at] = 0.0;
                } else {
                    y[at] /= sum;
                }
            }
        }
    }
    if local < TILE && here.first + local < numbers.queries {
        let sum = total[local];
        logs[here.unit * numbers.queries + here.first + local] = select(largest[local] + log(sum), MOST, sum == 0.0);
    }
}
