// The matrix product, fast:   y[i, j] = f(Σ_p a[i, p] · b[p, j] + shift_j)
//
//   a [m, k] or stored as its transpose [k, m]     b [k, n] or stored as [n, k]     y [m, n]
//
// of one pair of matrices, or of many out of two batches.
//
// naive.wgsl says the same in one loop, and reads every number of a from memory n times. Here a
// workgroup computes a square tile of y together. It walks along p in steps of 16: all its threads
// copy a piece of a and a piece of b into workgroup memory, wait for each other, and then take
// what they need from there. A thread keeps 8 × 8 sums in registers, so a number that it fetches
// is used eight times.
//
//            b: 16 × TILE                            a thread's sums: four mat4x4, at
//           ┌──────────┐                             rows    4·ty and TILE/2 + 4·ty,
//  a:       │          │                             columns 4·tx and TILE/2 + 4·tx
//  TILE×16  └──────────┘                             (so neighbours read neighbouring vec4s)
//   ┌──┐    ┌──────────┐
//   │  │    │  y: TILE │
//   │  │    │  × TILE  │
//   └──┘    └──────────┘
//
// Few large tiles leave a large card idle. There are three sizes: threads along a side of the tile
// (SIDE) and 4 × 4 blocks along a side of a thread's part (BLOCKS):
//   16, 2: 128 × 128        8, 2: 64 × 64        8, 1: 32 × 32, and only the first of the four blocks

alias T = vec4<f32>;

struct Numbers {
    m: u32, n: u32, k: u32, chunk: u32, chunks: u32, slope: f32,
    // How many pairs of matrices there are, and the axes of their batch:
    // (size, from one matrix of a to the next along it, and of b)
    pairs: u32, rank: u32, axes: array<vec4<u32>, 4>,
}
var<immediate> numbers: Numbers;

const SIDE: u32 = 8;
const BLOCKS: u32 = 2;
const TILE: u32 = 4 * SIDE * BLOCKS;
const DEPTH: u32 = 16;

// Stored as the transpose?
const A_TURNED: bool = false;
const B_TURNED: bool = false;

// Where rows are a multiple of four long, four numbers are read at once.
alias A = f32;
alias B = f32;
fn a_at(at: u32) -> T { return T(a[at], a[at + 1], a[at + 2], a[at + 3]); }
fn b_at(at: u32) -> T { return T(b[at], b[at + 1], b[at + 2], b[at + 3]); }

// What is done to the sums of four columns before they are written.
fn f(x: T, a: f32) -> T { return x; }
fn shift(column: u32) -> T { return T(0.0); }

@group(0) @binding(0) var<storage, read> a: array<A>;
@group(0) @binding(1) var<storage, read> b: array<B>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<T>;

// [DEPTH, TILE] each, four numbers of a row together.
var<workgroup> a_tile: array<T, DEPTH * TILE / 4>;
var<workgroup> b_tile: array<T, DEPTH * TILE / 4>;

// Where this workgroup's matrices begin.
var<private> a_first: u32 = 0;
var<private> b_first: u32 = 0;

fn find_pair(pair: u32) {
    var rest = pair;
    for (var k = numbers.rank; k > 0; k -= 1) {
        let axis = numbers.axes[k - 1];
        a_first += rest % axis.x * axis.y;
        b_first += rest % axis.x * axis.z;
        rest /= axis.x;
    }
}

// Zero beyond the last of `end` places along p: there the sum must get nothing.
fn cut(x: T, at: u32, end: u32) -> T {
    return select(T(0.0), x, vec4(at, at + 1, at + 2, at + 3) < vec4(end));
}

// Four numbers of a row from a matrix whose rows are `size` long; zeros where there are none.
fn a_row(row: u32, rows: u32, column: u32, size: u32) -> T {
    if row < rows && column < size {
        return cut(a_at(a_first + row * size + column), column, size);
    }
    return T(0.0);
}

fn b_row(row: u32, rows: u32, column: u32, size: u32) -> T {
    if row < rows && column < size {
        return cut(b_at(b_first + row * size + column), column, size);
    }
    return T(0.0);
}

// Four such rows. No loop: what is indexed by a variable does not fit into registers.
fn a_block(row: u32, rows: u32, column: u32, size: u32) -> mat4x4<f32> {
    return mat4x4(
        a_row(row, rows, column, size), a_row(row + 1, rows, column, size),
        a_row(row + 2, rows, column, size), a_row(row + 3, rows, column, size));
}

fn b_block(row: u32, rows: u32, column: u32, size: u32) -> mat4x4<f32> {
    return mat4x4(
        b_row(row, rows, column, size), b_row(row + 1, rows, column, size),
        b_row(row + 2, rows, column, size), b_row(row + 3, rows, column, size));
}

// Writes a block into workgroup memory: `block` of the tile, at `depth` along p.
fn a_put(numbers_: mat4x4<f32>, block: u32, depth: u32) {
    let at = depth * TILE / 4 + block;
    a_tile[at] = numbers_[0];
    a_tile[at + TILE / 4] = numbers_[1];
    a_tile[at + TILE / 2] = numbers_[2];
    a_tile[at + 3 * TILE / 4] = numbers_[3];
}

fn b_put(numbers_: mat4x4<f32>, block: u32, depth: u32) {
    let at = depth * TILE / 4 + block;
    b_tile[at] = numbers_[0];
    b_tile[at + TILE / 4] = numbers_[1];
    b_tile[at + TILE / 2] = numbers_[2];
    b_tile[at + 3 * TILE / 4] = numbers_[3];
}

// Row r of the result is x_r · y: the products of every number of x with every number of y.
fn outer(x: T, y: T) -> mat4x4<f32> {
    return mat4x4(x.x * y, x.y * y, x.z * y, x.w * y);
}

fn store_row(sums: T, part: u32, row: u32, column: u32) {
    if row < numbers.m && column < numbers.n {
        let result = f(sums + shift(column), numbers.slope);
        let at = (part * numbers.m + row) * numbers.n + column;
        let left = numbers.n - column;
        y[at] = result.x;
        if left > 1 { y[at + 1] = result.y; }
        if left > 2 { y[at + 2] = result.z; }
        if left > 3 { y[at + 3] = result.w; }
    }
}

fn store(sums: mat4x4<f32>, part: u32, row: u32, column: u32) {
    store_row(sums[0], part, row, column);
    store_row(sums[1], part, row + 1, column);
    store_row(sums[2], part, row + 2, column);
    store_row(sums[3], part, row + 3, column);
}

@compute @workgroup_size(SIDE, SIDE)
fn matmul(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
          @builtin(local_invocation_id) local: vec3<u32>) {
    let across = (numbers.n + TILE - 1) / TILE;
    let down = (numbers.m + TILE - 1) / TILE;
    let tile = flat(group, groups);
    if tile >= across * down * numbers.chunks * numbers.pairs {
        return;
    }
    let row = tile / across % down * TILE;
    let column = tile % across * TILE;
    // A long sum may be cut into chunks, each of which gets its own y. So does each pair.
    let part = tile / across / down;
    let chunk = part % numbers.chunks;
    let end = min(numbers.k, (chunk + 1) * numbers.chunk);
    find_pair(part / numbers.chunks);

    var sums00 = mat4x4<f32>();
    var sums01 = mat4x4<f32>();
    var sums10 = mat4x4<f32>();
    var sums11 = mat4x4<f32>();
    for (var p = chunk * numbers.chunk; p < end; p += DEPTH) {
        // Both pieces are cut into 4 × 4 blocks; a thread copies one of them, or two.
        const EACH: u32 = TILE / 4 * DEPTH / 4;
        for (var at = local.y * SIDE + local.x; at < 2 * EACH; at += SIDE * SIDE) {
            let i = at % EACH;
            // Neighbouring threads take what lies side by side in memory.
            let along = vec2(i / (DEPTH / 4), i % (DEPTH / 4));  // place in the tile, place along p
            let across_ = vec2(i % (TILE / 4), i / (TILE / 4));
            if at < EACH {
                if A_TURNED {
                    a_put(a_block(p + 4 * across_.y, end, row + 4 * across_.x, numbers.m), across_.x, 4 * across_.y);
                } else {
                    let block = a_block(row + 4 * along.x, numbers.m, p + 4 * along.y, numbers.k);
                    a_put(transpose(block), along.x, 4 * along.y);
                }
            } else if B_TURNED {
                let block = b_block(column + 4 * along.x, numbers.n, p + 4 * along.y, numbers.k);
                b_put(transpose(block), along.x, 4 * along.y);
            } else {
                b_put(b_block(p + 4 * across_.y, end, column + 4 * across_.x, numbers.n), across_.x, 4 * across_.y);
            }
        }
        workgroupBarrier();
        for (var q = 0u; q < DEPTH; q += 1) {
            let at = q * TILE / 4;
            let a0 = a_tile[at + local.y];
            let b0 = b_tile[at + local.x];
            sums00 += outer(a0, b0);
            if BLOCKS == 2 {
                let a1 = a_tile[at + SIDE + local.y];
                let b1 = b_tile[at + SIDE + local.x];
                sums01 += outer(a0, b1);
                sums10 += outer(a1, b0);
                sums11 += outer(a1, b1);
            }
        }
        workgroupBarrier();
    }
    let i = row + 4 * local.y;
    let j = column + 4 * local.x;
    store(sums00, part, i, j);
    if BLOCKS == 2 {
        store(sums01, part, i, j + TILE / 2);
        store(sums10, part, i + TILE / 2, j);
        store(sums11, part, i + TILE / 2, j + TILE / 2);
    }
}
