use super::*;
use crate::Tape;
use crate::gradcheck::{assert_gradients, sample};

const EPSILON: f32 = 1e-2;

/// What is normalised together made a row, by reshaping: `[N, H, W, G, D]` has its axes in
/// another order, so this takes images of one pixel, or groups of all channels.
fn composed<'t>(v: &[Var<'t>], rows: usize) -> Var<'t> {
    let x = v[0].reshape([rows, v[0].shape().size() / rows]);
    let mean = x.mean_axis(1);
    let variance = (x - mean).square().mean_axis(1);
    let y = (x - mean) / (variance + EPSILON).sqrt();
    y.reshape(v[0].shape()) * v[1] + v[2]
}

fn inputs(shape: &[usize]) -> [Tensor; 3] {
    let channels = shape[shape.len() - 1];
    [
        sample(shape, 1),
        sample([channels], 2),
        sample([channels], 3),
    ]
}

type Run = for<'t> fn(&[Var<'t>]) -> Var<'t>;

#[test]
fn equal_their_compositions_in_value_and_gradient() {
    let cases: [(&[usize], Run, Run); 4] = [
        (
            &[5, 7],
            |v| v[0].layer_norm(v[1], v[2], EPSILON),
            |v| composed(v, 5),
        ),
        (
            &[3, 50, 41],
            |v| v[0].layer_norm(v[1], v[2], EPSILON),
            |v| composed(v, 150),
        ),
        (
            &[300, 66],
            |v| v[0].group_norm(3, v[1], v[2], EPSILON),
            |v| composed(v, 900),
        ),
        (
            &[3, 11, 9, 5],
            |v| v[0].group_norm(1, v[1], v[2], EPSILON),
            |v| composed(v, 3),
        ),
    ];
    for (shape, fused, plain) in cases {
        let run = |f: Run| {
            let tape = Tape::new();
            let vars = inputs(shape).map(|x| tape.variable(x));
            let y = f(&vars);
            let grads = (y * tape.constant(sample(y.shape(), 9))).mean().backward();
            let gradients = vars.iter().map(|v| grads.of(*v).clone());
            gradients.chain([y.value()]).collect::<Vec<_>>()
        };
        for (fused, plain) in run(fused).iter().zip(run(plain)) {
            for (a, b) in fused.data().iter().zip(plain.data()) {
                assert!(
                    (a - b).abs() <= 1e-5 * (1.0 + b.abs()),
                    "{shape:?}: {a} {b}"
                );
            }
        }
    }
}

/// Batch norm of a batch of one is instance norm.
#[test]
fn instance_norm_is_batch_norm_of_one_image() {
    let tape = Tape::new();
    let [x, gamma, beta] = inputs(&[1, 6, 5, 3]).map(|x| tape.variable(x));
    let (one, other) = (
        x.instance_norm(gamma, beta, EPSILON),
        x.batch_norm(gamma, beta, EPSILON),
    );
    let weights = tape.constant(sample(x.shape(), 9));
    let (a, b) = (
        (one * weights).sum().backward(),
        (other * weights).sum().backward(),
    );
    for (p, q) in [
        (&one.value(), &other.value()),
        (a.of(x), b.of(x)),
        (a.of(gamma), b.of(gamma)),
    ] {
        for (p, q) in p.data().iter().zip(q.data()) {
            assert!((p - q).abs() <= 1e-5 * (1.0 + q.abs()), "{p} {q}");
        }
    }
}

#[test]
fn gradients() {
    assert_gradients(&inputs(&[3, 5]), |_, v| {
        v[0].layer_norm(v[1], v[2], EPSILON).powi(3).mean()
    });
    for groups in [1, 2, 4] {
        assert_gradients(&inputs(&[2, 3, 2, 4]), |_, v| {
            v[0].group_norm(groups, v[1], v[2], EPSILON).powi(3).mean()
        });
    }
}

#[test]
#[should_panic(expected = "C a multiple of the 3 groups, this is [2, 4, 4, 8]")]
fn unequal_groups_are_refused() {
    let tape = Tape::new();
    let one = tape.constant(Tensor::ones([8]));
    tape.constant(Tensor::ones([2, 4, 4, 8]))
        .group_norm(3, one, one, EPSILON);
}
