//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab01`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab01` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint bump`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. The logistic curve** (5 minutes)
///
/// Return f(x) = 1/(1 + e^−(b + w·x)), the output of a neuron with one input.
/// It has to hold for *every* finite x, w and b, also for a sum of 800 or −800.
///
/// In Rust e to the power s is `s.exp()`.
pub fn logistic(x: f64, w: f64, b: f64) -> f64 {
    todo!()
}

/// **2. Its derivative** (10 minutes)
///
/// Return f′(x), the derivative of `logistic(x, w, b)` with respect to x: how much the output
/// changes for a small change of the *input*.
pub fn logistic_derivative(x: f64, w: f64, b: f64) -> f64 {
    todo!()
}

/// **3. A bump** (10 minutes)
///
/// Add or subtract two logistic units (do not multiply them) so that they make a bump: close to 1
/// for x between `left` and `right`, close to 0 outside. It climbs through ½ at `left` and falls
/// through ½ at `right`, as nearly as the other unit allows. Each unit has the weight `steepness`
/// (or minus that).
pub fn bump(x: f64, left: f64, right: f64, steepness: f64) -> f64 {
    todo!()
}

/// **4. NAND with your own hands** (10 minutes)
///
/// Return `[w1, w2, b]` so that the *sigmoid* neuron σ(b + w1·x1 + w2·x2) computes NAND: no if both
/// inputs are 1, yes otherwise. It has to be sure of itself: above 0.95 for yes, below 0.05 for no.
/// Many answers are right. No learning: choose the numbers on paper.
pub fn nand_weights() -> [f64; 3] {
    todo!()
}

/// **5. One step of the perceptron** (15 minutes)
///
/// Show the perceptron one example: inputs `x`, right answer `y` (0 or 1). Return its weights and
/// its bias afterwards. It says yes if b + w·x reaches 0 (a sum of exactly 0 is a yes). If it was
/// right, it stays as it is; if not, it moves by the whole example, towards the right answer.
/// The bias moves as the weight of an input that is always 1.
pub fn perceptron_update(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    todo!()
}

/// **6. The gradient** (20 minutes)
///
/// Each element of `toast` is (minutes, burnt): a number, and 1 or 0. The neuron gives slice i the
/// probability pᵢ = σ(b + w·minutesᵢ), and its loss is the *mean* log-loss over the slices.
/// Return ∂ℓ/∂w and ∂ℓ/∂b, the derivatives of that loss ℓ with respect to w and to b, in this order.
///
/// `toast` is never empty.
pub fn gradient(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    todo!()
}

/// **7. A loss that does not blow up** (25 minutes)
///
/// Return the log-loss −[y·ln p + (1 − y)·ln(1 − p)] with p = σ(s), from the sum `s` and the answer
/// `y` (0 or 1). It has to be right for every s between −1000 and 1000: a neuron that is sure and
/// wrong by a sum of 800 has a loss of 800, not infinity and not NaN.
///
/// In Rust ln(1 + t) is `t.ln_1p()`, exact also for tiny t.
pub fn log_loss(s: f64, y: f64) -> f64 {
    todo!()
}

/// **8. The frozen bias: predict, then look** (10 minutes, paper)
///
/// Somebody's gradient descent has a bug: it moves w, but never b. Three slices of toast, as
/// (minutes, burnt): (1, 0), (2, 0), (4, 1). Start from w = 0, b = 0, learning rate 0.6, the
/// loss taken as the mean over the three slices. Predict, before you run anything:
///
/// `[w after one step, b after one step, the probability it then gives to bread that spent 0 minutes]`
///
/// to three decimals (0.5 stands for 0.500).
/// Then think on: however long it learns, what happens to the third number? And so, what can
/// its curve never do? Look at it with
/// `cargo run -p lab01 -- --section downhill-gradient-descent --descent frozen-bias`.
pub fn frozen_bias() -> [f64; 3] {
    todo!()
}
