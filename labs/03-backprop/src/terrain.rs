//! Three places where a gradient is zero, and gradient descent started near each.

/// A landscape over two weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terrain {
    /// ½(u² + 3v²): one minimum, at (0, 0).
    Bowl,
    /// ½u² + ¼(v² − 1)²: a saddle at (0, 0), between minima at (0, ±1).
    Saddle,
    /// 1 − exp(−½(u² + v²)): a hole at (0, 0) in a plain that is nearly flat.
    Plain,
}

impl Terrain {
    /// All three.
    pub const ALL: [Terrain; 3] = [Terrain::Bowl, Terrain::Saddle, Terrain::Plain];

    /// The height at (u, v).
    // ANCHOR: terrain
    pub fn height(self, [u, v]: [f64; 2]) -> f64 {
        match self {
            Terrain::Bowl => 0.5 * (u * u + 3.0 * v * v),
            Terrain::Saddle => 0.5 * u * u + 0.25 * (v * v - 1.0).powi(2),
            Terrain::Plain => 1.0 - (-0.5 * (u * u + v * v)).exp(),
        }
    }

    /// ∂height/∂u and ∂height/∂v.
    pub fn gradient(self, [u, v]: [f64; 2]) -> [f64; 2] {
        match self {
            Terrain::Bowl => [u, 3.0 * v],
            Terrain::Saddle => [u, v * (v * v - 1.0)],
            Terrain::Plain => [u, v].map(|c| c * (-0.5 * (u * u + v * v)).exp()),
        }
    }
    // ANCHOR_END: terrain

    /// The second derivatives [∂²/∂u², ∂²/∂u∂v, ∂²/∂v²] at (u, v).
    pub fn curvature(self, [u, v]: [f64; 2]) -> [f64; 3] {
        match self {
            Terrain::Bowl => [1.0, 0.0, 3.0],
            Terrain::Saddle => [1.0, 0.0, 3.0 * v * v - 1.0],
            Terrain::Plain => {
                let e = (-0.5 * (u * u + v * v)).exp();
                [e * (1.0 - u * u), -e * u * v, e * (1.0 - v * v)]
            }
        }
    }

    /// Every point gradient descent visits from `start`, the start first.
    pub fn descend(self, start: [f64; 2], rate: f64, steps: usize) -> Vec<[f64; 2]> {
        let mut path = vec![start];
        let mut at = start;
        for _ in 0..steps {
            let gradient = self.gradient(at);
            at = [at[0] - rate * gradient[0], at[1] - rate * gradient[1]];
            path.push(at);
        }
        path
    }
}

/// The eigenvalues of a symmetric 2×2 matrix [a, b; b, c], the larger first: how the ground curves.
pub fn eigenvalues([a, b, c]: [f64; 3]) -> [f64; 2] {
    let middle = 0.5 * (a + c);
    let reach = (0.25 * (a - c) * (a - c) + b * b).sqrt();
    [middle + reach, middle - reach]
}

/// How long the vector is.
pub fn length([u, v]: [f64; 2]) -> f64 {
    u.hypot(v)
}
