//! Tensors drawn from a generator.

use super::Tensor;
use crate::{Rng, Shape};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use std::ops::Range;

impl Tensor {
    /// Standard normal numbers (mean 0, variance 1), drawn one after another from `rng`.
    #[track_caller]
    pub fn normal(shape: impl Into<Shape>, rng: &mut Rng) -> Self {
        Tensor::drawn(shape.into(), || StandardNormal.sample(rng))
    }

    /// Numbers spread evenly over `range`, drawn one after another from `rng`.
    ///
    /// # Panics
    /// If the range is empty, or an end of it is not finite.
    #[track_caller]
    pub fn uniform(shape: impl Into<Shape>, range: Range<f32>, rng: &mut Rng) -> Self {
        assert!(
            range.start < range.end && (range.end - range.start).is_finite(),
            "uniform: from {} to {} is no range to draw from",
            range.start,
            range.end
        );
        Tensor::drawn(shape.into(), || rng.random_range(range.clone()))
    }

    #[track_caller]
    fn drawn(shape: Shape, mut draw: impl FnMut() -> f32) -> Self {
        let mut tensor = Tensor::scratch(shape);
        tensor.data_mut().fill_with(&mut draw);
        tensor
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng;

    /// The mean, and the mean of the squares.
    fn moments(x: &Tensor) -> (f32, f32) {
        let n = x.len() as f32;
        let sum: f32 = x.data().iter().sum();
        let squares: f32 = x.data().iter().map(|x| x * x).sum();
        (sum / n, squares / n)
    }

    #[test]
    fn draws_spread_as_they_should() {
        // A hundred thousand draws: the means deviate by 0.003, those of the squares by 0.005.
        let (mean, square) = moments(&Tensor::normal([1000, 100], &mut rng(1)));
        assert!(
            mean.abs() < 0.015 && (square - 1.0).abs() < 0.025,
            "{mean} {square}"
        );
        let x = Tensor::uniform([1000, 100], -1.0..3.0, &mut rng(1));
        assert!(x.data().iter().all(|x| (-1.0..3.0).contains(x)));
        let (mean, square) = moments(&x);
        // 16/12 + 1² = 2⅓
        assert!(
            (mean - 1.0).abs() < 0.02 && (square - 7.0 / 3.0).abs() < 0.04,
            "{mean} {square}"
        );
    }

    #[test]
    fn the_generator_goes_on() {
        let (mut one, mut other) = (rng(1), rng(1));
        let both = Tensor::normal([2, 3], &mut one);
        let first = Tensor::normal([1, 3], &mut other);
        assert_eq!(both.rows(0..1), first);
        assert_eq!(both.rows(1..2), Tensor::normal([1, 3], &mut other));
    }

    #[test]
    #[should_panic(expected = "uniform: from 1 to 1 is no range to draw from")]
    fn an_empty_range_is_refused() {
        Tensor::uniform([3], 1.0..1.0, &mut rng(1));
    }
}
