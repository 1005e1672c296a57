//! A learning rate that changes as training goes on.

/// How the learning rate depends on the step (or the epoch: count what you like).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Schedule {
    /// Always the same.
    Constant,
    /// Multiplied by `factor` after every `every` steps: λ·factor^⌊i/every⌋.
    Step {
        /// Steps between two changes, at least 1.
        every: usize,
        /// What the rate is multiplied by.
        factor: f32,
    },
    /// εᵢ = εᵢ₋₁/(1 + δ), that is λ/(1 + δ)ⁱ (Farbin's lectures).
    InverseDecay {
        /// δ, above 0.
        delta: f32,
    },
    /// Half a cosine wave from λ down to `floor` in `steps` steps, then `floor`
    /// (Loshchilov and Hutter, 2016, without the restarts).
    Cosine {
        /// How many steps the way down takes.
        steps: usize,
        /// The rate at the end.
        floor: f32,
    },
    /// Up in a straight line, in `warm` equal steps and one more to λ; then half a cosine wave down to `floor`, which
    /// is reached at step `steps`. So transformers are trained: at first the means of Adam are of few gradients
    /// (nanoGPT's rule).
    WarmCosine {
        /// Steps before the first at λ.
        warm: usize,
        /// How many steps up and down take together.
        steps: usize,
        /// The rate at the end.
        floor: f32,
    },
}

impl Schedule {
    /// The rate at step `step`, counted from 0; `base` is the rate to start with.
    ///
    /// ```
    /// use nabla::optim::{Optimizer, Schedule, Sgd};
    /// let (schedule, mut optimizer) = (Schedule::Step { every: 10, factor: 0.5 }, Sgd::new(0.1));
    /// for step in 0..25 {
    ///     optimizer.set_rate(schedule.rate(0.1, step));
    /// }
    /// assert_eq!(optimizer.rate(), 0.025);
    /// ```
    pub fn rate(self, base: f32, step: usize) -> f32 {
        let (start, i) = (f64::from(base), step as f64);
        let rate = match self {
            Schedule::Constant => start,
            Schedule::Step { every, factor } => {
                start * f64::from(factor).powf((step / every.max(1)) as f64)
            }
            Schedule::InverseDecay { delta } => start / (1.0 + f64::from(delta)).powf(i),
            Schedule::Cosine { steps, floor } if step < steps => {
                let floor = f64::from(floor);
                let way = std::f64::consts::PI * i / steps as f64;
                floor + (start - floor) * 0.5 * (1.0 + way.cos())
            }
            Schedule::Cosine { floor, .. } => f64::from(floor),
            Schedule::WarmCosine { warm, .. } if step < warm => {
                start * (i + 1.0) / (warm as f64 + 1.0)
            }
            Schedule::WarmCosine { warm, steps, floor } => {
                let steps = steps.saturating_sub(warm);
                return Schedule::Cosine { steps, floor }.rate(base, step - warm);
            }
        };
        rate as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(schedule: Schedule, steps: &[usize]) -> Vec<f32> {
        steps.iter().map(|&i| schedule.rate(0.8, i)).collect()
    }

    #[test]
    fn each_follows_its_formula() {
        assert_eq!(rates(Schedule::Constant, &[0, 999]), [0.8, 0.8]);
        let stairs = Schedule::Step {
            every: 3,
            factor: 0.5,
        };
        assert_eq!(rates(stairs, &[0, 2, 3, 5, 6]), [0.8, 0.8, 0.4, 0.4, 0.2]);
        let inverse = Schedule::InverseDecay { delta: 0.25 };
        for (got, want) in rates(inverse, &[0, 1, 2]).iter().zip([0.8, 0.64, 0.512]) {
            assert!((got - want).abs() < 1e-7, "{got} {want}");
        }
        // Half way down a cosine is the middle; a third of the way, cos 60° = ½ gives ¾.
        let cosine = Schedule::Cosine {
            steps: 6,
            floor: 0.2,
        };
        let want = [0.8, 0.65, 0.5, 0.2, 0.2];
        for (got, want) in rates(cosine, &[0, 2, 3, 6, 100]).iter().zip(want) {
            assert!((got - want).abs() < 1e-7, "{got} {want}");
        }
    }

    /// nanoGPT's, for a processor: from 10⁻³ down to 10⁻⁴ at 2,000, after 100 steps up.
    #[test]
    fn the_warm_one_rises_first() {
        let (warm, steps, floor) = (100, 2000, 1e-4);
        let schedule = Schedule::WarmCosine { warm, steps, floor };
        for (step, want) in [
            (0, 1e-3 / 101.0),
            (99, 1e-3 * 100.0 / 101.0),
            (100, 1e-3),
            (1050, 5.5e-4), // Half way down.
            (2000, 1e-4),
            (9999, 1e-4),
        ] {
            let got = schedule.rate(1e-3, step);
            assert!((got - want).abs() < 1e-9, "at {step}: {got}, {want}");
        }
    }

    #[test]
    fn no_steps_at_all_are_no_reason_to_fail() {
        let stairs = Schedule::Step {
            every: 0,
            factor: 0.5,
        };
        assert_eq!(rates(stairs, &[2]), [0.2]);
        let cosine = Schedule::Cosine {
            steps: 0,
            floor: 0.1,
        };
        assert_eq!(rates(cosine, &[0]), [0.1]);
    }
}
