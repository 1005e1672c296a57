//! Gradients from two more evaluations: slow, approximate, and hard to get wrong.

// ANCHOR: differences
/// One step ahead: (f(x+h) − f(x))/h. Its error shrinks like h.
pub fn forward_difference(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x)) / h
}

/// A step to either side: (f(x+h) − f(x−h))/2h. Its error shrinks like h².
pub fn central_difference(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / (2.0 * h)
}
// ANCHOR_END: differences

/// The central difference computed in single precision throughout.
pub fn central_difference_f32(f: &dyn Fn(f32) -> f32, x: f32, h: f32) -> f32 {
    (f(x + h) - f(x - h)) / (2.0 * h)
}

/// The gradient of `f` at `x`, one central difference a coordinate: 2n evaluations for n numbers.
// ANCHOR: numeric_gradient
pub fn gradient(f: &dyn Fn(&[f64]) -> f64, x: &[f64], h: f64) -> Vec<f64> {
    let mut moved = x.to_vec();
    (0..x.len())
        .map(|i| {
            moved[i] = x[i] + h;
            let ahead = f(&moved);
            moved[i] = x[i] - h;
            let behind = f(&moved);
            moved[i] = x[i];
            (ahead - behind) / (2.0 * h)
        })
        .collect()
}
// ANCHOR_END: numeric_gradient

/// |a − b| measured against the larger of the two: 0 is equal, 1 is unrelated, 2 is opposite.
pub fn relative_error(a: f64, b: f64) -> f64 {
    let size = a.abs().max(b.abs());
    if size == 0.0 {
        0.0
    } else {
        (a - b).abs() / size
    }
}

/// One row of the sweep over step sizes: relative errors of three estimates of the same derivative.
#[derive(Clone, Copy, Debug)]
pub struct StepError {
    /// The step.
    pub h: f64,
    /// Error of the forward difference, double precision.
    pub forward: f64,
    /// Error of the central difference, double precision.
    pub central: f64,
    /// Error of the central difference in single precision, where h is not lost altogether.
    pub single: Option<f64>,
}

/// How wrong each estimate of σ′ is, for steps from 1 down to 10⁻¹⁴, four to a decade: the root mean square of the
/// relative error at 4000 places from x = 0.9 to 1.1, since rounding at a single place is a matter of luck.
pub fn step_sweep() -> Vec<StepError> {
    let f = crate::by_hand::sigmoid;
    let f32 = |v: f32| 1.0 / (1.0 + (-v).exp());
    let places: Vec<f64> = (0..4000).map(|i| 0.9 + f64::from(i) / 20_000.0).collect();
    let error = |estimate: &dyn Fn(f64) -> f64| {
        let exact = |x: f64| crate::by_hand::sigmoid_derivative(f(x));
        let squares = places
            .iter()
            .map(|&x| (estimate(x) / exact(x) - 1.0).powi(2));
        (squares.sum::<f64>() / places.len() as f64).sqrt()
    };
    (0..=56)
        .map(|i| {
            let h = 10f64.powf(-f64::from(i) / 4.0);
            let single = |x: f64| f64::from(central_difference_f32(&f32, x as f32, h as f32));
            StepError {
                h,
                forward: error(&|x| forward_difference(&f, x, h)),
                central: error(&|x| central_difference(&f, x, h)),
                single: (h >= 1e-6).then(|| error(&single)),
            }
        })
        .collect()
}
