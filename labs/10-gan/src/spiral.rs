//! The smallest game that does not settle: one player picks x, the other y; the first pays the second x·y.
//!
//! The first wants the product small and goes down its slope, which is y; the second wants it large and goes up
//! its slope, which is x. Nobody wants to move at (0, 0), and nowhere else.

/// Where the two players are.
pub type Place = (f64, f64);

/// How the two take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turns {
    /// Both at once, each by what it sees before the step.
    Together,
    /// First x, then y, which sees where x went.
    Alternating,
    /// Both look one step ahead, and go back and take the step by the slopes that they saw there (Korpelevich,
    /// 1976).
    LookAhead,
    /// Both at once, by twice the slope of now minus that of the step before: a guess at the one to come (Daskalakis,
    /// Ilyas, Syrgkanis and Zeng, 2018).
    Optimistic,
}

// ANCHOR: steps
/// `steps` steps of length `rate` from `start`; the way, with its start.
pub fn walk(turns: Turns, start: Place, rate: f64, steps: usize) -> Vec<Place> {
    let mut way = vec![start];
    let (mut x, mut y) = start;
    let mut before = start;
    for _ in 0..steps {
        let now = (x, y);
        match turns {
            Turns::Together => (x, y) = (x - rate * y, y + rate * x),
            Turns::Alternating => {
                x -= rate * y;
                y += rate * x;
            }
            Turns::LookAhead => {
                let (ahead_x, ahead_y) = (x - rate * y, y + rate * x);
                (x, y) = (x - rate * ahead_y, y + rate * ahead_x);
            }
            Turns::Optimistic => {
                let guess = (2.0 * x - before.0, 2.0 * y - before.1);
                (x, y) = (x - rate * guess.1, y + rate * guess.0);
            }
        }
        before = now;
        way.push((x, y));
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
