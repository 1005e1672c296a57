//! The arithmetic of Winograd's convolution, F(2×2, 3×3): four results of a 3 × 3 window for 16
//! multiplications instead of 36 (Lavin and Gray, *Fast Algorithms for Convolutional Neural
//! Networks*, 2016, after Winograd, 1980).
//!
//! In one dimension, a window g of three numbers at two places of d needs six multiplications:
//!
//! ```text
//! y₀ = d₀g₀ + d₁g₁ + d₂g₂
//! y₁ = d₁g₀ + d₂g₁ + d₃g₂
//! ```
//!
//! Four are enough. Let
//!
//! ```text
//! m₀ = (d₀ − d₂)·g₀              m₁ = (d₁ + d₂)·(g₀ + g₁ + g₂)/2
//! m₃ = (d₁ − d₃)·g₂              m₂ = (d₂ − d₁)·(g₀ − g₁ + g₂)/2
//! ```
//!
//! In m₁ + m₂ the terms d₂g₁·… cancel: m₁ + m₂ = d₁g₁ + d₂g₀ + d₂g₂, and m₁ − m₂ = d₁g₀ + d₁g₂ +
//! d₂g₁. So
//!
//! ```text
//! m₀ + m₁ + m₂ = d₀g₀ − d₂g₀ + d₁g₁ + d₂g₀ + d₂g₂ = y₀
//! m₁ − m₂ − m₃ = d₁g₀ + d₁g₂ + d₂g₁ − d₁g₂ + d₃g₂ = y₁
//! ```
//!
//! As matrices: y = Aᵀ·[(G·g) ⊙ (Bᵀ·d)]. Along rows and then along columns, a 4 × 4 tile d gives
//! a 2 × 2 result:
//!
//! ```text
//! U = G·g·Gᵀ     V = Bᵀ·d·B     M = U ⊙ V     y = Aᵀ·M·A
//!
//!      ⎡1  0 −1  0⎤        ⎡1   0   0⎤
//! Bᵀ = ⎢0  1  1  0⎥    G = ⎢½   ½   ½⎥    Aᵀ = ⎡1  1  1  0⎤
//!      ⎢0 −1  1  0⎥        ⎢½  −½   ½⎥         ⎣0  1 −1 −1⎦
//!      ⎣0  1  0 −1⎦        ⎣0   0   1⎦
//! ```
//!
//! Sums over input channels commute with Aᵀ…A, so with many channels ⊙ becomes sixteen matrix
//! products, and the transforms are paid once a tile. They are additions alone, on all channels side by
//! side.
//!
//! Each line is linear, so the chain rule transposes it, and backward runs through the same sixteen
//! products: dM = A·dy·Aᵀ, dU = Σ dM ⊙ V, dV = U ⊙ dM, dd = B·dV·Bᵀ (overlapping tiles add
//! up), dg = Gᵀ·dU·G.

/// Channels that are transformed at once.
pub const LANES: usize = 8;

/// One number of a tile, for [`LANES`] channels.
pub type Lanes = [f32; LANES];

fn add(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] + b[i])
}

fn sub(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] - b[i])
}

fn half(a: Lanes) -> Lanes {
    a.map(|a| 0.5 * a)
}

/// `out[i][j] = columns[j][i]`.
fn turned<const M: usize, const N: usize>(columns: [[Lanes; M]; N]) -> [[Lanes; N]; M] {
    std::array::from_fn(|i| std::array::from_fn(|j| columns[j][i]))
}

/// Applies `f` to each row, then to each column.
fn both_ways<const M: usize, const N: usize>(
    tile: [[Lanes; N]; N],
    f: impl Fn([Lanes; N]) -> [Lanes; M],
) -> [[Lanes; M]; M] {
    turned(turned(tile.map(&f)).map(&f))
}

/// V = Bᵀ·d·B.
#[inline(always)]
pub fn input(d: [[Lanes; 4]; 4]) -> [[Lanes; 4]; 4] {
    both_ways(d, |[a, b, c, d]| {
        [sub(a, c), add(b, c), sub(c, b), sub(b, d)]
    })
}

/// dd = B·dV·Bᵀ.
#[inline(always)]
pub fn input_back(v: [[Lanes; 4]; 4]) -> [[Lanes; 4]; 4] {
    both_ways(v, |[a, b, c, d]| {
        [
            a,
            add(sub(b, c), d),
            add(sub(b, a), c),
            sub([0.0; LANES], d),
        ]
    })
}

/// U = G·g·Gᵀ.
#[inline(always)]
pub fn weight(g: [[Lanes; 3]; 3]) -> [[Lanes; 4]; 4] {
    both_ways(g, |[a, b, c]| {
        let ends = half(add(a, c));
        let middle = half(b);
        [a, add(ends, middle), sub(ends, middle), c]
    })
}

/// dg = Gᵀ·dU·G.
#[inline(always)]
pub fn weight_back(u: [[Lanes; 4]; 4]) -> [[Lanes; 3]; 3] {
    both_ways(u, |[a, b, c, d]| {
        let ends = half(add(b, c));
        [add(a, ends), half(sub(b, c)), add(ends, d)]
    })
}

/// y = Aᵀ·M·A.
#[inline(always)]
pub fn output(m: [[Lanes; 4]; 4]) -> [[Lanes; 2]; 2] {
    both_ways(m, |[a, b, c, d]| [add(add(a, b), c), sub(sub(b, c), d)])
}

/// dM = A·dy·Aᵀ.
#[inline(always)]
pub fn output_back(y: [[Lanes; 2]; 2]) -> [[Lanes; 4]; 4] {
    both_ways(y, |[a, b]| [a, add(a, b), sub(a, b), sub([0.0; LANES], b)])
}
