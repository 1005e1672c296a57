//! The plain versions: three loops and no tricks. They say what the fast kernels must compute.

mod batch_norm;
mod pool2d;

pub use batch_norm::batch_norm;
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

/// Convolution, straight from the formula: every output is the sum over a window,
/// y[n, i, j, k] = Σ x[n, i·s + a − top, j·s + b − left, c] · w[a, b, c, k] over a, b, c,
/// where x is 0 beyond its edge. (Mathematicians call it cross-correlation: the kernel is not
/// turned around.)
///
/// `x` is `[N, H, W, C]`, `weight` `[KH, KW, C, K]`, the result `[N, H′, W′, K]` with
/// [`Window::output`]'s sizes.
///
/// # Panics
/// If the sizes do not fit together.
#[track_caller]
pub fn conv2d(x: &Tensor, weight: &Tensor, window: Window) -> Tensor {
    let (&[n, h, w, c], &[_, _, _, k]) = (x.dims(), weight.dims()) else {
        panic!("conv2d: {} and {}", x.shape(), weight.shape());
    };
    let [rows, columns] = window.output([h, w]);
    let mut y = Tensor::zeros([n, rows, columns, k]);
    let (from, w_, to) = (x.data(), weight.data(), y.data_mut());
    for_each_pair([n, h, w, c], weight.dims(), window, |x, w, y| {
        for k in 0..k {
            to[y + k] += from[x] * w_[w + k];
        }
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
    let (&[n, h, w, c], outputs) = (shape.dims(), dy.shape().last()) else {
        panic!("conv2d_dx: {shape} is no batch of images");
    };
    let mut dx = Tensor::zeros(shape);
    let (from, w_, to) = (dy.data(), weight.data(), dx.data_mut());
    for_each_pair([n, h, w, c], weight.dims(), window, |x, w, y| {
        for k in 0..outputs {
            to[x] += from[y + k] * w_[w + k];
        }
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
    let (&[n, h, w, c], outputs) = (x.dims(), dy.shape().last()) else {
        panic!("conv2d_dw: {} is no batch of images", x.shape());
    };
    let mut dw = Tensor::zeros(shape);
    let (image, dy, to) = (x.data(), dy.data(), dw.data_mut());
    for_each_pair([n, h, w, c], shape.dims(), window, |x, w, y| {
        for k in 0..outputs {
            to[w + k] += image[x] * dy[y + k];
        }
    });
    dw
}

/// Calls `f` with the offsets of x[n, …, c], of w[a, b, c, 0] and of y[n, i, j, 0] for every place of
/// the window, every image, and every number under the window that lies inside the image.
#[track_caller]
fn for_each_pair(
    [n, h, w, c]: [usize; 4],
    weight: &[usize],
    window: Window,
    mut f: impl FnMut(usize, usize, usize),
) {
    let [kh, kw] = window.size;
    assert!(
        weight.len() == 4 && weight[..3] == [kh, kw, c],
        "the weight is {weight:?}, not [{kh}, {kw}, {c}, K]"
    );
    let [rows, columns] = window.output([h, w]);
    let [[top, _], [left, _]] = window.margins([h, w]);
    let [down, right] = window.stride;
    for n in 0..n {
        for i in 0..rows {
            for j in 0..columns {
                for a in 0..kh {
                    for b in 0..kw {
                        let (row, column) = (i * down + a, j * right + b);
                        let inside =
                            row >= top && row < h + top && column >= left && column < w + left;
                        if !inside {
                            continue;
                        }
                        for c_ in 0..c {
                            let x = ((n * h + row - top) * w + column - left) * c + c_;
                            let w = ((a * kw + b) * c + c_) * weight[3];
                            let y = ((n * rows + i) * columns + j) * weight[3];
                            f(x, w, y);
                        }
                    }
                }
            }
        }
    }
}
