//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab09`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab09` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint noisy_target`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. What is explained** (10 minutes, paper)
///
/// Somebody's centred data, 10 rows of 5 numbers, has the singular values 6, 4, 3, 2, 0. Through a narrow place of two
/// numbers, PCA's way, what is
///
/// `[the fraction of the variance that is explained,
///   the sum of all squared differences that are lost,
///   the mean squared error per number,
///   how many numbers in the middle lose nothing at all]`?
///
/// Give two decimals.
pub fn explained() -> [f64; 4] {
    todo!()
}

/// **2. There and back** (15 minutes)
///
/// `x` is a picture in a row, `mean` the mean picture, and `directions` some of PCA's directions: each of length 1, at right
/// angles to each other. Encode the picture (how far does it lie from the mean, along each direction?), decode the code, and
/// return what comes out.
pub fn reconstruct(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    todo!()
}

/// **3. The wrong answer, learned perfectly** (15 minutes, paper)
///
/// Somebody wants a network that cleans pictures. In each step noise of mean 0 and standard deviation 0.25 is put on the pictures, and the loss
/// is `mse(model(noisy), noisy)`. There is no narrow place, training succeeds completely, and the loss is 0. Predict, for new noisy
/// pictures of the same kind:
///
/// `[the mean squared error of what comes out against the clean picture,
///   the same of the noisy picture that went in,
///   the PSNR of what comes out, in decibels: 10·log₁₀(1/mse),
///   the loss that a network has which cleans perfectly]`
///
/// to four decimals or better. Nothing is cut off at 0 or 1. Then see it: `cargo run -p lab09 -- --section the-noise-it-never-saw`.
pub fn noisy_target() -> [f64; 4] {
    todo!()
}

/// **4. One number for a whole curve** (20 minutes)
///
/// Scores of usual pictures, and of odd ones. Draw one of each at random. How probable is it that the odd one has the *higher* score? A
/// tie counts half. Return that; it is the area under the ROC curve.
pub fn auc(usual: &[f64], odd: &[f64]) -> f64 {
    todo!()
}

/// **5. How many neighbours** (20 minutes)
///
/// The squared distances from a point to each of the others. It chooses one of them as its neighbour, with probabilities proportional
/// to exp(−d²/(2σ²)). Return the perplexity of that choice: 2 to the entropy in bits, or e to the entropy in nats, which is the same.
/// Some of the others may be far away, or all of them: it must not give NaN.
pub fn perplexity(squared: &[f64], sigma: f64) -> f64 {
    todo!()
}

/// **6. A draw that can be moved** (20 minutes)
///
/// One picture. For each number of its code the encoder gives a mean μ and a log-variance λ = ln σ²; `noise` has an ε from
/// N(0, 1) for each. Draw z = μ + σ·ε. Then the gradient `dz` of a loss in z comes back. Return
///
/// `(z, the gradient in the means, the gradient in the log-variances)`.
pub fn reparameterize(
    mean: &[f64],
    log_variance: &[f64],
    noise: &[f64],
    dz: &[f64],
) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    todo!()
}

/// **7. What a code costs** (20 minutes)
///
/// `mean[i]` and `log_variance[i]` are those of picture i, a number for each number of the code; λ = ln σ². Return
/// KL(N(μ, σ²) ‖ N(0, 1)) in nats a picture: added up over the code, mean over the pictures.
pub fn gaussian_kl(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    todo!()
}

/// **8. Sum or mean?** (15 minutes, paper)
///
/// Pictures of 784 pixels, codes of 20 numbers. In program A stands
/// `loss = bce.mean() + kl.sum(1).mean()`, in program B `loss = bce.mean() + kl.mean()`. There `bce` is `[N, 784]`, the
/// Bernoulli loss of each pixel in nats, `kl` is `[N, 20]`, the divergence of each number of the code, `mean()` goes
/// over all numbers and `sum(1)` along the second axis.
///
/// The bound wants: reconstruction + KL, each in nats a *picture*. Both programs make something else small, the same as
/// reconstruction + β·KL up to a factor. Return
///
/// `[the β of program A,
///   the β of program B,
///   nats a picture of reconstruction if bce.mean() prints 0.105,
///   the bits a pixel of a bound of −104 nats a picture]`
///
/// to four decimals or better. Then see what the β of program A does: `cargo run -p lab09 -- --section raising-the-price`.
pub fn sum_or_mean() -> [f64; 4] {
    todo!()
}
