//! Normalisation within one example: layer, instance and group norm. Unlike batch normalisation they
//! look at no other example, so they do the same in training and in use.
//!
//! ```text
//! x [N, P, G·D]: N examples, P pixels, channels in G groups of D      γ, β [G·D]      m = P·D
//!
//! for each example and group:   μ = Σx / m   σ² = Σ(x − μ)² / m   x̂ = (x − μ)/√(σ² + ε)
//! y = γ·x̂ + β
//!
//! dβ = Σdy   dγ = Σdy·x̂          over examples and pixels
//! dx = (γ·dy − a/m − x̂·b/m)/√(σ² + ε)      with a = Σγ·dy and b = Σγ·dy·x̂ over the group
//! ```
//!
//! Group norm: Wu and He, 2018. Instance norm is the case of one channel a group (Ulyanov et al.,
//! 2016). Layer norm (Ba et al., 2016) is here taken over the last axis alone, as PyTorch's
//! `LayerNorm(C)` and the transformers do: each row is an example of one pixel and one group. The
//! layer norm over a whole image is group norm with one group.

mod gpu;

use super::Backward;
use super::batch_norm::total;
use crate::Tensor;
use crate::kernels::threads::{for_each_part, rows_in_chunk};
use crate::kernels::{norm, row_norm};
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct GroupNorm {
    x: Id,
    gamma: Id,
    beta: Option<Id>,
    sizes: Sizes,
    /// μ of each example and group, `[N, G]`
    mean: Tensor,
    /// 1/√(σ² + ε), `[N, G]`
    inverse: Tensor,
}

/// N, P, G, D.
#[derive(Clone, Copy)]
struct Sizes {
    examples: usize,
    pixels: usize,
    groups: usize,
    depth: usize,
}

impl Sizes {
    fn channels(&self) -> usize {
        self.groups * self.depth
    }

    /// Is an example one group without pixels, as in layer norm?
    fn is_a_row(&self) -> bool {
        self.pixels == 1 && self.groups == 1
    }

    /// Numbers in an example.
    fn example(&self) -> usize {
        self.pixels * self.channels()
    }

    /// Examples in a chunk: it depends on the sizes alone. Their shares of dγ and dβ are added in single
    /// precision, so they are never many.
    fn together(&self) -> usize {
        rows_in_chunk(self.example()).min(128)
    }

    fn chunks(&self) -> usize {
        self.examples.div_ceil(self.together())
    }
}

impl<'t> Var<'t> {
    /// Normalises each row (the last axis) by its own mean and variance, then multiplies by `gamma`
    /// and adds `beta`, both as long as a row; `None` adds nothing.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn layer_norm(
        self,
        gamma: Var<'t>,
        beta: impl Into<Option<Var<'t>>>,
        epsilon: f32,
    ) -> Var<'t> {
        let (examples, depth) = self.shape().as_rows();
        let sizes = Sizes {
            examples,
            pixels: 1,
            groups: 1,
            depth,
        };
        self.normalised_within("layer_norm", sizes, gamma, beta.into(), epsilon)
    }

    /// Normalises each group of neighbouring channels of each example, `[N, C]` or `[N, H, W, C]`, by
    /// its own mean and variance, then multiplies each channel by `gamma` and adds `beta`, both
    /// `[C]`; `None` adds nothing.
    ///
    /// # Panics
    /// If the shapes do not fit, or the channels do not make equal groups.
    #[track_caller]
    pub fn group_norm(
        self,
        groups: usize,
        gamma: Var<'t>,
        beta: impl Into<Option<Var<'t>>>,
        epsilon: f32,
    ) -> Var<'t> {
        let shape = self.shape();
        assert!(
            shape.rank() >= 2 && groups > 0 && shape.last().is_multiple_of(groups),
            "group_norm: takes [N, …, C] with C a multiple of the {groups} groups, this is {shape}"
        );
        let (_, examples, numbers) = shape.around(0);
        let channels = shape.last();
        let sizes = Sizes {
            examples,
            pixels: numbers / channels.max(1),
            groups,
            depth: channels / groups,
        };
        self.normalised_within("group_norm", sizes, gamma, beta.into(), epsilon)
    }

    /// Normalises each channel of each image by its own mean and variance: group norm with as many
    /// groups as channels.
    ///
    /// # Panics
    /// As [`group_norm`](Self::group_norm).
    #[track_caller]
    pub fn instance_norm(
        self,
        gamma: Var<'t>,
        beta: impl Into<Option<Var<'t>>>,
        epsilon: f32,
    ) -> Var<'t> {
        self.group_norm(self.shape().last(), gamma, beta, epsilon)
    }

    #[track_caller]
    fn normalised_within(
        self,
        name: &str,
        sizes: Sizes,
        gamma: Var<'t>,
        beta: Option<Var<'t>>,
        epsilon: f32,
    ) -> Var<'t> {
        let beta = self.on_this_tape(gamma, beta);
        let (x, g) = (self.value(), gamma.value());
        let b = beta.map_or_else(|| zeros_like(&g), Var::value);
        for scale in [&g, &b] {
            assert!(
                scale.dims() == [sizes.channels()],
                "{name}: x is {}, so scale and shift are [{}], not {}",
                x.shape(),
                sizes.channels(),
                scale.shape()
            );
        }
        let [y, mean, inverse] = forward(name, &sizes, [&x, &g, &b], epsilon);
        let op = GroupNorm {
            x: self.id,
            gamma: gamma.id,
            beta: beta.map(|beta| beta.id),
            sizes,
            mean,
            inverse,
        };
        let inputs = [op.x, op.gamma, op.beta.unwrap_or(op.gamma)];
        self.tape.record(y, &inputs, op)
    }
}

/// The shift of a layer that has none.
fn zeros_like(gamma: &Tensor) -> Tensor {
    match gamma.gpu() {
        Some(gpu) => gpu.full(gamma.shape(), 0.0),
        None => Tensor::zeros(gamma.shape()),
    }
}

/// y, the means and the inverse deviations.
#[track_caller]
fn forward(name: &str, sizes: &Sizes, inputs: [&Tensor; 3], epsilon: f32) -> [Tensor; 3] {
    if let Some(gpu) = crate::gpu::of(name, inputs) {
        return gpu::forward(&gpu, sizes, inputs, epsilon);
    }
    let [x, gamma, beta] = inputs;
    let shape = [sizes.examples, sizes.groups];
    let mut results = [
        Tensor::scratch(x.shape()),
        Tensor::scratch(shape),
        Tensor::scratch(shape),
    ];
    if !x.is_empty() {
        let scales = (gamma.data(), beta.data());
        let slices = results.each_mut().map(Tensor::data_mut);
        fill(sizes, x.data(), scales, epsilon, slices);
    }
    results
}

/// Fills y, the means and the inverse deviations.
fn fill(
    sizes: &Sizes,
    x: &[f32],
    (gamma, beta): (&[f32], &[f32]),
    epsilon: f32,
    [y, mean, inverse]: [&mut [f32]; 3],
) {
    let (together, example, channels) = (sizes.together(), sizes.example(), sizes.channels());
    let mut space = Tensor::scratch([sizes.chunks(), 2, channels]);
    for_each_part(
        [y, mean, inverse, space.data_mut()],
        [
            together * example,
            together * sizes.groups,
            together * sizes.groups,
            2 * channels,
        ],
        |i, [y, mean, inverse, space]| {
            let (centre, scale) = space.split_at_mut(channels);
            let groups = mean
                .chunks_exact_mut(sizes.groups)
                .zip(inverse.chunks_exact_mut(sizes.groups));
            let x = x[i * together * example..].chunks_exact(example);
            for ((x, y), (mean, inverse)) in x.zip(y.chunks_exact_mut(example)).zip(groups) {
                if sizes.is_a_row() {
                    (mean[0], inverse[0]) = row_norm::forward(x, gamma, beta, epsilon, y);
                    continue;
                }
                norm::moments(x, centre, scale);
                for g in 0..sizes.groups {
                    let group = g * sizes.depth..(g + 1) * sizes.depth;
                    let (centre, scale) = (&mut centre[group.clone()], &mut scale[group.clone()]);
                    let (m, variance) = joined(centre, scale, sizes.pixels);
                    mean[g] = m as f32;
                    inverse[g] = (1.0 / (variance + f64::from(epsilon)).sqrt()) as f32;
                    centre.fill(mean[g]);
                    for (scale, gamma) in scale.iter_mut().zip(&gamma[group]) {
                        *scale = gamma * inverse[g];
                    }
                }
                norm::scale(x, centre, scale, beta, y);
            }
        },
    );
}

/// Mean and variance of a group, from the mean and the squared distances of each of its channels.
fn joined(means: &[f32], squares: &[f32], pixels: usize) -> (f64, f64) {
    let depth = means.len() as f64;
    let mean = means.iter().map(|&m| f64::from(m)).sum::<f64>() / depth;
    let between: f64 = means.iter().map(|&m| (f64::from(m) - mean).powi(2)).sum();
    let within: f64 = squares.iter().map(|&s| f64::from(s)).sum();
    (mean, between / depth + within / (depth * pixels as f64))
}

impl Backward for GroupNorm {
    fn backward(&self, _y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        if let Some(gpu) = dy.gpu() {
            let inputs = [values.get(self.x), values.get(self.gamma), &dy];
            return gpu::backward(gpu, self, inputs, grads);
        }
        let (x, gamma) = (values.get(self.x).data(), values.get(self.gamma).data());
        let sizes = &self.sizes;
        let (together, example, channels) = (sizes.together(), sizes.example(), sizes.channels());
        let numbers = (sizes.pixels * sizes.depth) as f64;
        // For each chunk its share of dβ and dγ, and five lines of working space.
        let chunks = sizes.chunks();
        let [mut dbeta, mut dgamma] = [0, 1].map(|_| Tensor::zeros([chunks, channels]));
        let mut space = Tensor::scratch([chunks, 6, channels]);
        if !dy.is_empty() {
            let slices = [&mut dy, &mut dbeta, &mut dgamma, &mut space].map(Tensor::data_mut);
            let parts = [together * example, channels, channels, 6 * channels];
            for_each_part(slices, parts, |i, [dy, dbeta, dgamma, space]| {
                let mut lines = space.chunks_exact_mut(channels);
                let [centre, sums, products, slope, shift, scale] =
                    std::array::from_fn(|_| lines.next().expect("six lines"));
                for (k, dy) in dy.chunks_exact_mut(example).enumerate() {
                    let n = i * together + k;
                    let x = &x[n * example..][..example];
                    if sizes.is_a_row() {
                        let moments = (self.mean.data()[n], self.inverse.data()[n]);
                        row_norm::backward(x, gamma, moments, dy, dgamma, dbeta);
                        continue;
                    }
                    for (c, centre) in centre.iter_mut().enumerate() {
                        *centre = self.mean.data()[n * sizes.groups + c / sizes.depth];
                    }
                    norm::products(x, dy, centre, sums, products);
                    for g in 0..sizes.groups {
                        let inverse = self.inverse.data()[n * sizes.groups + g];
                        let (mut a, mut b) = (0.0, 0.0);
                        for c in g * sizes.depth..(g + 1) * sizes.depth {
                            a += f64::from(gamma[c]) * f64::from(sums[c]);
                            b += f64::from(gamma[c]) * f64::from(products[c]);
                            dbeta[c] += sums[c];
                            dgamma[c] += products[c] * inverse;
                            scale[c] = gamma[c] * inverse;
                        }
                        let i = f64::from(inverse);
                        let group = g * sizes.depth..(g + 1) * sizes.depth;
                        shift[group.clone()].fill((i * a / numbers) as f32);
                        slope[group].fill((i * i * i * b / numbers) as f32);
                    }
                    norm::unscale(x, centre, slope, shift, scale, dy);
                }
            });
        }
        grads.add(self.gamma, total(&dgamma));
        if let Some(beta) = self.beta {
            grads.add(beta, total(&dbeta));
        }
        grads.add(self.x, dy);
    }
}

#[cfg(test)]
mod tests;
