//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab03`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab03` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint walk_backward`.
//!
//! Weights are `[in, out]`: column `j` feeds neuron `j`, and a batch of rows goes through as `x · w + b`.

#![allow(
    unused_variables,
    unused_imports,
    reason = "a question does not use its arguments, nor what is there for it, until you answer it"
)]

use crate::tape::{Engine, Tape, xor_loss};
use ndarray::{Array1, Array2};

/// **1. One gradient, with pencil and paper** (5 minutes, paper)
///
/// The second hidden neuron of the lesson's net answers 0.96; the second output answers 0.85 where 0.1 is
/// wanted, and E = ½(T − O)². What is ∂E/∂w for the weight between them?
///
/// Return the number to four decimals, or more, for these rounded values.
pub fn gradient_by_hand() -> f64 {
    todo!()
}

/// **2. Backwards through a layer** (20 minutes)
///
/// Take a gradient backwards through `sum = x · w + b`, for a batch. `x` is `[N, in]`, `w` is `[in, out]`;
/// `d_sum` is `[N, out]` and holds ∂E/∂sum, where E already is the error of the whole batch. Return
/// `(d_x, d_w, d_b)`, each in the shape of the thing it belongs to.
pub fn layer_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    todo!()
}

/// **3. A derivative from two evaluations** (5 minutes)
///
/// Return the derivative of `f` at `x`, from two evaluations a step `h` to either side of `x`.
pub fn central_difference(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    todo!()
}

/// **4. The gradient of one neuron** (15 minutes)
///
/// One sigmoid neuron a = σ(x·w + b); its cost C is the mean cross-entropy over N samples. `x` is `[N, in]`, `y` holds
/// N answers (0 or 1), `w` is `[in]`. Return (∂C/∂w, ∂C/∂b).
pub fn cross_entropy_gradient(
    x: &Array2<f64>,
    y: &Array1<f64>,
    w: &Array1<f64>,
    b: f64,
) -> (Array1<f64>, f64) {
    todo!()
}

/// **5. The Kullback–Leibler divergence** (10 minutes)
///
/// Return D(p‖q) = Σ p ln(p/q), in nats. Some pᵢ may be 0, and such a term counts nothing; no qᵢ is 0.
pub fn kl_divergence(p: &[f64], q: &[f64]) -> f64 {
    todo!()
}

/// **6. A planted bug: predict, then look** (10 minutes, paper)
///
/// Predict first, then run the lesson. For `y = x * x + 3 * x` at x = 2 the engine's `backward` has the first
/// of the planted bugs: it overwrites a gradient where it should add to it. (Its order of visits is right: y,
/// then 3·x, then the 3, then x·x, then x; and for each, the left operand before the right one.)
///
/// Which gradient of x does it report?
pub fn planted_bug() -> f64 {
    todo!()
}

// From here on an engine of your own grows: the product, the walk, the loop. `src/tape.rs` is the half that is given;
// read it first. Each part is judged alone: where a later one needs an earlier one that is not right yet, ours stands in.

/// **7. A product for your engine** (10 minutes)
///
/// Put the product of the numbers at the places `a` and `b` on the tape, with what it was made from, and return its
/// place. `Tape::add` in `src/tape.rs` shows how it is done for a sum. `a` and `b` may be the same place.
pub fn mul(tape: &mut Tape, a: usize, b: usize) -> usize {
    todo!()
}

/// **8. The walk over a tape** (20 minutes)
///
/// The tape lists values in the order they were made; entry `i` holds the places of
/// the values that value `i` was made from, each with its derivative ∂(value i)/∂(that value). Inputs have an empty
/// list. The last entry is the result.
///
/// Return ∂result/∂(value i) for every i.
pub fn walk_backward(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    todo!()
}

/// **9. Your engine learns XOR** (20 minutes)
///
/// Train a 2-2-1 net by gradient descent: `steps` steps at rate `rate`, from the nine `weights` given. Return the weights
/// after the last step.
///
/// `engine.tape()` is an empty tape that multiplies with your `mul` and walks with your `walk_backward`. `xor_loss` puts
/// the loss on a tape, given the places of the nine weights; `tape.gradients()` walks back from it.
pub fn train_xor(engine: &Engine, weights: [f64; 9], rate: f64, steps: usize) -> [f64; 9] {
    todo!()
}
