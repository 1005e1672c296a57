// Attention, tile by tile: kernels/attention.rs says what is computed, and attention.rs by which formulas. This stands
// in front of forward.wgsl and of back.wgsl.
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
fn own2(at: u32) -> f32 { return q[at]; }
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
