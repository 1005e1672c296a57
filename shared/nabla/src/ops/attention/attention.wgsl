// Attention, tile by tile: kernels/attention.rs says what is computed, and attention.rs by which formulas.
//
//   q [N, T, C]   k, v [N, S, C]   y [N, T, C]   logs [N, heads, T]      a head is `width` columns of C
//
// A workgroup takes 32 rows of a head, its *own*: queries, or for the gradients of keys and values keys. All of
// the *other* side goes past it in tiles of 32. A tile of scores is the product of own rows and other rows; what
// comes of it stands in workgroup memory, and is multiplied by rows of the other side once more. So no number of
// T × S ever leaves the workgroup. A thread has four numbers of a tile: two own rows (y and y + 16), two others.
//
//             other rows                          forward   own q     s = q·kᵀ                         y  = p·v
//            ┌──────────┐                         dq        own q     s = q·kᵀ     dp = dy·vᵀ          dq = ds·k
//  own rows  │ s, p, ds │ · other rows = result   dk        own k     s = k·qᵀ     dp = v·dyᵀ          dk = ds·q
//            └──────────┘                         dv        own k     s = k·qᵀ                         dv = p·dy

struct Numbers {
    queries: u32, keys: u32, heads: u32, width: u32,
    units: u32, causal: u32, limited: u32, scale: f32,
    // Of the result, and of what the five functions below read: floats from row to row, and to the first head.
    result: vec2<u32>, lines: array<vec2<u32>, 5>,
}
var<immediate> numbers: Numbers;

const TILE: u32 = 32;
const SIDE: u32 = 16;
// Rows in workgroup memory are a little longer, so that a column's numbers lie in different banks.
const LINE: u32 = TILE + 1;
// More than any score, and in place of −∞ less than any.
const MOST: f32 = 3.40282346e38;

@group(0) @binding(0) var<storage, read> q: array<f32>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read> v: array<f32>;
@group(0) @binding(3) var<storage, read> lengths: array<f32>;

// Whose rows are its own, and what is multiplied by what: own · other, and if there is a second tile, own2 · other2.
const OWN_ARE_KEYS: bool = false;
const HAS_SECOND: bool = true;
fn own(at: u32) -> f32 { return q[at]; }
fn other(at: u32) -> f32 { return k[at]; }
fn own2(at: u32) -> f32 { return dy[at]; }
fn other2(at: u32) -> f32 { return v[at]; }
fn last(at: u32) -> f32 { return k[at]; }

var<workgroup> left: array<f32, TILE * LINE>;
var<workgroup> right: array<f32, TILE * LINE>;
var<workgroup> tile: array<f32, TILE * LINE>;

// Where this workgroup is.
struct Here { unit: u32, example: u32, column: u32, first: u32, x: u32, y: u32 }

// The `row`-th of an example's `count` rows, at this head's column c.
fn place(line: vec2<u32>, here: Here, count: u32, row: u32, c: u32) -> u32 {
    return (here.example * count + row) * line.x + line.y + here.column + c;
}

fn own_count() -> u32 { return select(numbers.queries, numbers.keys, OWN_ARE_KEYS); }
fn other_count() -> u32 { return select(numbers.keys, numbers.queries, OWN_ARE_KEYS); }

// How many keys, from the first on, query t sees.
fn reach(here: Here, t: u32) -> u32 {
    var reach = numbers.keys;
    if numbers.limited == 1 {
        reach = u32(lengths[here.example]);
    }
    if numbers.causal == 1 {
        let end = numbers.keys + t + 1;
        reach = min(reach, select(0u, end - numbers.queries, end > numbers.queries));
    }
    return reach;
}

fn find(group: u32, local: vec3<u32>) -> Here {
    let blocks = (own_count() + TILE - 1) / TILE;
    let unit = group / max(blocks, 1);
    let column = unit % numbers.heads * numbers.width;
    return Here(unit, unit / numbers.heads, column, group % max(blocks, 1) * TILE, local.x, local.y);
}

// Own row i and other row j of this thread's four, and where their number stands in a tile.
fn own_row(here: Here, i: u32) -> u32 { return here.y + SIDE * i; }
fn other_row(here: Here, j: u32) -> u32 { return here.x + SIDE * j; }
fn in_tile(here: Here, i: u32, j: u32) -> u32 { return own_row(here, i) * LINE + other_row(here, j); }

// Own rows times other rows from `first` on: this thread's four sums, own row by own row.
fn products(here: Here, first: u32, second: bool) -> vec4<f32> {
    var sums = vec4(0.0);
    for (var c = 0u; c < numbers.width; c += TILE) {
        workgroupBarrier(); // Somebody may still read what was there.
        for (var at = here.y * SIDE + here.x; at < TILE * TILE; at += SIDE * SIDE) {
            let row = at / TILE;
            let column = at % TILE;
            let to = row * LINE + column;
            left[to] = 0.0;
            right[to] = 0.0;
            if c + column < numbers.width {
                if here.first + row < own_count() {
                    if second {
                        left[to] = own2(place(numbers.lines[2], here, own_count(), here.first + row, c + column));
                    } else {
                        left[to] = own(place(numbers.lines[0], here, own_count(), here.first + row, c + column));
                    }
                }
                if first + row < other_count() {
                    if second {
                        right[to] = other2(place(numbers.lines[3], here, other_count(), first + row, c + column));
                    } else {
                        right[to] = other(place(numbers.lines[1], here, other_count(), first + row, c + column));
                    }
                }
            }
        }
        workgroupBarrier();
        for (var i = 0u; i < TILE; i += 1) {
            let a0 = left[own_row(here, 0) * LINE + i];
            let a1 = left[own_row(here, 1) * LINE + i];
            let b = vec2(right[other_row(here, 0) * LINE + i], right[other_row(here, 1) * LINE + i]);
            sums += vec4(a0 * b, a1 * b);
        }
    }
    return sums;
}

// The tile times the other side's rows from `first` on: this thread's four sums, for columns c.. of the result.
fn spread(here: Here, first: u32, c: u32) -> vec4<f32> {
    workgroupBarrier(); // The tile is written, and what was right is read.
    for (var at = here.y * SIDE + here.x; at < TILE * TILE; at += SIDE * SIDE) {
        let row = at / TILE;
        let column = at % TILE;
        let to = row * LINE + column;
        right[to] = 0.0;
        if c + column < numbers.width && first + row < other_count() {
            right[to] = last(place(numbers.lines[4], here, other_count(), first + row, c + column));
        }
    }
    workgroupBarrier();
    var sums = vec4(0.0);
    for (var i = 0u; i < TILE; i += 1) {
        let a0 = tile[own_row(here, 0) * LINE + i];
        let a1 = tile[own_row(here, 1) * LINE + i];
        let b = vec2(right[i * LINE + other_row(here, 0)], right[i * LINE + other_row(here, 1)]);
        sums += vec4(a0 * b, a1 * b);
    }
    return sums;
}

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
