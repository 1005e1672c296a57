//! The three passes against the plain loops, on every instruction set of this machine.

use super::*;
use crate::gradcheck::sample;
use crate::kernels::microkernel::{self, Kernels};
use crate::kernels::{naive, rows};
use crate::{Padding, Tensor};

/// `[N, H, W, C]`, outputs, window.
type Case = ([usize; 4], usize, Window);

fn cases() -> Vec<Case> {
    let asymmetric = Padding::Explicit {
        rows: [0, 3],
        columns: [2, 1],
    };
    let wide = Padding::all(4);
    vec![
        ([1, 1, 1, 1], 1, Window::new(1)),
        ([2, 5, 4, 3], 7, Window::new(1)),
        ([3, 7, 6, 2], 33, Window::new(3)),
        ([1, 6, 40, 5], 16, Window::new([2, 3])),
        ([2, 9, 8, 13], 35, Window::new(3).padding(Padding::Same)),
        ([7, 6, 7, 4], 5, Window::new(5).padding(Padding::Same)),
        ([17, 5, 5, 1], 32, Window::new(3).padding(asymmetric)),
        ([2, 3, 2, 2], 3, Window::new([4, 3]).padding(asymmetric)),
        ([2, 4, 3, 2], 3, Window::new(3).padding(wide)),
        ([2, 8, 9, 3], 6, Window::new(3).stride(2)),
        ([2, 9, 8, 3], 6, Window::new([3, 2]).stride([1, 3])),
        (
            [2, 7, 10, 2],
            4,
            Window::new(5).stride([2, 3]).padding(Padding::Same),
        ),
        (
            [1, 9, 9, 2],
            4,
            Window::new(3).stride(2).padding(asymmetric),
        ),
        ([2, 8, 7, 3], 4, Window::new([1, 2]).stride([3, 4])),
        ([1, 8, 7, 3], 4, Window::new(2).stride(3).padding(wide)),
        ([1, 3, 600, 2], 3, Window::new([1, 2])),
    ]
}

/// Even and odd sizes, whole and broken panels, several blocks of tiles, few and many images, both windows,
/// and margins in which whole tiles lie.
fn cases_for_winograd() -> Vec<Case> {
    let plain = Window::new(3);
    let asymmetric = Padding::Explicit {
        rows: [2, 0],
        columns: [1, 3],
    };
    vec![
        ([2, 6, 6, 16], 32, plain),
        ([1, 7, 9, 48], 32, plain),
        ([17, 6, 7, 16], 32, plain.padding(Padding::Same)),
        ([3, 5, 4, 16], 96, plain.padding(asymmetric)),
        ([2, 30, 33, 32], 64, plain),
        ([9, 9, 8, 32], 16, plain.padding(Padding::Same)),
        ([1, 4, 5, 16], 32, plain.padding(Padding::all(9))),
        ([19, 9, 8, 16], 16, Window::new(5)),
        ([3, 14, 13, 48], 64, Window::new(5).padding(Padding::Same)),
        ([1, 7, 4, 16], 32, Window::new(5).padding(asymmetric)),
    ]
}

/// All cases; for Miri, which interprets each instruction, small ones.
fn each(cases: Vec<Case>) -> impl Iterator<Item = Case> {
    let most = if cfg!(miri) { 3_000 } else { usize::MAX };
    cases.into_iter().filter(move |(x, outputs, window)| {
        let taps = window.size[0] * window.size[1];
        x.iter().product::<usize>() * outputs * taps < most
    })
}

fn assert_close(got: &[f32], want: &Tensor, terms: usize, what: &str) {
    assert_eq!(got.len(), want.len());
    for (i, (got, want)) in got.iter().zip(want.data()).enumerate() {
        assert!(
            (got - want).abs() <= 1e-6 * (terms as f32 + 1.0),
            "{what}: number {i} is {got}, the loops say {want}"
        );
    }
}

/// Dilations that share a factor with the stride and such that do not, groups of many and of one, margins
/// that the taps step over.
fn cases_apart() -> Vec<Case> {
    let same = Window::new(3).padding(Padding::Same);
    let asymmetric = Padding::Explicit {
        rows: [5, 0],
        columns: [1, 7],
    };
    let mut cases = Vec::new();
    for dilation in [[1, 1], [2, 1], [2, 4], [5, 3]] {
        for stride in [[1, 1], [2, 3], [1, 6]] {
            for (channels, outputs, groups) in
                [(3, 5, 1), (6, 4, 2), (10, 15, 5), (19, 19, 19), (4, 8, 4)]
            {
                let window = same.dilation(dilation).stride(stride).groups(groups);
                cases.push(([2, 9, 11, channels], outputs, window));
                let window = Window::new([2, 3]).padding(asymmetric);
                let window = window.dilation(dilation).stride(stride).groups(groups);
                cases.push(([1, 7, 8, channels], outputs, window));
            }
        }
    }
    cases.push(([1, 30, 33, 64], 64, same.groups(2)));
    cases.push(([2, 9, 8, 16], 32, same.dilation(2)));
    cases.push(([18, 9, 8, 40], 40, same.groups(40)));
    cases
}

/// The three passes of a convolution, by either method.
struct Passes {
    y: Vec<f32>,
    dx: Vec<f32>,
    dw: Vec<f32>,
    db: Vec<f32>,
}

fn passes(
    conv: &Convolution,
    set: &Kernels,
    by_winograd: bool,
    [x, weight, dy]: [&Tensor; 3],
) -> Passes {
    let unset = |len| vec![f32::NAN; len];
    let mut p = Passes {
        y: unset(dy.len()),
        dx: unset(x.len()),
        dw: unset(weight.len()),
        db: unset(conv.outputs),
    };
    let out = Gradients {
        dx: Some(&mut p.dx),
        dw: Some(&mut p.dw),
        db: Some(&mut p.db),
    };
    let ds = |i: usize| &dy.data()[i * conv.y_image()..][..conv.y_image()];
    let (x, weight) = (x.data(), weight.data());
    if by_winograd {
        winograd::forward(conv, set, x, weight, &mut p.y, |_| {});
        winograd::gradients(conv, set, x, weight, ds, out);
    } else {
        plain::forward(conv, set, x, weight, &mut p.y, |_| {});
        plain::gradients(conv, set, x, weight, ds, out);
    }
    p
}

fn agrees_with_the_loops((shape, outputs, window): Case, by_winograd: bool) {
    let conv = Convolution::new(shape.into(), outputs, window);
    assert!(!by_winograd || winograd::suits(&conv));
    let [kh, kw] = window.size;
    let x = sample(shape, 1);
    let weight = sample([kh, kw, shape[3] / window.groups, outputs], 2);
    let dy = sample(conv.output(), 3);
    let y = naive::conv2d(&x, &weight, window);
    let dx = naive::conv2d_dx(&dy, &weight, window, x.shape());
    let dw = naive::conv2d_dw(&x, &dy, window, weight.shape());
    let mut db = Tensor::zeros([outputs]);
    rows::sum_rows(dy.data(), db.data_mut());
    let places = dy.len() / outputs;
    for set in microkernel::all() {
        let got = passes(&conv, &set, by_winograd, [&x, &weight, &dy]);
        for (pass, got, want, terms) in [
            ("y", got.y, &y, conv.taps() * conv.seen()),
            ("dx", got.dx, &dx, conv.taps() * outputs),
            ("dw", got.dw, &dw, places),
            ("db", got.db, &db, places),
        ] {
            let what = format!(
                "{pass} of {conv:?}, Winograd {by_winograd}, {} lanes",
                set.lanes
            );
            assert_close(&got, want, terms, &what);
        }
    }
}

#[test]
fn every_pass_agrees_with_the_loops_on_every_instruction_set() {
    for case in each(cases()).chain(each(cases_for_winograd())) {
        agrees_with_the_loops(case, false);
    }
}

#[test]
fn dilations_and_groups_agree_with_the_loops() {
    for case in each(cases_apart()) {
        agrees_with_the_loops(case, false);
    }
}

/// By the door that chooses the method: those for which [`plain`] is not the best.
#[test]
fn depthwise_agrees_with_the_loops() {
    let cases = each(cases_apart());
    let mut count = 0;
    for (shape, outputs, window) in cases.filter(|case| case.0[3] == case.2.groups) {
        let conv = Convolution::new(shape.into(), outputs, window);
        count += usize::from(conv.is_depthwise());
        let weight = sample([window.size[0], window.size[1], 1, outputs], 2);
        let (x, dy) = (sample(shape, 1), sample(conv.output(), 3));
        let [mut y, mut dx, mut dw] = [&dy, &x, &weight].map(|t| Tensor::full(t.shape(), f32::NAN));
        conv.forward(x.data(), weight.data(), y.data_mut(), |_| {});
        let gradients = Gradients {
            dx: Some(dx.data_mut()),
            dw: Some(dw.data_mut()),
            db: None,
        };
        let ds = |i: usize| &dy.data()[i * conv.y_image()..][..conv.y_image()];
        conv.gradients(x.data(), weight.data(), ds, gradients);
        let places = dy.len() / outputs;
        let want = naive::conv2d(&x, &weight, window);
        assert_close(y.data(), &want, conv.taps(), "y");
        let want = naive::conv2d_dx(&dy, &weight, window, x.shape());
        assert_close(dx.data(), &want, conv.taps() * outputs, "dx");
        let want = naive::conv2d_dw(&x, &dy, window, weight.shape());
        assert_close(dw.data(), &want, places, "dw");
    }
    assert!(count > 20 || cfg!(miri), "only {count} cases are depthwise");
}

#[test]
#[cfg_attr(
    miri,
    ignore = "its smallest case is too long to interpret; AddressSanitizer runs it"
)]
fn winograds_method_agrees_with_the_loops_on_every_instruction_set() {
    for case in cases_for_winograd() {
        agrees_with_the_loops(case, true);
    }
}

/// The root of the mean square of y's error, against sums in double precision.
fn error_of_y(conv: &Convolution, by_winograd: bool, [x, weight, dy]: [&Tensor; 3]) -> f64 {
    let got = passes(conv, kernels(), by_winograd, [x, weight, dy]).y;
    let ([height, width], c, k) = (conv.image, conv.channels, conv.outputs);
    let mut squares = 0.0;
    for (at, got) in got.iter().enumerate() {
        let (place, out) = (at / k, at % k);
        let (row, column) = (place / conv.places[1], place % conv.places[1]);
        let (image, row) = (row / conv.places[0], row % conv.places[0]);
        let mut want = 0.0;
        let [kh, kw] = conv.size;
        for (a, b) in (0..kh).flat_map(|a| (0..kw).map(move |b| (a, b))) {
            for c_in in 0..c {
                let from = ((image * height + row + a) * width + column + b) * c + c_in;
                let weight = weight.data()[((kw * a + b) * c + c_in) * k + out];
                want += f64::from(x.data()[from]) * f64::from(weight);
            }
        }
        squares += (f64::from(*got) - want).powi(2);
    }
    (squares / got.len() as f64).sqrt()
}

/// The claim in `winograd/mod.rs`.
#[test]
#[cfg_attr(miri, ignore = "too many products to interpret")]
fn winograds_method_is_half_as_exact() {
    for size in [3, 5] {
        let window = Window::new(size);
        let (x, weight) = (sample([2, 16, 16, 32], 1), sample([size, size, 32, 64], 2));
        let conv = Convolution::new(x.shape(), 64, window);
        let dy = sample(conv.output(), 3);
        let [plain, winograd] =
            [false, true].map(|by_winograd| error_of_y(&conv, by_winograd, [&x, &weight, &dy]));
        assert!(
            winograd < 2.5 * plain,
            "{winograd} is far more than {plain}"
        );
        assert!(plain < 1.5e-5, "{plain}");
    }
}
