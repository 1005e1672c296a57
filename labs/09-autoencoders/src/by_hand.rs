//! The smallest autoencoder: two numbers in, one in the middle, two out.

/// Four points around 0.
pub const POINTS: [[f64; 2]; 4] = [[2.0, 1.0], [-2.0, -1.0], [1.0, 2.0], [-1.0, -2.0]];

/// The encoder's two numbers and the decoder's; or the gradients in them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// z = e·x
    pub e: [f64; 2],
    /// x̂ = z·d
    pub d: [f64; 2],
}

fn dot(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// The code of a point, and what is missing after the way back.
fn there_and_back(net: &Pair, x: [f64; 2]) -> (f64, [f64; 2]) {
    let z = dot(net.e, x);
    (z, [x[0] - z * net.d[0], x[1] - z * net.d[1]])
}

/// The sum over the four points of |x − x̂|².
pub fn total_error(net: &Pair) -> f64 {
    let lost = |&x: &[f64; 2]| {
        let (_, r) = there_and_back(net, x);
        dot(r, r)
    };
    POINTS.iter().map(lost).sum()
}

/// The same if both point along `u`, which has length 1.
pub fn error_along(u: [f64; 2]) -> f64 {
    total_error(&Pair { e: u, d: u })
}

// ANCHOR: gradients
/// The gradients of the mean over the four points of |x − x̂|².
pub fn gradients(net: &Pair) -> Pair {
    let mut grad = Pair {
        e: [0.0; 2],
        d: [0.0; 2],
    };
    for x in POINTS {
        let (z, r) = there_and_back(net, x);
        for axis in 0..2 {
            grad.d[axis] += -2.0 * z * r[axis] / 4.0;
            grad.e[axis] += -2.0 * dot(net.d, r) * x[axis] / 4.0;
        }
    }
    grad
}
// ANCHOR_END: gradients
