//! Images made larger: each pixel becomes a block of equal ones ("nearest neighbour").
//!
//! ```text
//! x [N, H, W, C]   y [N, H·f, W·g, C]
//!
//! y[n, i, j, c] = x[n, ⌊i/f⌋, ⌊j/g⌋, c]        dx: the sum of dy over each block
//! ```

mod gpu;

use super::Backward;
use crate::kernels::threads::{for_each_chunk, whole_rows};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Pair, Tensor};

pub(crate) struct Upsample2d {
    x: Id,
    factor: [usize; 2],
}

impl<'t> Var<'t> {
    /// Each pixel `factor` times down and across, one number for both or `[down, across]`: `[N, H, W, C]`
    /// becomes `[N, H·down, W·across, C]`. A convolution after it makes images larger without the
    /// chequered pattern of a transposed one (Odena et al., *Deconvolution and Checkerboard
    /// Artifacts*, 2016).
    ///
    /// # Panics
    /// If this is no batch of images, a factor is 0, or memory cannot hold the result.
    #[track_caller]
    pub fn upsample2d(self, factor: impl Pair) -> Var<'t> {
        let (x, factor) = (self.value(), factor.pair());
        let &[n, height, width, channels] = x.dims() else {
            panic!(
                "upsample2d: takes images [N, H, W, C], this is {}",
                x.shape()
            );
        };
        let [down, across] = factor;
        let sides = height.checked_mul(down).zip(width.checked_mul(across));
        let Some((height, width)) = sides.filter(|_| down > 0 && across > 0) else {
            panic!(
                "upsample2d: {down} × {across} times an image of {height} × {width} is {}",
                match factor.contains(&0) {
                    true => "nothing; a factor is at least 1",
                    false => "more than can be counted; take smaller factors",
                }
            );
        };
        let y = forward(&x, [n, height, width, channels], factor);
        self.tape
            .record(y, &[self.id], Upsample2d { x: self.id, factor })
    }
}

#[track_caller]
fn forward(x: &Tensor, shape: [usize; 4], factor: [usize; 2]) -> Tensor {
    if let Some(gpu) = x.gpu() {
        return gpu::forward(gpu, x, shape, factor);
    }
    let mut y = Tensor::scratch(shape);
    let [_, _, width, channels] = shape;
    let (x, line) = (x.data(), width / factor[1] * channels);
    for_each_row(y.data_mut(), width * channels, |row, y| {
        let x = &x[row / factor[0] * line..][..line];
        let blocks = y.chunks_exact_mut(factor[1] * channels);
        for (block, x) in blocks.zip(x.chunks_exact(channels)) {
            block
                .chunks_exact_mut(channels)
                .for_each(|y| y.copy_from_slice(x));
        }
    });
    y
}

/// Calls `work(i, row)` for each row of this length.
fn for_each_row(numbers: &mut [f32], len: usize, work: impl Fn(usize, &mut [f32]) + Sync) {
    for_each_chunk([numbers], whole_rows(len), |start, [rows]| {
        for (i, row) in rows.chunks_exact_mut(len).enumerate() {
            work(start / len + i, row);
        }
    });
}

impl Backward for Upsample2d {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let shape = values.get(self.x).shape();
        if let Some(gpu) = dy.gpu() {
            return grads.add(self.x, gpu::backward(gpu, &dy, shape, self.factor));
        }
        let mut dx = Tensor::scratch(shape);
        let (width, channels, [down, across]) = (shape.dims()[2], shape.last(), self.factor);
        let line = width * across * channels;
        let dy = dy.data();
        for_each_row(dx.data_mut(), width * channels, |row, dx| {
            dx.fill(0.0);
            for dy in dy[row * down * line..][..down * line].chunks_exact(line) {
                let blocks = dy.chunks_exact(across * channels);
                for (dx, block) in dx.chunks_exact_mut(channels).zip(blocks) {
                    for dy in block.chunks_exact(channels) {
                        dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx += dy);
                    }
                }
            }
        });
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn by_hand() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_vec(vec![1., 2., 3., 4.], [1, 1, 2, 2]));
        let y = x.upsample2d([2, 3]);
        let row = [1., 2., 1., 2., 1., 2., 3., 4., 3., 4., 3., 4.];
        assert_eq!(
            y.value(),
            Tensor::from_vec([row, row].concat(), [1, 2, 6, 2])
        );
        let weights = Tensor::from_vec((0..24).map(|i| i as f32).collect(), [1, 2, 6, 2]);
        let grads = (y * tape.constant(weights)).sum().backward();
        // 0 + 2 + 4 + 12 + 14 + 16, and one more for each of six.
        assert_eq!(grads.of(x).data(), [48., 54., 84., 90.]);
    }

    #[test]
    fn gradients() {
        for factor in [[2, 2], [1, 3], [3, 1]] {
            assert_gradients(&[sample([2, 2, 3, 2], 1)], |_, v| {
                v[0].upsample2d(factor).powi(3).mean()
            });
        }
        let tape = Tape::new();
        let none = tape.constant(Tensor::zeros([0, 2, 3, 2]));
        assert_eq!(none.upsample2d(2).shape().dims(), [0, 4, 6, 2]);
    }

    #[test]
    #[should_panic(expected = "upsample2d: 0 × 3 times an image of 4 × 5 is nothing")]
    fn no_rows_are_refused() {
        Tape::new()
            .constant(Tensor::zeros([1, 4, 5, 1]))
            .upsample2d([0, 3]);
    }

    #[test]
    #[should_panic(expected = "upsample2d: 2 × 0 times an image of 4 × 5 is nothing")]
    fn a_factor_of_nothing_is_refused() {
        Tape::new()
            .constant(Tensor::zeros([1, 4, 5, 1]))
            .upsample2d([2, 0]);
    }
}
