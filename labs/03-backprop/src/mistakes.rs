//! Plausible wrong answers. The judge recognises each and names the misconception behind it.

use ndarray::{Array1, Array2, Axis};

/// (T − O) instead of (O − T): the gradient points downhill.
pub fn gradient_by_hand_with_the_sign_lost() -> f64 {
    -0.0918
}

/// Stops at ∂E/∂O · I: the sigmoid's derivative is missing.
pub fn gradient_by_hand_without_the_derivative() -> f64 {
    0.72
}

/// Stops at ∂E/∂s.
pub fn gradient_by_hand_without_the_input() -> f64 {
    0.095625
}

/// Copied from the lesson, which does not round on the way.
pub fn gradient_by_hand_unrounded() -> f64 {
    0.090291
}

/// Applies σ to the output a second time.
pub fn sigmoid_backward_of_the_output(output: &[f64], d_output: &[f64]) -> Vec<f64> {
    let sigma = |v: f64| 1.0 / (1.0 + (-v).exp());
    output
        .iter()
        .zip(d_output)
        .map(|(&o, d)| d * sigma(o) * (1.0 - sigma(o)))
        .collect()
}

/// The local derivative alone.
pub fn sigmoid_backward_without_the_chain(output: &[f64], _d_output: &[f64]) -> Vec<f64> {
    output.iter().map(|o| o * (1.0 - o)).collect()
}

/// 1 − O², the derivative of tanh.
pub fn sigmoid_backward_with_tanh(output: &[f64], d_output: &[f64]) -> Vec<f64> {
    output
        .iter()
        .zip(d_output)
        .map(|(o, d)| d * (1.0 - o * o))
        .collect()
}

/// dSᵀ · X, which is dW lying on its side.
pub fn layer_backward_transposed(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    (d_sum.dot(&w.t()), d_sum.t().dot(x), d_sum.sum_axis(Axis(0)))
}

/// Divides by N what has been divided already.
pub fn layer_backward_averaged(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let n = x.nrows() as f64;
    (
        d_sum.dot(&w.t()),
        x.t().dot(d_sum) / n,
        d_sum.sum_axis(Axis(0)) / n,
    )
}

/// Takes the bias gradient from the first sample only.
pub fn layer_backward_first_row(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    (d_sum.dot(&w.t()), x.t().dot(d_sum), d_sum.row(0).to_owned())
}

/// Divides by h where the two points are 2h apart.
pub fn central_difference_over_h(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / h
}

/// The forward difference.
pub fn central_difference_one_sided(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x)) / h
}

/// b − a on top.
pub fn central_difference_reversed(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x - h) - f(x + h)) / (2.0 * h)
}

fn walk(
    tape: &[Vec<(usize, f64)>],
    visits: impl Iterator<Item = usize>,
    write: impl Fn(f64, f64, f64) -> f64,
) -> Vec<f64> {
    let mut grads = vec![0.0; tape.len()];
    if let Some(result) = grads.last_mut() {
        *result = 1.0;
    }
    for i in visits {
        for &(from, derivative) in &tape[i] {
            grads[from] = write(grads[from], derivative, grads[i]);
        }
    }
    grads
}

/// `=` where `+=` belongs.
pub fn walk_backward_overwriting(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    walk(tape, (0..tape.len()).rev(), |_, derivative, grad| {
        derivative * grad
    })
}

/// From the first entry to the last.
pub fn walk_backward_forwards(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    walk(tape, 0..tape.len(), |old, derivative, grad| {
        old + derivative * grad
    })
}

/// Adds the local derivatives without multiplying by what came from above.
pub fn walk_backward_without_the_chain(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    walk(tape, (0..tape.len()).rev(), |old, derivative, _| {
        old + derivative
    })
}

/// 2x + 3: what a working engine says.
pub fn planted_bug_unnoticed() -> f64 {
    7.0
}

/// 3: the first write, as if later ones were ignored.
pub fn planted_bug_first_write() -> f64 {
    3.0
}

/// 4: x·x as one write of 2x.
pub fn planted_bug_square_in_one() -> f64 {
    4.0
}

/// D(q‖p).
pub fn kl_divergence_reversed(p: &[f64], q: &[f64]) -> f64 {
    p.iter()
        .zip(q)
        .filter(|&(_, &q)| q > 0.0)
        .map(|(p, q)| q * (q / p).ln())
        .sum()
}

/// The cross-entropy H(p, q).
pub fn kl_divergence_as_cross_entropy(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| -p * q.ln()).sum()
}

/// Right, in bits.
pub fn kl_divergence_in_bits(p: &[f64], q: &[f64]) -> f64 {
    p.iter()
        .zip(q)
        .filter(|&(&p, _)| p > 0.0)
        .map(|(p, q)| p * (p / q).log2())
        .sum()
}

/// Lets 0 · ln 0 become NaN.
pub fn kl_divergence_with_nan(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * (p / q).ln()).sum()
}

fn neuron_gradient(
    x: &Array2<f64>,
    y: &Array1<f64>,
    w: &Array1<f64>,
    b: f64,
    d_sum: impl Fn(f64, f64) -> f64,
) -> (Array1<f64>, f64) {
    let a = (x.dot(w) + b).mapv(|s| 1.0 / (1.0 + (-s).exp()));
    let d: Array1<f64> = a.iter().zip(y).map(|(&a, &y)| d_sum(a, y)).collect();
    (x.t().dot(&d), d.sum())
}

/// The quadratic cost's gradient: σ′ is still there.
pub fn cross_entropy_gradient_with_derivative(
    x: &Array2<f64>,
    y: &Array1<f64>,
    w: &Array1<f64>,
    b: f64,
) -> (Array1<f64>, f64) {
    let n = y.len() as f64;
    neuron_gradient(x, y, w, b, |a, y| (a - y) * a * (1.0 - a) / n)
}

/// y − a: uphill.
pub fn cross_entropy_gradient_with_the_sign_lost(
    x: &Array2<f64>,
    y: &Array1<f64>,
    w: &Array1<f64>,
    b: f64,
) -> (Array1<f64>, f64) {
    let n = y.len() as f64;
    neuron_gradient(x, y, w, b, |a, y| (y - a) / n)
}

/// The sum over the samples.
pub fn cross_entropy_gradient_summed(
    x: &Array2<f64>,
    y: &Array1<f64>,
    w: &Array1<f64>,
    b: f64,
) -> (Array1<f64>, f64) {
    neuron_gradient(x, y, w, b, |a, y| a - y)
}
