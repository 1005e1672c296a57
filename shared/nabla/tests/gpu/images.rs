//! What pictures need, in the table of all operations: convolution, pooling, norms, dropout.

use super::cases::Table;
use nabla::gradcheck::sample;
use nabla::{Activation, Moments, Padding, Tensor, Var, Window};

const EPSILON: f32 = 1e-2;

pub fn images(table: &mut Table) {
    convolution(table);
    sequences(table);
    transposed(table);
    pooling(table);
    norms(table);
    moving_about(table);
    dropout(table);
}

/// One channel and several, in fours and not, every padding, strides, more than one tile, sums that
/// are cut into chunks.
fn convolution(table: &mut Table) {
    let odd = Padding::Explicit {
        rows: [2, 0],
        columns: [1, 3],
    };
    let plain = |size: [usize; 2]| Window::new(size);
    let around = Padding::all(1);
    for (x, outputs, window) in [
        ([2, 6, 5, 1], 3, plain([3, 3])),
        ([1, 7, 7, 3], 2, plain([3, 3]).stride(2).padding(around)),
        ([3, 5, 6, 2], 5, plain([2, 3]).padding(odd)),
        ([2, 9, 8, 4], 8, plain([3, 3]).padding(Padding::Same)),
        (
            [2, 9, 7, 5],
            4,
            plain([4, 2]).stride([3, 2]).padding(Padding::Same),
        ),
        ([7, 8, 8, 8], 12, plain([1, 1])),
        ([3, 20, 20, 4], 36, plain([5, 5])),
        (
            [2, 9, 8, 4],
            8,
            plain([3, 2]).dilation([2, 3]).stride(2).padding(odd),
        ),
        (
            [2, 9, 8, 5],
            3,
            plain([3, 3]).dilation([1, 2]).padding(Padding::Same),
        ),
        (
            [2, 9, 8, 6],
            4,
            plain([3, 2]).stride([2, 1]).padding(odd).groups(2),
        ),
        (
            [3, 20, 17, 12],
            12,
            plain([3, 3]).dilation(2).padding(Padding::Same).groups(12),
        ),
    ] {
        let [kh, kw] = window.size;
        let shapes = [&x[..], &[kh, kw, x[3] / window.groups, outputs], &[outputs]];
        for activation in [Activation::Tanh, Activation::LeakyRelu(0.1)] {
            let conv = table.add("Conv2d", format!("{activation:?}"), &shapes, move |v, _| {
                v[0].conv2d(v[1], v[2], window, activation)
            });
            conv.tolerance = 2e-4;
        }
        let conv = table.add("Conv2d", "no bias", &shapes[..2], move |v, _| {
            v[0].conv2d(v[1], None, window, Activation::Identity)
        });
        conv.tolerance = 2e-4;
    }
}

/// A sequence is an image of one row.
fn sequences(table: &mut Table) {
    let shapes: [&[usize]; 3] = [&[3, 11, 4], &[3, 2, 6], &[6]];
    let window = Window::new(3).dilation(2).groups(2).padding(Padding::Same);
    let conv = table.add("Conv2d", "along a sequence", &shapes, move |v, _| {
        v[0].conv1d(v[1], v[2], window, Activation::Tanh)
    });
    conv.tolerance = 2e-4;
}

/// The convolution's own ways back, as a layer.
fn transposed(table: &mut Table) {
    let plain = |size: [usize; 2]| Window::new(size);
    for (x, outputs, window) in [
        ([2, 4, 3, 1], 3, plain([3, 3])),
        (
            [1, 4, 5, 3],
            2,
            plain([3, 2]).stride(2).padding(Padding::Same),
        ),
        (
            [2, 5, 4, 8],
            4,
            plain([4, 4]).stride(2).padding(Padding::all(1)),
        ),
        ([3, 7, 7, 4], 5, plain([5, 5]).stride([1, 3])),
        ([2, 4, 5, 3], 4, plain([3, 2]).dilation([2, 3]).stride(2)),
        (
            [2, 4, 5, 6],
            4,
            plain([3, 2]).stride(2).padding(Padding::all(1)).groups(2),
        ),
    ] {
        let [kh, kw] = window.size;
        let shapes = [&x[..], &[kh, kw, outputs / window.groups, x[3]], &[outputs]];
        let layer = table.add("ConvTranspose2d", "elu", &shapes, move |v, _| {
            v[0].conv_transpose2d(v[1], v[2], window, Activation::Elu(0.5))
        });
        layer.tolerance = 2e-4;
        let layer = table.add("ConvTranspose2d", "no bias", &shapes[..2], move |v, _| {
            v[0].conv_transpose2d(v[1], None, window, Activation::Identity)
        });
        layer.tolerance = 2e-4;
    }
}

fn pooling(table: &mut Table) {
    let plain = |size: usize| Window::new(size);
    for (x, window) in [
        ([2, 4, 6, 3], plain(2).stride(2)),
        ([1, 7, 5, 1], plain(3).stride(2)),
        ([3, 6, 5, 4], Window::new([2, 3])),
        ([2, 5, 7, 2], plain(3).stride([2, 3]).padding(Padding::Same)),
        ([2, 5, 6, 1], plain(2).stride(3).padding(Padding::all(1))),
    ] {
        let shapes = [&x[..]];
        table.add("Pool2d", "max", &shapes, move |v, _| {
            v[0].max_pool2d(window)
        });
        table.add("Pool2d", "min", &shapes, move |v, _| {
            v[0].min_pool2d(window)
        });
        table.add("Pool2d", "mean", &shapes, move |v, _| {
            v[0].avg_pool2d(window)
        });
        // Many are equal: the first gets the gradient.
        let equal = table.add("Pool2d", "max of equals", &shapes, move |v, _| {
            v[0].max_pool2d(window)
        });
        equal.inputs = vec![Tensor::full(x, 0.5)];
    }
    let shapes = [&[3, 7, 6, 5][..]];
    table.add("Reduce", "global mean", &shapes, |v, _| {
        v[0].global_avg_pool()
    });
    table.add("Pool2d", "global max", &shapes, |v, _| {
        v[0].global_max_pool()
    });
}

fn norms(table: &mut Table) {
    for shape in [&[7, 3][..], &[2, 5, 3, 6], &[300, 40], &[3, 17, 19, 2]] {
        let channels = shape[shape.len() - 1];
        let shapes = [shape, &[channels], &[channels]];
        table
            .add("BatchNorm", "of the batch", &shapes, |v, _| {
                v[0].batch_norm(v[1], v[2], EPSILON)
            })
            .tolerance = 1e-4;
        table
            .add(
                "BatchNorm",
                "by given moments",
                &shapes,
                move |v, device| {
                    let moments = Moments {
                        mean: sample([channels], 8).to(device),
                        variance: Tensor::full([channels], 0.7).to(device),
                    };
                    v[0].batch_norm_by(v[1], v[2], &moments, EPSILON)
                },
            )
            .tolerance = 1e-4;
        table
            .add("GroupNorm", "layer", &shapes, |v, _| {
                v[0].layer_norm(v[1], v[2], EPSILON)
            })
            .tolerance = 1e-4;
        table
            .add("GroupNorm", "layer without shift", &shapes[..2], |v, _| {
                v[0].layer_norm(v[1], None, EPSILON)
            })
            .tolerance = 1e-4;
        if shape.len() == 4 {
            table
                .add("GroupNorm", "instance", &shapes, |v, _| {
                    v[0].instance_norm(v[1], v[2], EPSILON)
                })
                .tolerance = 1e-4;
        }
        if channels % 2 == 0 {
            table
                .add("GroupNorm", "two groups", &shapes, |v, _| {
                    v[0].group_norm(2, v[1], v[2], EPSILON)
                })
                .tolerance = 1e-4;
        }
    }
}

fn moving_about(table: &mut Table) {
    let x = &[2, 3, 4, 5][..];
    table.add("Pad", "pad", &[x], |v, _| v[0].pad([1, 0], [2, 3]));
    for factor in [[1, 1], [2, 3]] {
        let name = format!("upsample {factor:?}");
        table.add("Upsample2d", name, &[x], move |v, _| {
            v[0].upsample2d(factor)
        });
    }
    table.add("Concat", "axis 2", &[x, &[2, 3, 1, 5]], |v, _| {
        Var::concat(&[v[1], v[0], v[1]], 2)
    });
    for axis in [0, 3] {
        table.add("Concat", format!("axis {axis}"), &[x], move |v, _| {
            Var::concat(&[v[0], v[0]], axis)
        });
    }
}

/// The same numbers are dropped, or the values would not agree.
fn dropout(table: &mut Table) {
    for shape in [&[1003][..], &[64, 5, 4, 3]] {
        let twice = table.add("Dropout", "two of a tape", &[shape], |v, _| {
            v[0].dropout(0.25) * v[0].dropout(0.5)
        });
        twice.training = true;
    }
}
