//! A loss with a cliff: one hidden unit, many steps, and descent with and without a clipped slope.

// ANCHOR: cliff
/// One hidden unit: h ← tanh(w·h + b), so many times.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// The weight from the unit to itself.
    pub w: f64,
    /// Where it starts.
    pub start: f64,
    /// Steps.
    pub steps: usize,
    /// What it should be in the end.
    pub wanted: f64,
}

impl Unit {
    /// The loss (h_T − wanted)², and its slope in the bias `b`.
    pub fn loss(&self, b: f64) -> (f64, f64) {
        let (mut h, mut slope) = (self.start, 0.0); // slope: ∂h/∂b so far
        for _ in 0..self.steps {
            h = (self.w * h + b).tanh();
            slope = (1.0 - h * h) * (self.w * slope + 1.0);
        }
        let error = h - self.wanted;
        (error * error, 2.0 * error * slope)
    }
}

/// Where descent gets to. A slope longer than `clip` is cut to that length.
pub fn descend(unit: &Unit, start: f64, rate: f64, steps: usize, clip: f64) -> Vec<f64> {
    let mut path = vec![start];
    for step in 0..steps {
        let (_, slope) = unit.loss(path[step]);
        path.push(path[step] - rate * slope.clamp(-clip, clip));
    }
    path
}
// ANCHOR_END: cliff

/// The unit of the lesson: on the right side of its cliff it stays above ½, on the left it falls to −1.
pub const UNIT: Unit = Unit {
    w: 2.0,
    start: 0.9,
    steps: 60,
    wanted: 0.75,
};
