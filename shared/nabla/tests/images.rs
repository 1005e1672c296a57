//! Pooling, norms, padding, dropout: what holds for every image, on cases that chance picks.

use nabla::gradcheck::sample as filled;
use nabla::{Padding, Tape, Tensor, Var, Window, naive};
use ndarray::ArrayD;
use proptest::collection::vec;
use proptest::prelude::*;

fn close(got: &[f32], want: &[f32], tolerance: f32) -> Result<(), TestCaseError> {
    prop_assert_eq!(got.len(), want.len());
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        let fits = (got - want).abs() <= tolerance * (1.0 + want.abs());
        prop_assert!(fits, "number {}: {} is not {}", i, got, want);
    }
    Ok(())
}

fn array(t: &Tensor) -> ArrayD<f32> {
    t.view().to_owned()
}

fn bits(t: &Tensor) -> Vec<u32> {
    t.data().iter().map(|x| x.to_bits()).collect()
}

/// Images and a window that fits them and sees something everywhere: sizes up to 3, steps up to 3.
fn pooled() -> impl Strategy<Value = ([usize; 4], Window)> {
    let side = || (1..=3_usize, 1..=3_usize, 0..6_usize);
    (
        1..4_usize,
        side(),
        side(),
        1..6_usize,
        0..3_u8,
        vec(0..3_usize, 4),
    )
        .prop_map(
            |(n, (kh, sh, more_rows), (kw, sw, more_columns), channels, kind, margins)| {
                let padding = match kind {
                    0 => Padding::Valid,
                    1 => Padding::Same,
                    _ => Padding::Explicit {
                        rows: [margins[0] % kh, margins[1] % kh],
                        columns: [margins[2] % kw, margins[3] % kw],
                    },
                };
                let window = Window::new([kh, kw]).stride([sh, sw]).padding(padding);
                ([n, kh + more_rows, kw + more_columns, channels], window)
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn pooling_is_its_formula(case in pooled(), seed: u64) {
        let (x, window) = (filled(case.0, seed), case.1);
        let tape = Tape::new();
        let v = tape.variable(x.clone());
        let fold = |f: fn(f32, f32) -> f32| move |seen: &[f32]| seen.iter().copied().reduce(f).expect("it sees something");
        let mean = |seen: &[f32]| seen.iter().sum::<f32>() / seen.len() as f32;
        let max = v.max_pool2d(window);
        prop_assert_eq!(max.value(), naive::pool2d(&x, window, fold(f32::max)));
        prop_assert_eq!(v.min_pool2d(window).value(), naive::pool2d(&x, window, fold(f32::min)));
        let average = v.avg_pool2d(window);
        close(average.value().data(), naive::pool2d(&x, window, mean).data(), 1e-6)?;
        // Every output hands on all of its gradient, to the winner or in equal shares.
        let weights = tape.constant(filled(max.shape(), seed ^ 1));
        let whole = weights.value().data().iter().sum::<f32>();
        for y in [max, average] {
            let dx = (y * weights).sum().backward().of(v).data().iter().sum::<f32>();
            prop_assert!((dx - whole).abs() <= 5e-4 * (1.0 + whole.abs()), "{} {}", dx, whole);
        }
    }

    #[test]
    fn of_a_maximum_the_first_winner_takes_all(case in pooled(), seed: u64) {
        let ((_, height, width, channels), window) = ((case.0[0], case.0[1], case.0[2], case.0[3]), case.1);
        // Few different numbers, so that there are many equals.
        let coarse = filled(case.0, seed).data().iter().map(|x| (2.0 * x).round()).collect();
        let x = Tensor::from_vec(coarse, case.0);
        let tape = Tape::new();
        let v = tape.variable(x.clone());
        let y = v.max_pool2d(window);
        let dy = filled(y.shape(), seed ^ 1);
        let grads = (y * tape.constant(dy.clone())).sum().backward();
        let mut want = Tensor::zeros(case.0);
        let [rows, columns] = window.output([height, width]);
        let [[top, _], [left, _]] = window.margins([height, width]);
        for (o, dy) in dy.data().iter().enumerate() {
            let (c, j, i) = (o % channels, o / channels % columns, o / channels / columns % rows);
            let n = o / channels / columns / rows;
            let under = |start: usize, size: usize, margin: usize, end: usize| {
                (start..start + size).filter_map(move |p| p.checked_sub(margin)).filter(move |p| *p < end)
            };
            let places = under(i * window.stride[0], window.size[0], top, height)
                .flat_map(|a| under(j * window.stride[1], window.size[1], left, width).map(move |b| (a, b)));
            let offset = |(a, b): (usize, usize)| ((n * height + a) * width + b) * channels + c;
            let winner = places.map(offset).find(|&at| x.data()[at] == y.value().data()[o]);
            want.data_mut()[winner.expect("one of them is the largest")] += dy;
        }
        close(grads.of(v).data(), want.data(), 1e-6)?;
    }

    #[test]
    fn batch_norm_is_its_formula(rows in 2..300_usize, channels in 1..80_usize, shift in -10.0..10.0_f32, seed: u64) {
        let x: Vec<f32> = filled([rows, channels], seed).data().iter().map(|x| x + shift).collect();
        let x = Tensor::from_vec(x, [rows, channels]);
        let (gamma, beta) = (filled([channels], seed ^ 1), filled([channels], seed ^ 2));
        let tape = Tape::new();
        let [v, g, b] = [&x, &gamma, &beta].map(|t| tape.variable(t.clone()));
        let y = v.batch_norm(g, b, 1e-3);
        close(y.value().data(), naive::batch_norm(&x, &gamma, &beta, 1e-3).data(), 1e-4)?;
        // Moving a channel as a whole changes nothing, so its gradients add up to nothing.
        let weights = tape.constant(filled(y.shape(), seed ^ 3));
        let grads = (y * weights).sum().backward();
        for c in 0..channels {
            let column = grads.of(v).data().iter().skip(c).step_by(channels);
            let (sum, size) = column.fold((0.0, 0.0), |(sum, size), g| (sum + g, size + g.abs()));
            prop_assert!(sum.abs() <= 1e-4 * (1.0 + size), "channel {}: {} of {}", c, sum, size);
        }
    }

    #[test]
    fn norms_within_an_example_do_not_look_beyond_it(n in 1..5_usize, pixels in 1..7_usize, groups in 1..4_usize, depth in 2..20_usize, seed: u64) {
        let channels = groups * depth;
        let x = filled([n, pixels, 1, channels], seed);
        let tape = Tape::new();
        let v = tape.constant(x.clone());
        let (one, zero) = (tape.constant(Tensor::ones([channels])), tape.constant(Tensor::zeros([channels])));
        let all = v.group_norm(groups, one, zero, 1e-3).value();
        let (gamma, beta) = (filled([channels], seed ^ 1), filled([channels], seed ^ 2));
        let [g, b] = [&gamma, &beta].map(|t| tape.constant(t.clone()));
        let want = naive::group_norm(&x, groups, &gamma, &beta, 1e-3);
        close(v.group_norm(groups, g, b, 1e-3).value().data(), want.data(), 1e-5)?;
        let row = x.reshape([n * pixels, channels]);
        let want = naive::group_norm(&row, 1, &gamma, &beta, 1e-3);
        close(v.layer_norm(g, b, 1e-3).value().data(), want.data(), 1e-5)?;
        let rows = v.layer_norm(one, zero, 1e-3).value();
        for i in 0..n {
            let alone = tape.constant(x.rows(i..i + 1));
            let same = alone.group_norm(groups, one, zero, 1e-3).value();
            prop_assert_eq!(bits(&same), bits(&all.rows(i..i + 1)));
            let same = alone.layer_norm(one, zero, 1e-3).value();
            prop_assert_eq!(bits(&same), bits(&rows.rows(i..i + 1)));
        }
    }

    #[test]
    fn what_is_padded_or_joined_can_be_cut_out_again(shape in vec(1..5_usize, 4), frame in vec(0..3_usize, 4), seed: u64) {
        let tape = Tape::new();
        let v = tape.variable(filled(&shape[..], seed));
        let y = v.pad([frame[0], frame[1]], [frame[2], frame[3]]);
        prop_assert!((y.value().data().iter().sum::<f32>() - v.value().data().iter().sum::<f32>()).abs() < 1e-3);
        prop_assert!(y.sum().backward().of(v).data().iter().all(|&g| g == 1.0));
        for axis in 0..4 {
            let other = v.tape().variable(filled(v.shape().with_axis(axis, 2), seed ^ 1));
            let y = Var::concat(&[v, other, v], axis).value();
            let want = ndarray::concatenate(
                ndarray::Axis(axis),
                &[v.value().view(), other.value().view(), v.value().view()],
            );
            prop_assert_eq!(array(&y), want.expect("they fit"));
        }
    }

    #[test]
    fn dropout_keeps_its_share(rate in 0.05..0.95_f32, seed: u64) {
        let ones = Tensor::ones([20_000]);
        let tape = Tape::training(&mut nabla::rng(seed));
        let y = tape.constant(ones).dropout(rate).value();
        let kept = y.data().iter().filter(|&&y| y != 0.0).count() as f32 / 20_000.0;
        prop_assert!((kept - (1.0 - rate)).abs() < 6.0 * (rate * (1.0 - rate) / 20_000.0).sqrt() + 1e-6);
        prop_assert!(y.data().iter().all(|&y| y == 0.0 || (y * (1.0 - rate) - 1.0).abs() < 1e-6));
    }
}
