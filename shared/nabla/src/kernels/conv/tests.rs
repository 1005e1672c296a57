//! The three passes against the plain loops, on every instruction set of this machine.

use super::*;
use crate::gradcheck::sample;
use crate::kernels::{microkernel, naive};
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

fn assert_close(got: &[f32], want: &Tensor, terms: usize, what: &str) {
    assert_eq!(got.len(), want.len());
    for (i, (got, want)) in got.iter().zip(want.data()).enumerate() {
        assert!(
            (got - want).abs() <= 1e-6 * (terms as f32 + 1.0),
            "{what}: number {i} is {got}, the loops say {want}"
        );
    }
}

#[test]
fn every_pass_agrees_with_the_loops_on_every_instruction_set() {
    for (shape, outputs, window) in cases() {
        let conv = Convolution::new(shape.into(), outputs, window);
        let [kh, kw] = window.size;
        let x = sample(shape, 1);
        let weight = sample([kh, kw, shape[3], outputs], 2);
        let dy = sample(conv.output(), 3);
        let y = naive::conv2d(&x, &weight, window);
        let dx = naive::conv2d_dx(&dy, &weight, window, x.shape());
        let dw = naive::conv2d_dw(&x, &dy, window, weight.shape());
        for set in microkernel::all() {
            let what = |pass: &str| format!("{pass} of {conv:?}, {} lanes", set.lanes);
            let mut got = vec![f32::NAN; y.len()];
            plain::forward(&conv, &set, x.data(), weight.data(), &mut got, |_| {});
            assert_close(&got, &y, conv.taps() * conv.channels, &what("y"));

            let (mut got_dx, mut got_dw) = (vec![f32::NAN; x.len()], vec![f32::NAN; weight.len()]);
            let mut got_db = vec![f32::NAN; outputs];
            let out = Gradients {
                dx: Some(&mut got_dx),
                dw: Some(&mut got_dw),
                db: Some(&mut got_db),
            };
            let ds = |i: usize| &dy.data()[i * conv.y_image()..][..conv.y_image()];
            plain::gradients(&conv, &set, x.data(), weight.data(), ds, out);
            let places = dy.len() / outputs;
            assert_close(&got_dx, &dx, conv.taps() * outputs, &what("dx"));
            assert_close(&got_dw, &dw, places, &what("dw"));
            let mut db = Tensor::zeros([outputs]);
            crate::kernels::rows::sum_rows(dy.data(), db.data_mut());
            assert_close(&got_db, &db, places, &what("db"));
        }
    }
}
