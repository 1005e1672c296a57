//! Checks a gradient against the definition of a derivative.

use crate::{Shape, Tape, Tensor, Var, rng};
use rand::RngExt;

/// What a check found.
#[derive(Debug, Clone)]
pub struct GradReport {
    /// The largest |backward − difference| / (1 + |difference|) over all numbers of all inputs.
    pub worst: f32,
    /// Where: which input, and which of its numbers.
    pub at: (usize, usize),
    /// What backward said there.
    pub backward: f32,
    /// What the finite difference said there.
    pub difference: f32,
    /// How many numbers were compared.
    pub compared: usize,
}

/// Compares the gradients of `loss` with central differences,
/// (L(x + h) − L(x − h)) / 2h, one number of one input at a time.
///
/// f32 leaves about seven digits, and a difference of two nearly equal losses loses half of them, so
/// expect errors near 10⁻³, not 10⁻⁷. Keep losses near 1 and inputs away from kinks.
///
/// # Panics
/// If `loss` does not return a single number.
#[track_caller]
pub fn gradcheck(
    inputs: &[Tensor],
    loss: impl for<'t> Fn(&'t Tape, &[Var<'t>]) -> Var<'t>,
) -> GradReport {
    let tape = Tape::new();
    let vars: Vec<Var> = inputs.iter().map(|x| tape.variable(x.clone())).collect();
    let grads = loss(&tape, &vars).backward();
    let evaluate = |inputs: &[Tensor]| {
        let tape = Tape::new();
        let vars: Vec<Var> = inputs.iter().map(|x| tape.constant(x.clone())).collect();
        f64::from(loss(&tape, &vars).item())
    };
    let mut report = GradReport {
        worst: 0.0,
        at: (0, 0),
        backward: 0.0,
        difference: 0.0,
        compared: 0,
    };
    let mut moved = inputs.to_vec();
    for (which, input) in inputs.iter().enumerate() {
        for i in 0..input.len() {
            let x = input.data()[i];
            let h = 4e-3 * x.abs().max(1.0);
            let mut at = |value: f32| {
                moved[which].data_mut()[i] = value;
                evaluate(&moved)
            };
            let difference = ((at(x + h) - at(x - h)) / (2.0 * f64::from(h))) as f32;
            moved[which].data_mut()[i] = x;
            let backward = grads.get(vars[which]).map_or(0.0, |g| g.data()[i]);
            let error = (backward - difference).abs() / (1.0 + difference.abs());
            report.compared += 1;
            // Written so that a NaN counts as the worst error, not as none.
            if report.compared == 1 || error.is_nan() || error > report.worst {
                report = GradReport {
                    worst: error,
                    at: (which, i),
                    backward,
                    difference,
                    ..report
                };
            }
            if error.is_nan() {
                return report;
            }
        }
    }
    report
}

/// [`gradcheck`], and fails if the worst error is above 2·10⁻³.
///
/// # Panics
/// With the place and both numbers, if a gradient is off.
#[track_caller]
pub fn assert_gradients(inputs: &[Tensor], loss: impl for<'t> Fn(&'t Tape, &[Var<'t>]) -> Var<'t>) {
    let report = gradcheck(inputs, loss);
    assert!(
        report.worst <= 2e-3,
        "gradient of input {} at {}: backward says {}, the difference quotient {} ({report:?})",
        report.at.0,
        report.at.1,
        report.backward,
        report.difference,
    );
}

/// Numbers for a check: between −1.5 and 1.5, none of them within 0.1 of 0, where some functions
/// have a kink.
pub fn sample(shape: impl Into<Shape>, seed: u64) -> Tensor {
    let shape = shape.into();
    let mut rng = rng(seed);
    let number = |_| {
        let size = rng.random_range(0.1..1.5_f32);
        if rng.random_range(0..2) == 0 {
            size
        } else {
            -size
        }
    };
    Tensor::from_vec((0..shape.size()).map(number).collect(), shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_gradient_passes() {
        let report = gradcheck(&[sample([3], 1)], |_, v| (v[0] * v[0]).sum());
        assert!(report.worst < 1e-3 && report.compared == 3, "{report:?}");
    }

    #[test]
    #[should_panic(expected = "gradient of input 0")]
    fn a_wrong_gradient_is_caught() {
        // `detach` hides one of the two factors: backward then sees only half of the slope.
        assert_gradients(&[sample([3], 1)], |_, v| (v[0] * v[0].detach()).sum());
    }

    #[test]
    #[should_panic(expected = "gradient of input 0")]
    fn nan_is_caught() {
        assert_gradients(&[Tensor::from_vec(vec![-1.0], [1])], |_, v| v[0].ln().sum());
    }
}
