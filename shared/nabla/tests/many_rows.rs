//! Work that is cut in pieces for several threads is the same as piece by piece: each row gets its own label, each picture
//! its own place. A piece has some thousands of numbers, so these have more.

use nabla::gradcheck::sample;
use nabla::{Labels, Tape, Tensor};

/// The gradient with respect to `x` of what `loss` makes of it.
fn gradient(
    x: &Tensor,
    loss: impl for<'t> Fn(nabla::Var<'t>) -> nabla::Var<'t>,
) -> (Tensor, Tensor) {
    let tape = Tape::new();
    let x = tape.variable(x.clone());
    let y = loss(x);
    let weights = tape.constant(sample(y.shape(), 9));
    let grads = (y * weights).sum().backward();
    (y.value(), grads.of(x).clone())
}

#[test]
fn every_row_keeps_its_label() {
    const ROWS: usize = 30_000;
    let x = sample([ROWS, 7], 2);
    let labels: Vec<u8> = (0..ROWS).map(|i| (i * i % 7) as u8).collect();
    let (loss, dx) = gradient(&x, |x| {
        x.softmax_cross_entropy_each(&Labels::new(&labels, 7))
    });
    let weights = sample([ROWS], 9);
    for row in (0..ROWS).step_by(997) {
        let tape = Tape::new();
        let one = tape.variable(x.rows(row..row + 1));
        let alone = one.softmax_cross_entropy(&Labels::new(&labels[row..=row], 7));
        assert_eq!(loss.data()[row], alone.item());
        let grads = (alone * weights.data()[row]).backward();
        for (got, want) in dx.data()[row * 7..][..7].iter().zip(grads.of(one).data()) {
            assert!((got - want).abs() < 1e-7, "row {row}: {got}, alone {want}");
        }
    }
    // The mean of all: the same rows, each with an equal share.
    let tape = Tape::new();
    let all = tape.variable(x.clone());
    let grads = all
        .softmax_cross_entropy(&Labels::new(&labels, 7))
        .backward();
    for row in (0..ROWS).step_by(997) {
        let label = usize::from(labels[row]);
        let of_label = grads.of(all).data()[row * 7 + label];
        assert!(of_label < 0.0, "row {row}: its label is not {label}");
    }
}

#[test]
fn every_picture_keeps_its_place() {
    const N: usize = 40;
    let x = sample([N, 20, 30, 2], 3);
    let (large, dx) = gradient(&x, |x| x.upsample2d([3, 2]));
    assert_eq!(large.dims(), [N, 60, 60, 2]);
    let weights = sample([N, 60, 60, 2], 9);
    for n in (0..N).step_by(13) {
        for (i, j, c) in [(0, 0, 0), (7, 29, 1), (19, 3, 0)] {
            let mut sum = 0.0;
            for (down, right) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)] {
                let place = [n, 3 * i + down, 2 * j + right, c];
                assert_eq!(large.at(&place), x.at(&[n, i, j, c]));
                sum += weights.at(&place);
            }
            assert!((dx.at(&[n, i, j, c]) - sum).abs() < 1e-5);
        }
    }
}
