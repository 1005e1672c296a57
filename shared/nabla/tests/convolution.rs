//! Convolution: what holds for every size, on cases that chance picks, and where sizes run out.

use nabla::gradcheck::sample;
use nabla::optim::{Optimizer, Sgd};
use nabla::{
    Activation, Conv2d, ConvTranspose2d, Init, Module, Padding, Param, Parameters, Sequential,
    Tape, Tensor, Var, Window, naive, parameters, summary,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn close(got: &Tensor, want: &Tensor, tolerance: f32) -> Result<(), TestCaseError> {
    prop_assert_eq!(got.shape(), want.shape());
    for (i, (got, want)) in got.data().iter().zip(want.data()).enumerate() {
        let fits = (got - want).abs() <= tolerance * (1.0 + want.abs());
        prop_assert!(fits, "number {}: {} is not {}", i, got, want);
    }
    Ok(())
}

/// Images, outputs, and a window that fits.
fn fitting() -> impl Strategy<Value = ([usize; 4], usize, Window)> {
    let side = || (1..=5_usize, 1..=3_usize, 0..7_usize);
    let channels = prop_oneof![4 => 1..6_usize, 1 => Just(16), 1 => Just(32)];
    let outputs = prop_oneof![4 => 1..9_usize, 1 => Just(32), 1 => Just(64)];
    let sizes = (1..9_usize, side(), side(), channels, outputs);
    (sizes, 0..3_u8, vec(0..3_usize, 4)).prop_map(|(sizes, kind, margins)| {
        let (n, (kh, down, rows), (kw, right, columns), channels, outputs) = sizes;
        let padding = match kind {
            0 => Padding::Valid,
            1 => Padding::Same,
            _ => Padding::Explicit {
                rows: [margins[0] % kh, margins[1] % kh],
                columns: [margins[2] % kw, margins[3] % kw],
            },
        };
        let window = Window::new([kh, kw]).stride([down, right]).padding(padding);
        ([n, kh + rows, kw + columns, channels], outputs, window)
    })
}

/// Windows that Winograd's method is for.
fn for_winograd() -> impl Strategy<Value = ([usize; 4], usize, Window)> {
    let sizes = (
        1..10_usize,
        6..15_usize,
        6..15_usize,
        1..3_usize,
        prop_oneof![Just(16), Just(32), Just(64)],
    );
    let side = prop_oneof![Just(3), Just(5)];
    (sizes, side, vec(0..3_usize, 4)).prop_map(|((n, h, w, c, k), side, m)| {
        let padding = Padding::Explicit {
            rows: [m[0], m[1]],
            columns: [m[2], m[3]],
        };
        ([n, h, w, 16 * c], k, Window::new(side).padding(padding))
    })
}

fn agrees_with_the_loops(
    (shape, outputs, window): ([usize; 4], usize, Window),
    seed: u64,
    tolerance: f32,
) -> Result<(), TestCaseError> {
    let [kh, kw] = window.size;
    let (x, w) = (
        sample(shape, seed),
        sample([kh, kw, shape[3], outputs], seed ^ 1),
    );
    let (b, want) = (sample([outputs], seed ^ 2), naive::conv2d(&x, &w, window));
    let dy = sample(want.shape(), seed ^ 3);
    let tape = Tape::new();
    let [vx, vw, vb] = [&x, &w, &b].map(|t| tape.variable(t.clone()));
    let y = vx.conv2d(vw, vb, window, Activation::Identity);
    let with_bias = (tape.constant(want) + vb).value();
    close(&y.value(), &with_bias, tolerance)?;
    let grads = (y * tape.constant(dy.clone())).sum().backward();
    close(
        grads.of(vx),
        &naive::conv2d_dx(&dy, &w, window, x.shape()),
        tolerance,
    )?;
    close(
        grads.of(vw),
        &naive::conv2d_dw(&x, &dy, window, w.shape()),
        tolerance,
    )?;
    let db = tape
        .constant(dy.clone())
        .reshape([dy.len() / outputs, outputs]);
    close(
        grads.of(vb),
        &db.sum_axis(0).value().reshape([outputs]),
        tolerance,
    )?;

    // Backwards as a layer: of every size that a window of these steps covers exactly.
    let spread = window.transposed_output([shape[1], shape[2]]);
    let back = naive::conv2d_dx(
        &sample([shape[0], shape[1], shape[2], outputs], seed ^ 4),
        &w,
        window,
        [shape[0], spread[0], spread[1], shape[3]].into(),
    );
    let z = tape.constant(sample([shape[0], shape[1], shape[2], outputs], seed ^ 4));
    let y = z.conv_transpose2d(vw, None, window, Activation::Identity);
    close(&y.value(), &back, tolerance)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_passes_are_the_loops(case in fitting(), seed: u64) {
        agrees_with_the_loops(case, seed, 1e-4)?;
    }

    #[test]
    fn all_passes_are_the_loops_where_winograd_is_used(case in for_winograd(), seed: u64) {
        agrees_with_the_loops(case, seed, 2e-4)?;
    }

    #[test]
    fn it_is_linear(case in fitting(), seed: u64, factor in -3.0..3.0_f32) {
        let (shape, outputs, window) = case;
        let [kh, kw] = window.size;
        let tape = Tape::new();
        let [a, b] = [1, 2].map(|i| tape.constant(sample(shape, seed ^ i)));
        let w = tape.constant(sample([kh, kw, shape[3], outputs], seed ^ 3));
        let conv = |x: Var<'_>| {
            let tape = x.tape();
            let w = tape.constant(w.value());
            x.conv2d(w, None, window, Activation::Identity).value()
        };
        let whole = conv(a * factor + b);
        let sum = (tape.constant(conv(a)) * factor + tape.constant(conv(b))).value();
        close(&whole, &sum, 2e-4)?;
    }

    #[test]
    fn the_fused_layer_is_its_composition(case in fitting(), seed: u64) {
        let (shape, outputs, window) = case;
        let [kh, kw] = window.size;
        let tape = Tape::new();
        let x = tape.variable(sample(shape, seed));
        let w = tape.variable(sample([kh, kw, shape[3], outputs], seed ^ 1));
        let b = tape.variable(sample([outputs], seed ^ 2));
        let fused = x.conv2d(w, b, window, Activation::Tanh);
        let plain = (x.conv2d(w, None, window, Activation::Identity) + b).tanh();
        close(&fused.value(), &plain.value(), 1e-5)?;
        let [fused, plain] = [fused, plain].map(|y| y.square().sum().backward());
        for v in [x, w, b] {
            close(fused.of(v), plain.of(v), 1e-4)?;
        }
    }
}

/// The bits of every pass, for each method, on this many threads.
fn bits(threads: usize) -> Vec<u32> {
    nabla::set_threads(threads);
    let mut bits = Vec::new();
    let same = Padding::Same;
    for (shape, outputs, window) in [
        ([9, 28, 28, 1], 32, Window::new(3)),
        ([33, 13, 14, 32], 64, Window::new(3).padding(same)),
        ([5, 14, 14, 16], 24, Window::new(5).padding(same)),
        ([3, 15, 14, 8], 24, Window::new(3).stride(2)),
        ([1, 40, 41, 16], 32, Window::new(3)),
    ] {
        let [kh, kw] = window.size;
        let tape = Tape::new();
        let x = tape.variable(sample(shape, 1));
        let w = tape.variable(sample([kh, kw, shape[3], outputs], 2));
        let b = tape.variable(sample([outputs], 3));
        let y = x.conv2d(w, b, window, Activation::Relu);
        let back = y.conv_transpose2d(w, None, window, Activation::Identity);
        let grads = (y.square().mean() + back.square().mean()).backward();
        for t in [
            &y.value(),
            &back.value(),
            grads.of(x),
            grads.of(w),
            grads.of(b),
        ] {
            bits.extend(t.data().iter().map(|x| x.to_bits()));
        }
    }
    bits
}

#[test]
fn no_bit_depends_on_the_number_of_threads() {
    let alone = bits(1);
    for threads in [2, 5] {
        let differ = alone.iter().zip(bits(threads)).filter(|(a, b)| *a != b);
        assert_eq!(differ.count(), 0, "on {threads} threads");
    }
}

/// A picture by hand: one channel, a filter that subtracts a pixel from the one on its right.
#[test]
fn an_edge_by_hand() {
    let mut layer = Conv2d::new(1, 1, Window::new([1, 2]), Init::Zeros, &mut nabla::rng(1));
    *layer.weight.value_mut() = Tensor::from_vec(vec![-1.0, 1.0], [1, 2, 1, 1]);
    let bias = layer.bias.as_mut().expect("not taken away");
    *bias.value_mut() = Tensor::from_vec(vec![0.5], [1]);
    let image = vec![1.0, 1.0, 4.0, 9.0, 2.0, 0.0];
    let tape = Tape::new();
    let x = tape.variable(Tensor::from_vec(image, [1, 2, 3, 1]));
    let y = layer.forward(&tape, x);
    let want = Tensor::from_vec(vec![0.5, 3.5, -6.5, -1.5], [1, 2, 2, 1]);
    assert_eq!(y.value(), want);
    let grads = y.sum().backward();
    assert_eq!(grads.of(x).data(), [-1.0, 0.0, 1.0, -1.0, 0.0, 1.0]);
    // Σ of what each tap saw: 1 + 1 + 9 + 2 and 1 + 4 + 2 + 0.
    let dw = grads.param(&layer.weight).expect("used");
    assert_eq!(dw.data(), [13.0, 7.0]);
}

#[test]
fn a_batch_of_none_goes_through() {
    let mut rng = nabla::rng(1);
    for (channels, outputs) in [(2, 3), (16, 32)] {
        let down = Conv2d::new(channels, outputs, Window::new(3), Init::He, &mut rng);
        let up = ConvTranspose2d::new(outputs, channels, Window::new(3), Init::He, &mut rng);
        let tape = Tape::new();
        let x = tape.variable(Tensor::zeros([0, 8, 9, channels]));
        let y = up.forward(&tape, down.forward(&tape, x));
        assert_eq!(y.shape().dims(), [0, 8, 9, channels]);
        let grads = y.sum().backward();
        assert_eq!(grads.of(x).dims(), [0, 8, 9, channels]);
        for weight in [&down.weight, &up.weight] {
            let zeros = Tensor::zeros(weight.value().shape());
            assert_eq!(grads.param(weight), Some(&zeros));
        }
    }
}

/// A NaN in an image must come out in every window that sees it, and in every gradient it touched.
#[test]
fn nan_does_not_vanish() {
    for (channels, outputs) in [(2, 3), (16, 32)] {
        let layer = Conv2d::new(
            channels,
            outputs,
            Window::new(3),
            Init::He,
            &mut nabla::rng(1),
        )
        .activation(Activation::Relu);
        let mut image = sample([2, 9, 9, channels], 1);
        image.data_mut()[(4 * 9 + 4) * channels + 1] = f32::NAN;
        let tape = Tape::new();
        let y = layer.forward(&tape, tape.constant(image));
        for (i, j) in (2..5).flat_map(|i| (2..5).map(move |j| (i, j))) {
            assert!(y.value().at(&[0, i, j, 0]).is_nan(), "({i}, {j})");
        }
        let second = y.value().rows(1..2);
        assert!(second.data().iter().all(|y| y.is_finite()), "another image");
        let grads = y.sum().backward();
        let dw = grads.param(&layer.weight).expect("used");
        assert!(dw.data().iter().any(|g| g.is_nan()));
    }
}

#[test]
fn layers_say_what_they_are() {
    let mut rng = nabla::rng(1);
    let model = Sequential::new()
        .push(
            Conv2d::new(
                1,
                6,
                Window::new(5).padding(Padding::Same),
                Init::He,
                &mut rng,
            )
            .activation(Activation::Relu),
        )
        .push(Conv2d::new(6, 4, Window::new(2).stride(2), Init::He, &mut rng).without_bias())
        .push(ConvTranspose2d::new(
            4,
            3,
            Window::new([3, 2]),
            Init::He,
            &mut rng,
        ));
    assert_eq!(parameters(&model), 6 * 26 + 4 * 24 + 3 * (1 + 24));
    let table = summary(&model, [28, 28, 1]);
    for line in [
        ["Conv2d 5×5, relu", "[28, 28, 6]", "156"],
        ["Conv2d 2×2", "[14, 14, 4]", "96"],
        ["ConvTranspose2d 3×2", "[16, 15, 3]", "75"],
    ] {
        let found = table
            .lines()
            .any(|l| line.iter().all(|word| l.contains(word)));
        assert!(found, "no line with {line:?} in\n{table}");
    }
    let mut names = Vec::new();
    model.visit(&mut |param: &Param| names.push((param.name(), param.value().shape())));
    assert_eq!(names[2].1.dims(), [2, 2, 6, 4]);
    assert_eq!(names[3].1.dims(), [3, 2, 3, 4]);
}

#[test]
#[should_panic(expected = "the layer takes 3 channels, here [8, 8, 2] comes in")]
fn a_model_that_does_not_fit_has_no_summary() {
    let layer = Conv2d::new(3, 4, Window::new(3), Init::He, &mut nabla::rng(1));
    summary(&layer, [8, 8, 2]);
}

/// A filter learns to be the one that made the targets.
#[test]
fn a_filter_is_found_again() {
    for (channels, outputs) in [(1, 2), (16, 32)] {
        let mut rng = nabla::rng(5);
        let truth = Conv2d::new(channels, outputs, Window::new(3), Init::Xavier, &mut rng);
        let mut model = Conv2d::new(channels, outputs, Window::new(3), Init::Zeros, &mut rng);
        let mut optimizer = Sgd::new(0.5 * outputs as f32);
        let images = sample([20, 9, 9, channels], 6);
        let tape = Tape::new();
        let targets = truth.forward(&tape, tape.constant(images.clone())).value();
        let mut losses = Vec::new();
        for _ in 0..60 {
            let tape = Tape::new();
            let y = model.forward(&tape, tape.constant(images.clone()));
            let loss = y.mse(&targets);
            losses.push(loss.item());
            let grads = loss.backward();
            drop(tape);
            optimizer.step(&mut model, &grads);
        }
        let last = losses[59];
        assert!(last < 1e-3 * losses[0], "{} → {last}", losses[0]);
    }
}
