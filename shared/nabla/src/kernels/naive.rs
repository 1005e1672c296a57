//! The plain versions: three loops and no tricks. They say what the fast kernels must compute.

mod attention;
mod batch_norm;
mod group_norm;
mod pool2d;

pub use attention::attention;
pub use batch_norm::batch_norm;
pub use group_norm::group_norm;
pub use pool2d::pool2d;

use crate::{Shape, Tensor, Window};

/// Matrix product `[m, k] · [k, n] → [m, n]`, c_ij = Σ_p a_ip · b_pj, straight from the formula.
///
/// # Panics
/// If the operands are not matrices, or their inner sizes differ.
#[track_caller]
pub fn matmul(a: &Tensor, b: &Tensor) -> Tensor {
    let (&[m, k], &[k_b, n]) = (a.dims(), b.dims()) else {
        panic!(
            "matmul: {} and {} are not both matrices",
            a.shape(),
            b.shape()
        );
    };
    assert_eq!(
        k,
        k_b,
        "matmul: inner sizes of {} and {} differ",
        a.shape(),
        b.shape()
    );
    let mut c = Tensor::zeros([m, n]);
    for i in 0..m {
        for j in 0..n {
            for p in 0..k {
                c.data_mut()[i * n + j] += a.data()[i * k + p] * b.data()[p * n + j];
            }
        }
    }
    c
}

/// Convolution, straight from the formula: every output is a sum over the window,
/// y[n, i, j, k] = Σ x[n, i·stride + a·dilation − top, j·stride + b·dilation − left, c] · w[a, b, c, k]
/// over a, b and the channels c of k's group, where x is 0 beyond its edge. (Mathematics calls it
/// cross-correlation: the kernel is not turned around.)
///
/// `x` is `[N, H, W, C]`, `weight` `[KH, KW, C/groups, K]`, the result `[N, H′, W′, K]` with
/// [`Window::output`]'s sizes.
///
/// # Panics
/// If the sizes do not fit together.
#[track_caller]
pub fn conv2d(x: &Tensor, weight: &Tensor, window: Window) -> Tensor {
    let sizes = sizes("conv2d", x.shape(), weight.shape(), window);
    let [rows, columns] = window.output([sizes.height, sizes.width]);
    let mut y = Tensor::zeros([sizes.images, rows, columns, sizes.outputs]);
    let to = y.data_mut();
    for_each_product(sizes, window, |x_at, w_at, y_at| {
        to[y_at] += x.data()[x_at] * weight.data()[w_at];
    });
    y
}

/// The gradient of the loss with respect to [`conv2d`]'s `x`, which has the given `shape`: every
/// product x·w of the formula sends dy·w back to its x.
///
/// # Panics
/// If the sizes do not fit together.
#[track_caller]
pub fn conv2d_dx(dy: &Tensor, weight: &Tensor, window: Window, shape: Shape) -> Tensor {
    let sizes = sizes("conv2d_dx", shape, weight.shape(), window);
    let mut dx = Tensor::zeros(shape);
    let to = dx.data_mut();
    for_each_product(sizes, window, |x_at, w_at, y_at| {
        to[x_at] += dy.data()[y_at] * weight.data()[w_at];
    });
    dx
}

/// The gradient of the loss with respect to [`conv2d`]'s weight, which has the given `shape`: every
/// product x·w of the formula sends dy·x back to its w.
///
/// # Panics
/// If the sizes do not fit together.
#[track_caller]
pub fn conv2d_dw(x: &Tensor, dy: &Tensor, window: Window, shape: Shape) -> Tensor {
    let sizes = sizes("conv2d_dw", x.shape(), shape, window);
    let mut dw = Tensor::zeros(shape);
    let to = dw.data_mut();
    for_each_product(sizes, window, |x_at, w_at, y_at| {
        to[w_at] += x.data()[x_at] * dy.data()[y_at];
    });
    dw
}

#[derive(Clone, Copy)]
struct Sizes {
    images: usize,
    height: usize,
    width: usize,
    channels: usize,
    outputs: usize,
}

#[track_caller]
fn sizes(name: &str, x: Shape, weight: Shape, window: Window) -> Sizes {
    let ([kh, kw], groups) = (window.size, window.groups);
    match (x.dims(), weight.dims()) {
        (&[images, height, width, channels], &[rows, columns, inputs, outputs])
            if [rows, columns, inputs * groups] == [kh, kw, channels]
                && outputs.is_multiple_of(groups) =>
        {
            Sizes {
                images,
                height,
                width,
                channels,
                outputs,
            }
        }
        _ => panic!(
            "{name}: x is {x}, the weight {weight}; they must be [N, H, W, C] and [{kh}, {kw}, C/{groups}, K]"
        ),
    }
}

/// Calls `f(x_at, w_at, y_at)` for every product of the formula that is not outside the image: where
/// in x its number lies, where in the weight the other, and where in y the sum that it belongs to.
#[track_caller]
fn for_each_product(sizes: Sizes, window: Window, mut f: impl FnMut(usize, usize, usize)) {
    let Sizes {
        images,
        height,
        width,
        channels,
        outputs,
    } = sizes;
    let [rows, columns] = window.output([height, width]);
    let [[top, _], [left, _]] = window.margins([height, width]);
    let (seen, made) = (channels / window.groups, outputs / window.groups);
    let places =
        (0..images).flat_map(|n| (0..rows).flat_map(move |i| (0..columns).map(move |j| (n, i, j))));
    for (place, (n, i, j)) in places.enumerate() {
        for a in 0..window.size[0] {
            for b in 0..window.size[1] {
                // Wrapping: above and left of the image, numbers are larger than any size.
                let row = (i * window.stride[0] + a * window.dilation[0]).wrapping_sub(top);
                let column = (j * window.stride[1] + b * window.dilation[1]).wrapping_sub(left);
                if row >= height || column >= width {
                    continue;
                }
                for k in 0..outputs {
                    for c in 0..seen {
                        let pixel = (n * height + row) * width + column;
                        let x_at = pixel * channels + k / made * seen + c;
                        let w_at = ((a * window.size[1] + b) * seen + c) * outputs + k;
                        f(x_at, w_at, place * outputs + k);
                    }
                }
            }
        }
    }
}
