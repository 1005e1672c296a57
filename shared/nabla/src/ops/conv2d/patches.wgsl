// Convolutions as matrix products without their matrices. It stands in front of matmul.wgsl.
//
// Row i of the matrix belongs to a place (n, u, v), column p to a tap (a, b) of the window and a
// channel; what stands there is a number of the images [N, HEIGHT, WIDTH, CHANNELS], or 0 where
// the window looks beyond them. It would be KH·KW times as large as the images, so it is never
// written down: matmul.wgsl asks for four numbers of a row, and `gathered` finds them.
//
//   y  = patches(x) · w           [N·H′·W′, KH·KW·C] · [KH·KW·C, K]
//   dw = patches(x)ᵀ · ds         [KH·KW·C, N·H′·W′] · [N·H′·W′, K]
//   dx = patches(ds) · w′         [N·H·W, KH·KW·K] · [KH·KW·K, C]        w′ is w with c and k exchanged
//
// In the last a place is a pixel of x, and the taps lead to the places that looked at it. The sizes
// are constants: a division by a constant is a multiplication and a shift.

const ROWS: u32 = 1;          // places down an image
const COLUMNS: u32 = 1;       // places across
const HEIGHT: u32 = 1;        // of the images that are looked into
const WIDTH: u32 = 1;
const CHANNELS: u32 = 1;
const PATCH: u32 = 1;         // KH·KW·CHANNELS
const KW: u32 = 1;
const TOP: i32 = 0;
const LEFT: i32 = 0;
const STRIDE_DOWN: i32 = 1;
const STRIDE_ACROSS: i32 = 1;
const APART_DOWN: i32 = 1;    // from a tap to the next: the dilation
const APART_ACROSS: i32 = 1;

// Which row is seen from a place, `tap` rows below its first, and likewise which column; below 0 for
// none.
fn seen(place: i32, tap: i32, stride: i32, before: i32) -> i32 { return place * stride + tap - before; }

// Channels in fours are read four at a time.
const IN_FOURS: bool = false;
fn number(at: u32) -> f32 { return a[at]; }
fn quad(at: u32) -> T { return T(0.0); }

// ANCHOR: lies
// Where number p of row i lies among the images; below 0 beyond their edges.
fn lies(i: u32, p: u32) -> i32 {
    let tap = p / CHANNELS;
    let row = seen(i32(i / COLUMNS % ROWS), i32(tap / KW) * APART_DOWN, STRIDE_DOWN, TOP);
    let column = seen(i32(i % COLUMNS), i32(tap % KW) * APART_ACROSS, STRIDE_ACROSS, LEFT);
    if row < 0 || row >= i32(HEIGHT) || column < 0 || column >= i32(WIDTH) {
        return -1;
    }
    let n = i / (COLUMNS * ROWS);
    return i32(((n * HEIGHT + u32(row)) * WIDTH + u32(column)) * CHANNELS + p % CHANNELS);
}
// ANCHOR_END: lies

// Four neighbours of a row, from place `at` of the matrix on.
fn gathered(at: u32) -> T {
    let i = at / PATCH;
    let p = at % PATCH;
    var four = T(0.0);
    if IN_FOURS {
        let place = lies(i, p);
        if place >= 0 {
            four = quad(u32(place) / 4);
        }
        return four;
    }
    for (var s = 0u; s < 4; s += 1) {
        let place = lies(i, p + s);
        if p + s < PATCH && place >= 0 {
            four[s] = number(u32(place));
        }
    }
    return four;
}

// Four neighbours of a row of w′ᵀ, [C, KH·KW·K]: there w [KH, KW, C, K] is read with c and k
// exchanged.
const INPUTS: u32 = 1;
const OUTPUTS: u32 = 1;
const WEIGHT_IN_FOURS: bool = false;
fn weight_number(at: u32) -> f32 { return 0.0; }
fn weight_quad(at: u32) -> T { return T(0.0); }

fn turned_weight(at: u32) -> T {
    let c = at / (PATCH);
    let p = at % (PATCH);
    if WEIGHT_IN_FOURS {
        return weight_quad((((p / OUTPUTS) * INPUTS + c) * OUTPUTS + p % OUTPUTS) / 4);
    }
    var four = T(0.0);
    for (var s = 0u; s < 4; s += 1) {
        let q = p + s;
        if q < PATCH {
            four[s] = weight_number(((q / OUTPUTS) * INPUTS + c) * OUTPUTS + q % OUTPUTS);
        }
    }
    return four;
}

