//! The neuron: features in, one sum, one activation out.

/// The logistic function σ(s) = 1/(1 + e⁻ˢ): any number in, a number between 0 and 1 out.
///
/// Written with e⁻ˢ it is safe for every `s`: where `exp` overflows to infinity, one over infinity
/// is the 0 we want. (The twin form eˢ/(1 + eˢ) is infinity over infinity there, which is NaN.)
pub fn sigmoid(s: f64) -> f64 {
    1.0 / (1.0 + (-s).exp())
}

/// The derivative of [`sigmoid`]: σ′(s) = σ(s)·(1 − σ(s)). At most ¼, at s = 0.
pub fn sigmoid_derivative(s: f64) -> f64 {
    let p = sigmoid(s);
    p * (1.0 - p)
}

/// The step of the 1940s: 1 if the sum reaches zero, else 0.
pub fn step(s: f64) -> f64 {
    if s >= 0.0 { 1.0 } else { 0.0 }
}

// ANCHOR: neuron
/// A neuron with `D` inputs: one weight for each, and one bias.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neuron<const D: usize> {
    /// How much each input counts, and in which direction.
    pub w: [f64; D],
    /// What is added whatever the inputs are.
    pub b: f64,
}

impl<const D: usize> Neuron<D> {
    /// The accumulation s = b + Σₙ xₙ·wₙ.
    pub fn sum(&self, x: &[f64; D]) -> f64 {
        self.b + x.iter().zip(&self.w).map(|(x, w)| x * w).sum::<f64>()
    }

    /// The activation σ(s), read as the probability that the answer is yes.
    pub fn probability(&self, x: &[f64; D]) -> f64 {
        sigmoid(self.sum(x))
    }
}
// ANCHOR_END: neuron

impl<const D: usize> Neuron<D> {
    /// The neuron that knows nothing: all weights and the bias 0, so it says ½ to everything.
    pub fn blank() -> Self {
        Neuron {
            w: [0.0; D],
            b: 0.0,
        }
    }

    /// The hard decision, 0 or 1: which side of s = 0 is `x` on?
    pub fn decision(&self, x: &[f64; D]) -> f64 {
        step(self.sum(x))
    }
}

impl Neuron<1> {
    /// Where a neuron with one input changes its mind: the x with b + w·x = 0.
    /// Infinite or NaN if w = 0, because then it never does.
    pub fn boundary(&self) -> f64 {
        -self.b / self.w[0]
    }
}
