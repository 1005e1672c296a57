//! Drawing from what a network says.

use crate::kernels::math::exp;
use crate::kernels::rows;
use crate::{Rng, Tensor};
use rand::RngExt;

/// Draws one class for each row of logits `[N, classes]`, with probabilities
/// softmax(logits/temperature).
///
/// Temperature 1 draws from the distribution as it is. Below 1 the likely becomes likelier, towards 0
/// always the largest logit wins; above 1 the choice comes closer to an even one. Each row takes one
/// number from `rng`.
///
/// # Panics
/// If the temperature is not a finite number above 0, there are no classes, or a row's largest logit
/// is not finite.
#[track_caller]
pub fn categorical(logits: &Tensor, temperature: f32, rng: &mut Rng) -> Vec<u32> {
    assert!(
        temperature > 0.0 && temperature.is_finite(),
        "categorical: the temperature is {temperature}, it must be above 0; for the likeliest class at every draw, take the largest logit of the row"
    );
    let (count, classes) = logits.shape().as_rows();
    assert!(
        classes > 0,
        "categorical: logits of shape {} have no classes to draw from",
        logits.shape()
    );
    let mut weights = vec![0.0; classes];
    let mut draws = Vec::with_capacity(count);
    for (number, row) in logits.data().chunks_exact(classes).enumerate() {
        let largest = rows::max(row);
        assert!(
            largest.is_finite(),
            "categorical: the largest logit of row {number} is {largest}"
        );
        // Less the largest before the division: a small temperature then makes 0 and −∞, not ∞.
        for (weight, logit) in weights.iter_mut().zip(row) {
            *weight = exp((logit - largest) / temperature);
        }
        draws.push(pick(&weights, rng.random::<f64>()) as u32);
    }
    draws
}

/// The class in whose part of the line from 0 to Σ weights this share of its length lies.
fn pick(weights: &[f32], share: f64) -> usize {
    let total: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    let mut left = share * total;
    let mut last = 0;
    for (class, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            if left < f64::from(weight) {
                return class;
            }
            left -= f64::from(weight);
            last = class;
        }
    }
    last // Only rounding leads here.
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng;

    const DRAWS: usize = 50_000;

    /// How often each class comes up.
    fn counts(logits: &[f32], temperature: f32) -> Vec<f64> {
        let one = Tensor::from_slice(logits, [1, logits.len()]);
        let all = one.gather_rows(&vec![0; DRAWS]);
        let mut counts = vec![0.0; logits.len()];
        for class in categorical(&all, temperature, &mut rng(1)) {
            counts[class as usize] += 1.0;
        }
        counts
    }

    #[test]
    fn the_frequencies_are_those_of_softmax() {
        let logits = [1.0, -0.5, 0.25, 2.0, -1.5];
        for temperature in [0.5, 1.0, 3.0] {
            let weights = logits.map(|x: f64| (x / f64::from(temperature)).exp());
            let total: f64 = weights.iter().sum();
            let seen = counts(&logits.map(|x| x as f32), temperature);
            let terms = seen.iter().zip(weights).map(|(seen, weight)| {
                let expected = DRAWS as f64 * weight / total;
                (seen - expected).powi(2) / expected
            });
            // Four degrees of freedom: above 18.5 once in a thousand.
            let chi: f64 = terms.sum();
            assert!(chi < 18.5, "temperature {temperature}: {chi}, {seen:?}");
        }
    }

    #[test]
    fn towards_zero_the_largest_wins_and_what_is_impossible_never_comes() {
        let logits = [1.0, f32::NEG_INFINITY, 1.001, -3.0];
        for temperature in [1e-5, 1e-30, f32::MIN_POSITIVE] {
            assert_eq!(
                counts(&logits, temperature),
                [0.0, 0.0, DRAWS as f64, 0.0],
                "{temperature}"
            );
        }
        assert_eq!(counts(&logits, 1e30)[1], 0.0);
        assert!(
            counts(&logits, 1e30)
                .iter()
                .all(|&n| n == 0.0 || (n - DRAWS as f64 / 3.0).abs() < 500.0)
        );
        let tie = counts(&[2.0, 2.0], 1e-6);
        assert!((tie[0] - tie[1]).abs() < 1500.0, "{tie:?}");
    }

    #[test]
    fn the_ends_of_the_line() {
        assert_eq!(pick(&[0.0, 0.5, 0.5, 0.0], 0.0), 1);
        assert_eq!(pick(&[0.0, 0.5, 0.5, 0.0], 0.5), 2);
        assert_eq!(pick(&[0.0, 0.5, 0.5, 0.0], 1.0), 2);
        assert!(categorical(&Tensor::zeros([0, 3]), 1.0, &mut rng(1)).is_empty());
    }

    #[test]
    #[should_panic(expected = "the temperature is 0, it must be above 0")]
    fn no_temperature_is_refused() {
        categorical(&Tensor::zeros([1, 3]), 0.0, &mut rng(1));
    }

    #[test]
    #[should_panic(expected = "the largest logit of row 1 is NaN")]
    fn nan_is_no_logit() {
        let logits = Tensor::from_vec(vec![0.0, 1.0, 0.0, f32::NAN], [2, 2]);
        categorical(&logits, 1.0, &mut rng(1));
    }
}
