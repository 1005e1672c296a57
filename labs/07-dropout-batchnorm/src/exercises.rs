//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab07`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab07` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint batch_norm`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. Dropout** (15 minutes)
///
/// What a layer of numbers `x` becomes in training. For each number there is a random draw from 0 to 1, every value equally
/// likely: the number is dropped (becomes 0) if its draw is below `rate`, and stays otherwise. `rate` is at least 0 and
/// below 1.
///
/// Make up for what is missing here and now, so that the network can later be used as it is: the *expected* value of
/// every number, over all draws, has to be the number itself.
pub fn dropout(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    todo!()
}

/// **2. Two dialects** (10 minutes, paper)
///
/// In a TensorFlow program of 2017 stands `tf.nn.dropout(h, 0.8)`. The second argument of that function was the
/// probability to *keep* a number. Somebody copies the line to a framework of today, where the argument is the rate,
/// the fraction that is dropped, and leaves the 0.8 as it was. Predict
///
/// `[the rate that would have been right,
///   the factor by which the program of 2017 multiplies a number that stays,
///   how many of 1,000 neurons stay on average in the copy,
///   the factor by which the copy multiplies a number that stays]`
///
/// Both frameworks make up for what is missing in training. Give two decimals. Then see what the slip costs:
/// `cargo run -p lab07 -- --section how-much-to-drop`.
pub fn two_dialects() -> [f64; 4] {
    todo!()
}

/// **3. Batch norm, forward** (20 minutes)
///
/// `x` has a row for each example of the batch and a column for each channel. Take each channel's mean and variance
/// over the batch (the variance is the mean of the squared distances to the mean), normalise:
/// x̂ = (x − mean)/√(variance + ε), and return γ·x̂ + β, in the same rows. `gamma` and `beta` have one number a channel.
pub fn batch_norm(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Vec<Vec<f64>> {
    todo!()
}

/// **4. Batch norm, backward** (45 minutes)
///
/// The gradient of a loss with respect to the outputs of exercise 3 is `dy`. Return its gradient with respect to the
/// inputs `x`, in the same rows. An input moves its own output; it also moves the mean and the variance of its channel, and
/// with these the outputs of all other examples.
///
/// Derive it on paper first, for one channel. Two checks cost nothing: the gradients of a channel add up to 0 (why?), and
/// so do their products with x̂ if ε is 0 (why?).
pub fn batch_norm_gradient(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    todo!()
}

/// **5. What is remembered** (15 minutes)
///
/// One channel. `old` are its running mean and running variance, `batch` its numbers in a new batch of two or more.
/// Return the running mean and variance after it, as PyTorch has them: `momentum` is the weight of the *new*, and the
/// variance that is taken in divides by N − 1.
pub fn remember(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    todo!()
}

/// **6. What batch norm adds** (10 minutes, paper)
///
/// A network for pictures of 28 × 28: convolution 3 × 3 to 32 channels, ReLU, *batch norm*; convolution 3 × 3 to 64
/// channels, ReLU, maximum over 2 × 2, *batch norm*; dense to 128, ReLU, *batch norm*; dense to 10. Without the three
/// batch norms it has 1,199,882 parameters. With them, how many
///
/// `[in all, that are learned, that are kept but not learned]`?
pub fn cnn_bn_parameters() -> [usize; 3] {
    todo!()
}

/// **7. Not all count alike** (15 minutes)
///
/// The loss of each example, its class, and what an example of each class counts. Return the weighted mean of the
/// losses: Σ wᵢ·ℓᵢ / Σ wᵢ, where wᵢ is the weight of example i.
pub fn weighted_loss(losses: &[f64], labels: &[usize], class_weights: &[f64]) -> f64 {
    todo!()
}

/// **8. Another picture of the same digit** (20 minutes)
///
/// `picture` has rows of pixels. Return it moved `down` rows downwards and `right` columns to the right; a negative number
/// moves the other way. What leaves the picture is gone, and what comes in is empty: 0. It keeps its size.
pub fn shifted(picture: &[Vec<f64>], down: isize, right: isize) -> Vec<Vec<f64>> {
    todo!()
}
