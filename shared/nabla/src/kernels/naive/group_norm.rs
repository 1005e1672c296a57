//! Normalisation within one example, by its formula.

use crate::Tensor;

/// Group normalisation, straight from the formula and in double precision: of each example of `x`
/// `[N, …, C]`, each of the `groups` equal groups of neighbouring channels minus its mean, divided by
/// √(σ² + ε), times γ and plus β of the channel.
///
/// # Panics
/// If `x` has no batch axis, or the channels do not make that many equal groups.
#[track_caller]
pub fn group_norm(
    x: &Tensor,
    groups: usize,
    gamma: &Tensor,
    beta: &Tensor,
    epsilon: f32,
) -> Tensor {
    let channels = x.shape().last();
    let (_, _, numbers) = x.shape().around(0);
    assert!(
        channels.is_multiple_of(groups),
        "{channels} channels do not make {groups} equal groups"
    );
    let group_of = |i: usize| i % channels / (channels / groups);
    let mut y = x.clone();
    for example in y.data_mut().chunks_exact_mut(numbers.max(1)) {
        let before: Vec<f64> = example.iter().map(|&x| f64::from(x)).collect();
        for group in 0..groups {
            let places = || (0..numbers).filter(|&i| group_of(i) == group);
            let count = places().count() as f64;
            let mean = places().map(|i| before[i]).sum::<f64>() / count;
            let variance = places().map(|i| (before[i] - mean).powi(2)).sum::<f64>() / count;
            for i in places() {
                let unit = (before[i] - mean) / (variance + f64::from(epsilon)).sqrt();
                let (gamma, beta) = (gamma.data()[i % channels], beta.data()[i % channels]);
                example[i] = (f64::from(gamma) * unit + f64::from(beta)) as f32;
            }
        }
    }
    y
}
