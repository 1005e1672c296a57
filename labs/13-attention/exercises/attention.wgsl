// Exercise: attention on the card (30 minutes)
//
// Queries, keys and values of one head: `count` rows of `width` numbers each, one row after the other. Wanted is
//
//     y = softmax(q·kᵀ/√width)·v,      where row t looks at the rows 0 to t.
//
// One invocation does one row of y, t = id.x, in one pass over the keys. It cannot keep the scores: nobody knows how many
// there are. So it keeps the largest score so far, the sum of e^(score − largest), and in its row of y the sum of
// e^(score − largest)·value. When a larger score comes, what was summed up is too large by a factor: shrink it first.
//
// Scores may be as large as 1,000. What stands in y at the start means nothing. The buffers are longer than `count` rows:
// what lies behind belongs to somebody else, and must stay as it is.
//
// Write the body, then run `cargo test -p lab13 attention`.

struct Shape { count: u32, width: u32 }

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> q: array<f32>;
@group(0) @binding(2) var<storage, read> k: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn attention(@builtin(global_invocation_id) id: vec3<u32>) {
    // your code here
}
