//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab02`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab02` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint layer`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

use ndarray::{Array1, Array2};

/// **1. A forward pass with pencil and paper** (10 minutes, paper; a calculator helps)
///
/// Take the 3-3-2 network of the lesson, without biases:
///
/// ```text
/// H1 = ( 1, −2,  2)      O1 = (−3, 1, −3)
/// H2 = ( 2,  1, −4)      O2 = ( 0, 1,  2)
/// H3 = ( 1, −1,  0)
/// ```
///
/// A new input comes in: (1, 0.5, −1). Every neuron, hidden or output, ends in a sigmoid. What does
/// **O2** put out? Return it to three decimals.
pub fn by_hand() -> f64 {
    todo!()
}

/// **2. A whole layer for many examples at once** (10 minutes)
///
/// `x` is `[examples, in]`, one example a row. `weights` is `[out, in]`, one *neuron* a row, the way
/// PyTorch stores it. `bias` is `[out]`. Return `[examples, out]`: the sigmoid of each neuron's weighted
/// sum plus its bias, for sums of any size. (`a.dot(&b)` multiplies matrices, `.mapv(f)` applies `f` to each
/// number.)
pub fn layer(x: &Array2<f64>, weights: &Array2<f64>, bias: &Array1<f64>) -> Array2<f64> {
    todo!()
}

/// **3. The derivative of a bend** (5 minutes)
///
/// Return the derivative of the exponential linear unit at `s`.
///
/// ```text
/// ELU(s) = s              if s > 0
///          α (eˢ − 1)     otherwise
/// ```
///
/// Count `s = 0` as "otherwise". α can be any positive number.
pub fn elu_derivative(s: f64, alpha: f64) -> f64 {
    todo!()
}

/// **4. Scores to probabilities, safely** (10 minutes)
///
/// Return `pᵢ = exp(sᵢ) / Σⱼ exp(sⱼ)`, for any finite scores: `[1000.0, 1001.0]` must work as well as `[0.0, 1.0]`.
/// `scores` is never empty.
pub fn softmax(scores: &[f64]) -> Vec<f64> {
    todo!()
}

/// **5. How surprised the network is by the truth** (10 minutes)
///
/// Return `−ln p`, where `p` is the softmax probability of class number `truth` (0 is the first). Natural logarithm.
/// A score far below the best has a probability that rounds to zero in 64 bits; the answer must be
/// right even then, and finite: for `[1000.0, 0.0]` and truth 1 it is 1000.
pub fn cross_entropy(scores: &[f64], truth: usize) -> f64 {
    todo!()
}

/// **6. How many numbers a fully connected network has to learn** (5 minutes)
///
/// `widths` lists the layers from the input to the output: `[3, 3, 2]` is the network of the lesson.
/// Count every weight and every bias.
pub fn parameters(widths: &[usize]) -> usize {
    todo!()
}

/// **7. Which bug is it? Predict, then look** (15 minutes, paper)
///
/// Somebody typed in the lesson's 3-3-2 network with a bias of 0.1 in every neuron, and one bug.
/// The lesson's table "A bug that keeps quiet" shows what the right network and this one return
/// for two inputs. Before you compute anything: which bugs could leave the answer for
/// `(0, 0, 0)` untouched?
///
/// - `'a'`: the hidden biases are left out
/// - `'b'`: the hidden weights are transposed
/// - `'c'`: the hidden layer has no sigmoid
/// - `'d'`: the rows of H1 and H2 have changed places
///
/// Return the letter. Then read `src/planted.rs` and see.
pub fn planted_bug() -> char {
    todo!()
}

/// **8. Find the slip** (5 minutes, paper)
///
/// A lecture slide turns the scores (4.8, −2.6, 2.9) into a loss; the true class is the first.
///
/// ```text
/// line 1   exponentials     121.5    0.0743   18.17
/// line 2   their sum        139.8
/// line 3   probabilities    0.87     0.0005   0.13
/// line 4   loss             −log(0.87) = −0.13
/// ```
///
/// One line is wrong by more than rounding. Return its number, and the value that belongs at its end.
/// Give the value to two decimals.
pub fn find_the_slip() -> (u32, f64) {
    todo!()
}
