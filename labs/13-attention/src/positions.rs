//! Where a token stands, told to a network that otherwise could not know.

use crate::solutions::sinusoids;
use nabla::{Tape, Tensor, Var};

/// How a network is told where its tokens stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// Not at all.
    Nowhere,
    /// A row of numbers for each place, learned like those of the letters.
    Learned,
    /// Sines and cosines of the place, added to the token (Vaswani and others, 2017).
    Sinusoids,
    /// Queries and keys are turned by their place (Su and others, 2021).
    Rotary,
}

impl Places {
    /// For tables.
    pub const fn name(self) -> &'static str {
        match self {
            Places::Nowhere => "nowhere",
            Places::Learned => "learned",
            Places::Sinusoids => "sinusoids",
            Places::Rotary => "rotary",
        }
    }
}

/// The sinusoids of the first places, `[T, C]`.
pub fn sinusoid_table(places: usize, width: usize) -> Tensor {
    let rows = sinusoids(places, width).concat().into_iter();
    Tensor::from_vec(rows.map(|x| x as f32).collect(), [places, width])
}

// ANCHOR: rotary
/// Queries or keys `[N, T, C]`, each head of d = C/heads numbers, turned by their place. Number i of a head's first half and
/// number i of its second are a point in the plane; at place t it is turned by the angle t·10000^(−2i/d).
pub fn rotary<'t>(x: Var<'t>, heads: usize) -> Var<'t> {
    let &[n, t, c] = x.shape().dims() else {
        panic!("rotary: takes [N, T, C], got {}", x.shape())
    };
    let half = c / heads / 2;
    let [cos, sin] = turns(x.tape(), t, half);
    let apart = x.reshape([n, t, heads, 2 * half]);
    let (a, b) = (apart.slice(3, 0..half), apart.slice(3, half..2 * half));
    Var::concat(&[a * cos - b * sin, a * sin + b * cos], 3).reshape([n, t, c])
}

/// The cosine and the sine of each angle, both `[T, 1, d/2]`.
fn turns(tape: &Tape, places: usize, half: usize) -> [Var<'_>; 2] {
    let angle = |i: usize| {
        let speed = 10_000_f64.powf(-((i % half) as f64) / half as f64);
        (i / half) as f64 * speed
    };
    [f64::cos, f64::sin].map(|f| {
        let numbers = (0..places * half).map(|i| f(angle(i)) as f32).collect();
        tape.constant(Tensor::from_vec(numbers, [places, 1, half]))
    })
}
// ANCHOR_END: rotary
