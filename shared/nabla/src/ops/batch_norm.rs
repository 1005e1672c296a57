//! Batch normalisation: each channel gets mean 0 and variance 1, then a scale and a shift of its own
//! (Ioffe and Szegedy, 2015).
//!
//! ```text
//! x [N, C] or [N, H, W, C]   γ, β [C]   M numbers a channel: N, or N·H·W
//!
//! μ = Σx / M      σ² = Σ(x − μ)² / M      x̂ = (x − μ)/√(σ² + ε)      y = γ·x̂ + β
//!
//! dβ = Σdy      dγ = Σdy·x̂
//! dx = γ/√(σ² + ε) · (dy − dβ/M − x̂·dγ/M)
//! ```
//!
//! The last two terms are there because every x moves its channel's μ and σ². With a fixed μ and σ²,
//! as in a model in use, they are not.

pub(crate) mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::norm;
use crate::kernels::threads::{for_each_chunk, for_each_part, rows_in_chunk, whole_rows};
use crate::tape::{Grads, Id, Values, Var};
use std::ops::Range;

pub(crate) struct BatchNorm {
    x: Id,
    gamma: Id,
    beta: Id,
    mean: Tensor,
    /// 1/√(σ² + ε)
    inverse: Tensor,
    /// μ and σ² were given, and do not depend on x.
    fixed: bool,
}

/// Mean and variance of each channel, `[C]`.
#[derive(Debug, Clone)]
pub struct Moments {
    /// μ
    pub mean: Tensor,
    /// σ², the sum of squares divided by their number (not by one less).
    pub variance: Tensor,
}

impl<'t> Var<'t> {
    /// Normalises each channel (the last axis) by its own mean and variance in this batch, then
    /// multiplies by `gamma` and adds `beta`, both `[C]`. `epsilon` keeps the division finite.
    ///
    /// # Panics
    /// If the shapes do not fit, or there are fewer than two numbers a channel: one number has no
    /// variance.
    #[track_caller]
    pub fn batch_norm(self, gamma: Var<'t>, beta: Var<'t>, epsilon: f32) -> Var<'t> {
        self.batch_norm_with_moments(gamma, beta, epsilon).0
    }

    /// [`batch_norm`](Self::batch_norm), and what mean and variance it found: a layer keeps a running
    /// mean of them.
    ///
    /// # Panics
    /// As [`batch_norm`](Self::batch_norm).
    #[track_caller]
    pub fn batch_norm_with_moments(
        self,
        gamma: Var<'t>,
        beta: Var<'t>,
        epsilon: f32,
    ) -> (Var<'t>, Moments) {
        let x = self.value();
        let (rows, _) = x.shape().as_rows();
        check(&x, &[&gamma.value(), &beta.value()]);
        assert!(
            rows > 1,
            "batch_norm: a channel of {} has {rows} number{} in this batch, and a variance takes two; use a larger batch, or drop the last short one",
            x.shape(),
            if rows == 1 { "" } else { "s" }
        );
        let moments = moments(&x);
        let y = self.normalised(gamma, beta, &moments, epsilon, false);
        (y, moments)
    }

    /// Normalises each channel by a mean and a variance that are given, as a trained model does.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn batch_norm_by(
        self,
        gamma: Var<'t>,
        beta: Var<'t>,
        moments: &Moments,
        epsilon: f32,
    ) -> Var<'t> {
        let (gamma_value, beta_value) = (gamma.value(), beta.value());
        check(
            &self.value(),
            &[&gamma_value, &beta_value, &moments.mean, &moments.variance],
        );
        self.normalised(gamma, beta, moments, epsilon, true)
    }

    #[track_caller]
    fn normalised(
        self,
        gamma: Var<'t>,
        beta: Var<'t>,
        moments: &Moments,
        epsilon: f32,
        fixed: bool,
    ) -> Var<'t> {
        self.check_same_tape(gamma);
        self.check_same_tape(beta);
        let x = self.value();
        let (y, inverse) = forward(&x, [&gamma.value(), &beta.value()], moments, epsilon);
        let op = BatchNorm {
            x: self.id,
            gamma: gamma.id,
            beta: beta.id,
            mean: moments.mean.clone(),
            inverse,
            fixed,
        };
        self.tape.record(y, &[self.id, gamma.id, beta.id], op)
    }
}

#[track_caller]
fn check(x: &Tensor, others: &[&Tensor]) {
    assert!(
        x.shape().rank() >= 2,
        "batch_norm: takes [N, C] or [N, H, W, C], this is {}",
        x.shape()
    );
    assert!(
        x.shape().last() > 0,
        "batch_norm: x is {}, which has no channels",
        x.shape()
    );
    for other in others {
        assert!(
            other.dims() == [x.shape().last()],
            "batch_norm: x is {}, so everything kept for a channel is [{}], not {}",
            x.shape(),
            x.shape().last(),
            other.shape()
        );
    }
}

/// A tensor of `like`'s shape whose number i is `f(i)`.
pub(super) fn combine(like: &Tensor, f: impl Fn(usize) -> f32) -> Tensor {
    let mut out = Tensor::scratch(like.shape());
    for (i, out) in out.data_mut().iter_mut().enumerate() {
        *out = f(i);
    }
    out
}

/// Calls `work` for each chunk of rows with a place for two results for each column; returns all
/// places, `[chunks, columns]` each.
fn for_each_rows(
    len: usize,
    columns: usize,
    work: impl Fn(Range<usize>, &mut [f32], &mut [f32]) + Sync,
) -> [Tensor; 2] {
    let size = whole_rows(columns);
    let mut places = [0, 1].map(|_| Tensor::scratch([len.div_ceil(size), columns]));
    let slices = places.each_mut().map(Tensor::data_mut);
    for_each_part(slices, [columns; 2], |i, [first, second]| {
        work(i * size..((i + 1) * size).min(len), first, second);
    });
    places
}

fn moments(x: &Tensor) -> Moments {
    if let Some(gpu) = x.gpu() {
        return gpu::moments(gpu, x);
    }
    let (rows, columns) = x.shape().as_rows();
    let numbers = x.data();
    let [means, squares] = for_each_rows(x.len(), columns, |chunk, mean, squares| {
        norm::moments(&numbers[chunk], mean, squares);
    });
    let (mut mean, mut variance) = (Tensor::scratch([columns]), Tensor::scratch([columns]));
    let a_chunk = rows_in_chunk(columns);
    norm::join_moments(
        |i| a_chunk.min(rows - i * a_chunk),
        means.data(),
        squares.data(),
        mean.data_mut(),
        variance.data_mut(),
    );
    variance
        .data_mut()
        .iter_mut()
        .for_each(|sum| *sum /= rows as f32);
    Moments { mean, variance }
}

/// y, and 1/√(σ² + ε) for each channel.
fn forward(
    x: &Tensor,
    [gamma, beta]: [&Tensor; 2],
    moments: &Moments,
    epsilon: f32,
) -> (Tensor, Tensor) {
    if let Some(gpu) = crate::gpu::of(
        "batch_norm",
        [x, gamma, beta, &moments.mean, &moments.variance],
    ) {
        return gpu::forward(&gpu, x, [gamma, beta], moments, epsilon);
    }
    let inverse = combine(&moments.variance, |i| {
        (1.0 / (f64::from(moments.variance.data()[i]) + f64::from(epsilon)).sqrt()) as f32
    });
    let scale = combine(&inverse, |i| gamma.data()[i] * inverse.data()[i]);
    (scaled(x, &moments.mean, &scale, beta), inverse)
}

fn scaled(x: &Tensor, centre: &Tensor, scale: &Tensor, shift: &Tensor) -> Tensor {
    let mut y = Tensor::scratch(x.shape());
    let x = x.data();
    let size = whole_rows(centre.len());
    for_each_chunk([y.data_mut()], size, |start, [y]| {
        let x = &x[start..start + y.len()];
        norm::scale(x, centre.data(), scale.data(), shift.data(), y);
    });
    y
}

/// The sums down the columns.
pub(super) fn total(places: &Tensor) -> Tensor {
    let mut out = Tensor::scratch([places.shape().last()]);
    norm::sums(places.data(), out.data_mut());
    out
}

impl Backward for BatchNorm {
    fn backward(&self, _y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let (x, gamma) = (values.get(self.x), values.get(self.gamma));
        if let Some(gpu) = dy.gpu() {
            return gpu::backward(gpu, self, [x, gamma, &dy], grads);
        }
        let (rows, columns) = x.shape().as_rows();
        let (mean, inverse) = (&self.mean, &self.inverse);
        let [sums, products] = for_each_rows(x.len(), columns, |chunk, sums, products| {
            let (x, dy) = (&x.data()[chunk.clone()], &dy.data()[chunk]);
            norm::products(x, dy, mean.data(), sums, products);
        });
        let (dbeta, products) = (total(&sums), total(&products));
        let dgamma = combine(&products, |i| products.data()[i] * inverse.data()[i]);
        if grads.wants(self.x) {
            let share = if self.fixed { 0.0 } else { 1.0 / rows as f32 };
            let scale = combine(gamma, |i| gamma.data()[i] * inverse.data()[i]);
            let shift = combine(&scale, |i| scale.data()[i] * dbeta.data()[i] * share);
            let slope = combine(&scale, |i| {
                scale.data()[i] * inverse.data()[i] * dgamma.data()[i] * share
            });
            let size = whole_rows(columns);
            for_each_chunk([dy.data_mut()], size, |start, [dy]| {
                let x = &x.data()[start..start + dy.len()];
                norm::unscale(x, mean.data(), slope.data(), shift.data(), scale.data(), dy);
            });
            grads.add(self.x, dy);
        }
        grads.add(self.gamma, dgamma);
        grads.add(self.beta, dbeta);
    }
}

#[cfg(test)]
mod tests;
