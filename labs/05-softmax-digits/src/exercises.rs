//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab05`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab05` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint logit_gradients`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. One-hot** (5 minutes)
///
/// Return the label as a list of `classes` numbers: 1 at the place of the class, 0 everywhere else.
/// Classes are counted from 0.
pub fn one_hot(label: usize, classes: usize) -> Vec<f32> {
    todo!()
}

/// **2. Softmax that does not overflow** (15 minutes)
///
/// Return the probabilities pₖ = e^zₖ / Σⱼ e^zⱼ of one row of logits. It has to hold for logits of any
/// size, 1000 and −1000 as well; an `f32` is infinite from e^89 on. There is always at least one logit.
///
/// In Rust e to the power z is `z.exp()`, and the larger of two numbers is `a.max(b)`.
pub fn softmax(logits: &[f32]) -> Vec<f32> {
    todo!()
}

/// **3. The loss, straight from the logits** (15 minutes)
///
/// Return the cross-entropy −ln p of the class `label`, where p = softmax(logits)[label]. If that class lies 2000
/// below the others, the loss is 2000 (and a bit), not infinity. Logarithms are natural: `x.ln()`.
pub fn cross_entropy(logits: &[f32], label: usize) -> f32 {
    todo!()
}

/// **4. The gradient for a batch** (15 minutes)
///
/// `logits` has a row for each example; `labels` holds the class of each. The loss of the batch is the *mean* of the
/// cross-entropies of its rows. Return its gradient with respect to every logit, in the same rows.
///
/// You may call your `softmax`.
pub fn logit_gradients(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    todo!()
}

/// **5. Who is taken for whom** (10 minutes)
///
/// Return the confusion matrix: `matrix[truth][answer]` counts the examples of class `truth` that were
/// answered `answer`. `labels[i]` is the truth of example i, `answers[i]` what the network said.
pub fn confusion(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    todo!()
}

/// **6. How many numbers it learns** (5 minutes)
///
/// `sizes` lists the numbers in each layer of a dense network, from the inputs to the outputs, such as
/// `[784, 64, 64, 10]`. Return how many parameters it has: a weight for each pair of neighbours, and a bias for
/// each neuron. The inputs are no neurons.
pub fn parameters(sizes: &[usize]) -> usize {
    todo!()
}

/// **7. In units of the training data** (15 minutes)
///
/// One pixel, seen in all training pictures (`train`) and in all test pictures (`test`). Return the test values
/// standardised as the network will want them: minus the mean, over the standard deviation, where both are those of
/// the training pictures. The standard deviation is √(mean of the squared distances to the mean). A pixel
/// that never changed in training has none: leave its scale alone, and only take the mean away.
pub fn standardise(train: &[f64], test: &[f64]) -> Vec<f64> {
    todo!()
}

/// **8. Softmax twice: predict, then look** (15 minutes, paper)
///
/// Somebody ends a network of ten classes with a softmax, and then hands its output to a loss that expects logits
/// and applies softmax itself. So what the loss takes for logits are ten numbers between 0 and 1 with the sum 1.
/// Say this network is as sure as can be, and right: 1 for the true class, 0 for the nine others. Predict
///
/// `[the probability that the second softmax gives to the true class, the loss −ln of it]`
///
/// to four decimals. (A pocket calculator, or Rust, may do the sums.) Then look at the loss
/// curve: `cargo run -p lab05 -- --section bugs-that-still-learn`.
pub fn softmax_twice() -> [f64; 2] {
    todo!()
}
