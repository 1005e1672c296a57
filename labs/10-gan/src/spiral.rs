//! The smallest game that does not settle: one player picks θ, the other ψ; the first pays the second θ·ψ.
//!
//! The first wants the product small and goes down its gradient, which is ψ; the second wants it large and goes up
//! its gradient, which is θ. Nobody wants to move at (0, 0), and nowhere else.

/// Where the two players are: θ and ψ.
pub type Place = (f64, f64);

/// How the two take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turns {
    /// Both at once, each by what it sees before the step.
    Together,
    /// First θ, then ψ, which sees where θ went.
    Alternating,
    /// Both look one step ahead, and go back and take the step by the gradients that they saw there: extragradient
    /// (Korpelevich, 1976).
    LookAhead,
    /// Both at once, by twice the gradient of now minus that of the step before: a guess at the one to come (Daskalakis,
    /// Ilyas, Syrgkanis and Zeng, 2018).
    Optimistic,
}

// ANCHOR: steps
/// `steps` steps with the learning rate `rate` from `start`; the way, with its start.
pub fn walk(turns: Turns, start: Place, rate: f64, steps: usize) -> Vec<Place> {
    let mut way = vec![start];
    let (mut before, mut now) = (start, start);
    for _ in 0..steps {
        // From here, by the gradients that are seen there.
        let step = |there: Place| (now.0 - rate * there.1, now.1 + rate * there.0);
        let next = match turns {
            Turns::Together => step(now),
            Turns::Alternating => {
                let theta = step(now).0;
                (theta, step((theta, now.1)).1)
            }
            Turns::LookAhead => step(step(now)),
            Turns::Optimistic => step((2.0 * now.0 - before.0, 2.0 * now.1 - before.1)),
        };
        (before, now) = (now, next);
        way.push(now);
    }
    way
}
// ANCHOR_END: steps

/// By what a step multiplies the distance from (0, 0): together, and looking ahead. The same at every place.
pub fn factors(rate: f64) -> [f64; 2] {
    let square = rate * rate;
    [
        (1.0 + square).sqrt(),
        (1.0 - square + square * square).sqrt(),
    ]
}

/// How far a place is from where nobody wants to move.
pub fn distance((x, y): Place) -> f64 {
    x.hypot(y)
}

/// The mean of all places of a way.
pub fn middle(way: &[Place]) -> Place {
    let n = way.len().max(1) as f64;
    let sum = way.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    (sum.0 / n, sum.1 / n)
}
