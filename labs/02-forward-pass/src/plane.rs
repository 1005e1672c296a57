//! One layer with two inputs and two neurons moves every point of a plane to another place.

/// A point, or an arrow from the origin.
pub type Point = [f64; 2];

/// The matrix the lesson draws: `[out, in]`.
pub const WEIGHT: [Point; 2] = [[1.0, 0.7], [-0.5, 0.9]];

/// The bias the lesson draws.
pub const BIAS: Point = [0.4, -0.3];

// ANCHOR: steps
/// Skew, turn and stretch: `W·p`.
pub fn multiply(w: &[Point; 2], p: Point) -> Point {
    [
        w[0][0] * p[0] + w[0][1] * p[1],
        w[1][0] * p[0] + w[1][1] * p[1],
    ]
}

/// Slide: `p + b`.
pub fn shift(p: Point, b: Point) -> Point {
    [p[0] + b[0], p[1] + b[1]]
}

/// Warp: each coordinate on its own goes through `tanh`.
pub fn warp(p: Point) -> Point {
    p.map(f64::tanh)
}
// ANCHOR_END: steps

/// `ad − bc`: how many times larger the matrix makes an area (negative if it also turns it over).
pub fn determinant(w: &[Point; 2]) -> f64 {
    w[0][0] * w[1][1] - w[0][1] * w[1][0]
}

/// The lines of squared paper from −1 to 1: `lines` upright, then `lines` level, each a chain of points.
pub fn squared_paper(lines: usize) -> Vec<Vec<Point>> {
    let at = |i: usize, n: usize| 2.0 * i as f64 / (n - 1) as f64 - 1.0;
    let along = |f: &dyn Fn(f64) -> Point| (0..41).map(|i| f(at(i, 41))).collect();
    let upright = (0..lines).map(|i| along(&|t| [at(i, lines), t]));
    let level = (0..lines).map(|i| along(&|t| [t, at(i, lines)]));
    upright.chain(level).collect()
}
