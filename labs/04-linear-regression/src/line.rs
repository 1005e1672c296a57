//! One line through four points, in plain `f32`: the formulas, typed as they are written.

/// The four inputs of the first example ([YAK] labs 3 and 4).
pub const X: [f32; 4] = [1.0, 2.0, 3.0, 4.0];
/// The four targets of the first example: all on the line y = −x + 1.
pub const Y: [f32; 4] = [0.0, -1.0, -2.0, -3.0];
/// Where gradient descent starts: W = 0.3, b = −0.3.
pub const START: (f32, f32) = (0.3, -0.3);
/// Inputs that are never trained on ([YAK] lab 5).
pub const EVAL_X: [f32; 4] = [2.0, 5.0, 8.0, 1.0];
/// What was measured at [`EVAL_X`]: close to the line, not on it.
pub const EVAL_Y: [f32; 4] = [-1.01, -4.1, -7.0, 0.0];

/// A function that gives (∂L/∂W, ∂L/∂b) from W, b, the inputs and the targets.
pub type Gradient = fn(f32, f32, &[f32], &[f32]) -> (f32, f32);

/// The line's answers, ŷ = W·x + b, one for each input.
pub fn predict(w: f32, b: f32, x: &[f32]) -> Vec<f32> {
    x.iter().map(|x| w * x + b).collect()
}

// ANCHOR: loss
/// The summed squared loss, L = Σ (W·x + b − y)².
pub fn summed_squared_loss(w: f32, b: f32, x: &[f32], y: &[f32]) -> f32 {
    predict(w, b, x)
        .iter()
        .zip(y)
        .map(|(prediction, y)| (prediction - y) * (prediction - y))
        .sum()
}
// ANCHOR_END: loss

// ANCHOR: descend
/// Gradient descent: `steps` times, W ← W − rate·∂L/∂W and b ← b − rate·∂L/∂b.
///
/// Returns every (W, b) on the way, the start first: `steps + 1` pairs.
pub fn descend(
    gradient: Gradient,
    start: (f32, f32),
    rate: f32,
    steps: usize,
    x: &[f32],
    y: &[f32],
) -> Vec<(f32, f32)> {
    let mut path = vec![start];
    let (mut w, mut b) = start;
    for _ in 0..steps {
        let (dw, db) = gradient(w, b, x, y);
        w -= rate * dw;
        b -= rate * db;
        path.push((w, b));
    }
    path
}
// ANCHOR_END: descend

/// The same descent with each update rounded once instead of twice, as PyTorch's kernels do it
/// with the processor's fused multiply-add.
pub fn descend_fused(
    gradient: Gradient,
    start: (f32, f32),
    rate: f32,
    steps: usize,
    x: &[f32],
    y: &[f32],
) -> Vec<(f32, f32)> {
    let mut path = vec![start];
    let (mut w, mut b) = start;
    for _ in 0..steps {
        let (dw, db) = gradient(w, b, x, y);
        w = (-rate).mul_add(dw, w);
        b = (-rate).mul_add(db, b);
        path.push((w, b));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solutions::loss_gradient;

    #[test]
    fn after_sixty_steps_the_order_of_the_pairs_is_forgotten() {
        let walk = |order: [usize; 4]| {
            let (x, y) = (order.map(|i| X[i]), order.map(|i| Y[i]));
            descend(loss_gradient, START, 0.01, 1000, &x, &y)
        };
        let usual = walk([0, 1, 2, 3]);
        let mut latest = 0;
        let mut orders = 0;
        for code in 0..256 {
            let order = [code / 64, code / 16 % 4, code / 4 % 4, code % 4];
            if (0..4).all(|i| order.contains(&i)) {
                let differs = |(a, b): (&(f32, f32), &(f32, f32))| a != b;
                let last = usual.iter().zip(&walk(order)).rposition(differs);
                latest = latest.max(last.unwrap_or(0));
                orders += 1;
            }
        }
        assert_eq!((orders, latest), (24, 60));
    }
}
