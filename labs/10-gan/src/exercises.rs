//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab10`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab10` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint generator_gradients`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. The best discriminator** (15 minutes)
///
/// At one place x, real numbers come with the density `data` and forged ones with the density `forged`; at least one
/// of the two is above 0. The discriminator is trained with the label `label` for what is real (1, or a little less: *label
/// smoothing*) and 0 for what is forged. So a real number costs it −label·ln D − (1 − label)·ln(1 − D), and a forged one
/// −ln(1 − D).
///
/// Return the output D that costs least on average. Derive it on paper; for `label` = 1 it is the D* of the lesson.
pub fn best_discriminator(data: f64, forged: f64, label: f64) -> f64 {
    todo!()
}

/// **2. The value of a game** (15 minutes, paper)
///
/// A world of two places, A and B. Of the real things 60 % are at A and 40 % at B; of the forged ones 20 % are at A and
/// 80 % at B. The discriminator is the best there is. Return
///
/// `[D*(A), D*(B), V(D*), the Jensen–Shannon divergence of the two, in nats]`
///
/// to four decimals or better.
pub fn value_by_hand() -> [f64; 4] {
    todo!()
}

/// **3. Three losses of the generator** (20 minutes)
///
/// The discriminator gave these `logits` to a batch of forgeries; its output for each is D = σ(logit). Return the gradients,
/// with respect to every logit, of three losses that a generator may have:
///
/// `[of the mean of ln(1 − D), of the mean of −ln D, of the mean of −D/(1 − D)]`
///
/// A logit may be as large as 40 or as low as −800: no gradient is NaN or infinite there.
pub fn generator_gradients(logits: &[f64]) -> [Vec<f64>; 3] {
    todo!()
}

/// **4. One optimiser for both** (15 minutes, paper; a planted bug)
///
/// The discriminator is D(x) = σ(w·x + c) with w = 2 and c = −2. The generator made a single number, x = 0.5, and can move
/// it directly. It is its turn: one step of plain gradient descent on −ln D(x), learning rate 1. But somebody gave this step
/// an optimiser that holds the parameters of both networks, and all three numbers take the step. Predict
///
/// `[x after the step, w after it, c after it, D after it of the forgery as it was, at 0.5]`
///
/// to four decimals or better. `cargo run -p lab10 -- --section one-round-by-hand` shows such a step with other numbers.
pub fn one_optimizer() -> [f64; 4] {
    todo!()
}

/// **5. Modes covered** (20 minutes)
///
/// How many of the `centres` are covered by the `points`? A point is good for a centre if it is at most `radius` away from
/// it (Euclidean distance). A centre is covered if the points that are good for it are at least the share `enough`
/// of *all* points; `enough` is above 0. Without points no centre is covered.
pub fn modes_covered(
    points: &[(f64, f64)],
    centres: &[(f64, f64)],
    radius: f64,
    enough: f64,
) -> usize {
    todo!()
}

/// **6. Transposed convolution** (25 minutes)
///
/// Of one channel. Each number of `x` paints a copy of `kernel`, as strong as the number; its
/// upper left corner comes to (`stride` · row, `stride` · column) of the canvas. Where copies overlap they add up. The
/// canvas is just large enough for all copies. In the end cut `margin` rows and columns off on each side.
///
/// `x` and `kernel` have rows of equal length, not necessarily as many rows as columns.
pub fn conv_transpose(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margin: usize,
) -> Vec<Vec<f64>> {
    todo!()
}

/// **7. Spherical interpolation** (15 minutes)
///
/// The point at the fraction `at` (0 to 1) of the way from `from` to `to`, where the way is an arc about the origin: the
/// direction turns evenly. With the angle Ω between the two,
///
/// sin((1 − at)·Ω)/sin Ω · from  +  sin(at·Ω)/sin Ω · to
///
/// If both have the same direction (sin Ω below 10⁻⁶), take the straight line. Neither is the origin.
pub fn slerp(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    todo!()
}

/// **8. Precision and coverage** (30 minutes)
///
/// `real` and `forged` are points of one space. Each real point has a ball around it, as large as the distance to its
/// `k`-th nearest neighbour among the *other* real points. Return
///
/// `[precision: the share of forged points that lie in at least one ball,
///   coverage: the share of balls in which at least one forged point lies]`
///
/// The rim belongs to the ball. There are more than `k` real points, and at least one forged one.
pub fn precision_and_coverage(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    todo!()
}
