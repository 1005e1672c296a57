use super::*;
use crate::Tape;
use crate::gradcheck::{assert_gradients, sample};

const EPSILON: f32 = 1e-2;

/// From means, squares and roots; `moments` to normalise by, or the batch's own.
fn composed<'t>(v: &[Var<'t>], moments: Option<&Moments>) -> Var<'t> {
    let (rows, columns) = v[0].shape().as_rows();
    let x = v[0].reshape([rows, columns]);
    let (mean, variance) = match moments {
        Some(given) => {
            let tape = x.tape();
            (
                tape.constant(given.mean.clone()),
                tape.constant(given.variance.clone()),
            )
        }
        None => {
            let mean = x.mean_axis(0);
            (mean, (x - mean).square().mean_axis(0))
        }
    };
    let y = v[1] * (x - mean) / (variance + EPSILON).sqrt() + v[2];
    y.reshape(v[0].shape())
}

/// Odd numbers of rows and channels; the last has several chunks.
const SHAPES: [&[usize]; 5] = [&[7, 1], &[2, 3], &[3, 5, 4, 3], &[2, 3, 3, 67], &[1009, 37]];

fn inputs(shape: &[usize]) -> [Tensor; 3] {
    let channels = shape[shape.len() - 1];
    [
        sample(shape, 1),
        sample([channels], 2),
        sample([channels], 3),
    ]
}

fn results(inputs: &[Tensor; 3], f: impl for<'t> Fn(&[Var<'t>]) -> Var<'t>) -> Vec<Tensor> {
    let tape = Tape::new();
    let vars = inputs.each_ref().map(|x| tape.variable(x.clone()));
    let y = f(&vars);
    let from_above = tape.constant(sample(y.shape(), 9));
    let grads = (y * from_above).mean().backward();
    let gradients = vars.iter().map(|v| grads.of(*v).clone());
    gradients.chain([y.value()]).collect()
}

#[test]
fn equals_its_composition_in_value_and_gradient() {
    for shape in SHAPES {
        let inputs = inputs(shape);
        let channels = inputs[1].len();
        let given = Moments {
            mean: sample([channels], 4),
            variance: Tensor::from_vec(
                sample([channels], 5).data().iter().map(|x| x * x).collect(),
                [channels],
            ),
        };
        for moments in [None, Some(&given)] {
            let fused = results(&inputs, |v| match moments {
                Some(given) => v[0].batch_norm_by(v[1], v[2], given, EPSILON),
                None => v[0].batch_norm(v[1], v[2], EPSILON),
            });
            let plain = results(&inputs, |v| composed(v, moments));
            for (fused, plain) in fused.iter().zip(&plain) {
                for (a, b) in fused.data().iter().zip(plain.data()) {
                    assert!(
                        (a - b).abs() <= 1e-5 * (1.0 + b.abs()),
                        "{shape:?}: {a} {b}"
                    );
                }
            }
        }
    }
}

#[test]
fn gradients() {
    let inputs = inputs(&[2, 3, 2, 3]);
    assert_gradients(&inputs, |_, v| {
        v[0].batch_norm(v[1], v[2], EPSILON).powi(3).mean()
    });
    let moments = Moments {
        mean: sample([3], 4),
        variance: Tensor::full([3], 0.7),
    };
    assert_gradients(&inputs, |_, v| {
        v[0].batch_norm_by(v[1], v[2], &moments, EPSILON)
            .powi(3)
            .mean()
    });
}

/// Σx² − n·mean² would leave nothing of a variance of 1 around 10,000.
#[test]
fn a_large_mean_does_not_drown_the_variance() {
    let x: Vec<f32> = (0..5000).map(|i| 10_000.0 + (i % 7) as f32).collect();
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_vec(x, [5000, 1]));
    let one = tape.constant(Tensor::ones([1]));
    let (_, moments) = x.batch_norm_with_moments(one, one, 0.0);
    // In closed form for 714 rounds of 0…6 and a 0, 1 more: 10,000 + 14995/5000, and so on.
    let digits = |f: fn(f64) -> f64| (0..5000).map(|i| f(f64::from(i % 7))).sum::<f64>() / 5000.0;
    let mean = digits(|x| x);
    let variance = digits(|x| x * x) - mean * mean;
    assert!((f64::from(moments.mean.item()) - 10_000.0 - mean).abs() < 1e-3);
    assert!(
        (f64::from(moments.variance.item()) - variance).abs() < 1e-5 * variance,
        "{moments:?} {variance}"
    );
}

#[test]
#[should_panic(expected = "has 1 number in this batch, and a variance takes two")]
fn one_number_has_no_variance() {
    let tape = Tape::new();
    let one = tape.constant(Tensor::ones([4]));
    tape.constant(Tensor::ones([1, 4]))
        .batch_norm(one, one, EPSILON);
}

#[test]
#[should_panic(expected = "x is [2, 4], so everything kept for a channel is [4], not [3]")]
fn a_shape_mistake_is_explained() {
    let tape = Tape::new();
    let three = tape.constant(Tensor::ones([3]));
    tape.constant(Tensor::ones([2, 4]))
        .batch_norm(three, three, EPSILON);
}
