//! Pooling: one number for each place of a window on an image, channel by channel.
//!
//! ```text
//! x [N, H, W, C]   y [N, H′, W′, C]      R(o): the numbers of the image under the window at place o
//!
//! max    y_o = max x_i over i ∈ R(o)          dx_i = Σ dy_o over the o whose maximum x_i is
//! min    y_o = min x_i over i ∈ R(o)          likewise
//! mean   y_o = Σ x_i / |R(o)|                 dx_i = Σ dy_o / |R(o)| over the o with i ∈ R(o)
//! ```
//!
//! What lies beyond the image's edge is not in R(o): a maximum ignores it, a mean does not count it.
//! Where several numbers share the maximum, the first in reading order is the one that gets the
//! gradient, as in PyTorch. H′ and W′ are [`Window::output`]'s (Dumoulin and Visin, *A guide to
//! convolution arithmetic for deep learning*, 2016).

mod gpu;

use super::Backward;
use crate::kernels::pooling::{self, Pooling, Sizes};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Tensor, Window};

pub(crate) struct Pool2d {
    x: Id,
    pooling: Pooling,
    sizes: Sizes,
}

impl<'t> Var<'t> {
    /// The largest number under each place of a window: `[N, H, W, C]` becomes `[N, H′, W′, C]`.
    ///
    /// # Panics
    /// If this is no batch of images, the window does not fit, has a dilation or groups, or the padding
    /// is so wide that a window would see nothing of the image.
    #[track_caller]
    pub fn max_pool2d(self, window: Window) -> Var<'t> {
        self.pool2d(Pooling::Max, window)
    }

    /// The smallest number under each place of a window.
    ///
    /// # Panics
    /// As [`max_pool2d`](Self::max_pool2d).
    #[track_caller]
    pub fn min_pool2d(self, window: Window) -> Var<'t> {
        self.pool2d(Pooling::Min, window)
    }

    /// The mean under each place of a window; what lies beyond the edge is not counted.
    ///
    /// # Panics
    /// As [`max_pool2d`](Self::max_pool2d).
    #[track_caller]
    pub fn avg_pool2d(self, window: Window) -> Var<'t> {
        self.pool2d(Pooling::Mean, window)
    }

    /// The mean of each channel over the whole image: `[N, H, W, C]` becomes `[N, C]`.
    ///
    /// # Panics
    /// If this is no batch of images, or the images have no pixels.
    #[track_caller]
    pub fn global_avg_pool(self) -> Var<'t> {
        let [n, height, width, channels] = images(&self.value(), Pooling::Mean);
        self.reshape([n, height * width, channels])
            .mean_axis(1)
            .reshape([n, channels])
    }

    /// The largest number of each channel: `[N, H, W, C]` becomes `[N, C]`.
    ///
    /// # Panics
    /// As [`global_avg_pool`](Self::global_avg_pool).
    #[track_caller]
    pub fn global_max_pool(self) -> Var<'t> {
        let [n, height, width, channels] = images(&self.value(), Pooling::Max);
        self.pool2d(Pooling::Max, Window::new([height, width]))
            .reshape([n, channels])
    }

    #[track_caller]
    fn pool2d(self, pooling: Pooling, window: Window) -> Var<'t> {
        let x = self.value();
        let [_, height, width, channels] = images(&x, pooling);
        assert!(
            window.dilation == [1, 1] && window.groups == 1,
            "{}: pools neighbours, each channel by itself; a window for it has no dilation and no groups",
            pooling.op()
        );
        let sizes = Sizes::new(window, [height, width], channels);
        assert!(
            sizes.all_see(),
            "{}: with this padding some places of a window of {} × {} see nothing of an image of {height} × {width}; \
             pad by less than the window's size",
            pooling.op(),
            window.size[0],
            window.size[1]
        );
        let y = forward(pooling, &sizes, &x);
        let op = Pool2d {
            x: self.id,
            pooling,
            sizes,
        };
        self.tape.record(y, &[self.id], op)
    }
}

#[track_caller]
fn forward(pooling: Pooling, sizes: &Sizes, x: &Tensor) -> Tensor {
    if let Some(gpu) = x.gpu() {
        return gpu::forward(gpu, pooling, sizes, x);
    }
    let [rows, columns] = sizes.output;
    let mut y = Tensor::scratch([x.dims()[0], rows, columns, sizes.channels]);
    pooling::forward(pooling, sizes, x.data(), y.data_mut());
    y
}

impl Pooling {
    fn op(self) -> &'static str {
        match self {
            Pooling::Max => "max_pool2d",
            Pooling::Min => "min_pool2d",
            Pooling::Mean => "avg_pool2d",
        }
    }
}

#[track_caller]
fn images(x: &Tensor, pooling: Pooling) -> [usize; 4] {
    match *x.dims() {
        [n, height, width, channels] => [n, height, width, channels],
        _ => panic!(
            "{}: takes images [N, H, W, C], this is {}",
            pooling.op(),
            x.shape()
        ),
    }
}

impl Backward for Pool2d {
    fn backward(&self, y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        if let Some(gpu) = y.gpu() {
            let dx = gpu::backward(gpu, self.pooling, &self.sizes, [x, y, &dy]);
            return grads.add(self.x, dx);
        }
        let mut dx = Tensor::scratch(x.shape());
        pooling::backward(
            self.pooling,
            &self.sizes,
            x.data(),
            y.data(),
            dy.data_mut(),
            dx.data_mut(),
        );
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Padding, Tape, Tensor, Window};

    /// 4×4, after a slide of Farbin's lectures: pooled by 2 × 2 with steps of 2.
    fn picture() -> Tensor {
        let rows = [
            1., 3., 2., 1., 4., 2., 1., 5., 0., 1., 7., 2., 6., 3., 2., 8.,
        ];
        Tensor::from_slice(&rows, [1, 4, 4, 1])
    }

    #[test]
    fn by_hand() {
        let tape = Tape::new();
        let x = tape.variable(picture());
        let two = Window::new(2).stride(2);
        assert_eq!(x.max_pool2d(two).value().data(), [4., 5., 6., 8.]);
        assert_eq!(x.min_pool2d(two).value().data(), [1., 1., 0., 2.]);
        assert_eq!(x.avg_pool2d(two).value().data(), [2.5, 2.25, 2.5, 4.75]);
        assert_eq!(x.global_avg_pool().value(), Tensor::full([1, 1], 3.0));
        assert_eq!(x.global_max_pool().value(), Tensor::full([1, 1], 8.0));
        let one = Window::new(3).padding(Padding::all(1)).stride(3);
        // The corners: of the windows' nine places only four are in the image.
        assert_eq!(x.avg_pool2d(one).value().data(), [2.5, 2.25, 2.5, 4.75]);
    }

    #[test]
    fn of_equals_the_first_gets_the_gradient() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_slice(&[0., 7., 7., 7., 0., 0.], [1, 2, 3, 1]));
        let y = x.max_pool2d(Window::new(2));
        let grads = (y * tape.constant(Tensor::from_slice(&[1., 10.], [1, 1, 2, 1])))
            .sum()
            .backward();
        assert_eq!(grads.of(x).data(), [0., 11., 0., 0., 0., 0.]);
    }

    #[test]
    fn gradients() {
        // Distinct numbers, far enough apart that no step of the check changes which is the largest.
        let numbers = (0..2 * 5 * 4 * 3)
            .map(|i| ((i * 47) % 120) as f32 / 40.0 - 1.5)
            .collect();
        let x = [Tensor::from_vec(numbers, [2, 5, 4, 3])];
        for window in [
            Window::new(2).stride(2),
            Window::new([3, 2]),
            Window::new(3).stride([2, 3]).padding(Padding::Same),
            Window::new(2).stride(3).padding(Padding::all(1)),
        ] {
            assert_gradients(&x, |_, v| v[0].max_pool2d(window).square().mean());
            assert_gradients(&x, |_, v| v[0].min_pool2d(window).square().mean());
            assert_gradients(&[sample([2, 5, 4, 3], 3)], |_, v| {
                v[0].avg_pool2d(window).square().mean()
            });
        }
        assert_gradients(&x, |_, v| v[0].global_avg_pool().square().sum());
        assert_gradients(&x, |_, v| v[0].global_max_pool().square().sum());
    }

    #[test]
    fn nan_is_not_swallowed() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_slice(&[1., f32::NAN, 3., 2.], [1, 2, 2, 1]));
        for y in [
            x.max_pool2d(Window::new(2)),
            x.min_pool2d(Window::new(2)),
            x.avg_pool2d(Window::new(2)),
        ] {
            assert!(y.item().is_nan());
        }
        assert_eq!(
            x.max_pool2d(Window::new(2)).sum().backward().of(x).data(),
            [0., 1., 0., 0.]
        );
    }

    #[test]
    #[should_panic(expected = "max_pool2d: takes images [N, H, W, C], this is [3, 4]")]
    fn a_table_is_no_image() {
        Tape::new()
            .constant(Tensor::zeros([3, 4]))
            .max_pool2d(Window::new(2));
    }

    #[test]
    #[should_panic(expected = "avg_pool2d: pools neighbours, each channel by itself")]
    fn a_dilation_is_refused() {
        let tape = Tape::new();
        let x = tape.constant(picture());
        x.avg_pool2d(Window::new(2).dilation(2));
    }

    #[test]
    #[should_panic(expected = "see nothing of an image of 4 × 4; pad by less")]
    fn a_window_beyond_the_edge_is_refused() {
        let tape = Tape::new();
        tape.constant(picture())
            .avg_pool2d(Window::new(2).padding(Padding::all(2)));
    }
}
