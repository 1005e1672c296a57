//! Plausible wrong answers. The judge recognises each and names the misconception behind it.

pub mod costs;
pub mod engine;

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

/// 0.96 · 0.75 · 0.96 · 0.04: σ′ of the neuron that the weight comes from.
pub fn gradient_by_hand_with_the_other_neurons_derivative() -> f64 {
    0.027648
}

/// 0.96 · 0.75 · (1 − 0.85²).
pub fn gradient_by_hand_with_tanh() -> f64 {
    0.1998
}

/// 0.96 · 0.75 · σ(0.85) · (1 − σ(0.85)).
pub fn gradient_by_hand_with_sigma_twice() -> f64 {
    0.151035
}

/// The square's 2 stays: the ½ was forgotten.
pub fn gradient_by_hand_doubled() -> f64 {
    0.1836
}

/// 0.96 · 0.85 · 0.85 · 0.15: the output where the error belongs.
pub fn gradient_by_hand_without_the_target() -> f64 {
    0.10404
}

type LayerGradients = (Array2<f64>, Array2<f64>, Array1<f64>);

/// dSᵀ · X, which is dW lying on its side.
pub fn layer_backward_transposed(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    (d_sum.dot(&w.t()), d_sum.t().dot(x), d_sum.sum_axis(Axis(0)))
}

/// W · dSᵀ, which is dX lying on its side.
pub fn layer_backward_with_dx_transposed(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    (w.dot(&d_sum.t()), x.t().dot(d_sum), d_sum.sum_axis(Axis(0)))
}

/// dS · W, as on the way forwards.
pub fn layer_backward_with_w_as_it_is(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    (d_sum.dot(w), x.t().dot(d_sum), d_sum.sum_axis(Axis(0)))
}

/// X · dS.
pub fn layer_backward_with_x_as_it_is(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    (d_sum.dot(&w.t()), x.dot(d_sum), d_sum.sum_axis(Axis(0)))
}

/// The two matrices in each other's place.
pub fn layer_backward_exchanged(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    (x.t().dot(d_sum), d_sum.dot(&w.t()), d_sum.sum_axis(Axis(0)))
}

/// Divides d_w, d_b or both by N, which has been done already.
pub fn layer_backward_averaged(
    [w_too, b_too]: [bool; 2],
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    let n = x.nrows() as f64;
    let share = |divided: bool| if divided { n } else { 1.0 };
    (
        d_sum.dot(&w.t()),
        x.t().dot(d_sum) / share(w_too),
        d_sum.sum_axis(Axis(0)) / share(b_too),
    )
}

/// Takes the bias gradient from one sample only, the first or the last.
pub fn layer_backward_one_row(
    last: bool,
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    let row = if last { d_sum.nrows() - 1 } else { 0 };
    (
        d_sum.dot(&w.t()),
        x.t().dot(d_sum),
        d_sum.row(row).to_owned(),
    )
}

/// Sums each row, over the neurons.
pub fn layer_backward_along_the_rows(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    (d_sum.dot(&w.t()), x.t().dot(d_sum), d_sum.sum_axis(Axis(1)))
}

/// One number for all biases.
pub fn layer_backward_with_one_sum(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> LayerGradients {
    let all = Array1::from_elem(d_sum.ncols(), d_sum.sum());
    (d_sum.dot(&w.t()), x.t().dot(d_sum), all)
}

/// Divides by h where the two points are 2h apart.
pub fn central_difference_over_h(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / h
}

/// Divides by 2 alone.
pub fn central_difference_over_two(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / 2.0
}

/// `/ 2.0 * h`, read from left to right.
pub fn central_difference_times_h(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / 2.0 * h
}

/// The forward difference.
pub fn central_difference_one_sided(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x)) / h
}

/// The backward difference.
pub fn central_difference_behind(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x) - f(x - h)) / h
}

/// b − a on top.
pub fn central_difference_reversed(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x - h) - f(x + h)) / (2.0 * h)
}

/// The size of the slope.
pub fn central_difference_without_a_sign(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    ((f(x + h) - f(x - h)) / (2.0 * h)).abs()
}

/// Half a step to either side.
pub fn central_difference_of_half_steps(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h / 2.0) - f(x - h / 2.0)) / h
}

/// A small step of its own instead of `h`.
pub fn central_difference_of_its_own(step: f64, f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    (f(x + step) - f(x - step)) / (2.0 * step)
}
