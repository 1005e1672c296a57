//! What is worked out by hand, against PyTorch.

use crate::reference::{STORED, close};
use lab07::norm::{Running, backward, backward_of_constants, forward, measured};
use lab07::sisters::Kind;
use lab07::solutions;
use lab07::warp::Warp;
use nabla::{Tape, Tensor, Var};

/// What is stored under `name`, as rows.
fn rows(name: &str, columns: usize) -> Vec<Vec<f64>> {
    STORED
        .values(name)
        .chunks(columns)
        .map(<[f64]>::to_vec)
        .collect()
}

const TABLES: [(&str, usize); 3] = [("hand", 2), ("narrow", 3), ("tall", 2)];

#[test]
fn batch_norm_and_its_gradients_are_pytorchs() {
    for (name, columns) in TABLES {
        let of = |what: &str| rows(&format!("{name}.{what}"), columns);
        let (x, dy) = (of("x"), of("dy"));
        let (gamma, beta) = (of("gamma").concat(), of("beta").concat());
        let epsilon = STORED.values(&format!("{name}.epsilon"))[0];
        let normed = forward(&x, &gamma, &beta, epsilon);
        close(&normed.y.concat(), &of("y").concat(), 1e-12);
        let y = solutions::batch_norm(&x, &gamma, &beta, epsilon);
        close(&y.concat(), &of("y").concat(), 1e-12);

        let gradients = backward(&normed, &gamma, &dy);
        close(&gradients.x.concat(), &of("dx").concat(), 1e-12);
        close(&gradients.gamma, &of("dgamma").concat(), 1e-12);
        close(&gradients.beta, &of("dbeta").concat(), 1e-12);
        let dx = solutions::batch_norm_gradient(&x, &gamma, epsilon, &dy);
        close(&dx.concat(), &of("dx").concat(), 1e-12);
        let quotient = measured(&x, &gamma, &beta, epsilon, &dy);
        close(&quotient.concat(), &of("dx").concat(), 1e-7);

        let mut running = Running::new(columns);
        running.see(&x, 0.1);
        close(&running.mean, &of("running_mean").concat(), 1e-12);
        close(&running.variance, &of("running_var").concat(), 1e-12);
    }
}

#[test]
fn the_numbers_on_paper() {
    let x = vec![vec![0.0], vec![2.0], vec![2.0], vec![8.0]];
    let normed = forward(&x, &[1.0], &[0.0], 0.0);
    assert_eq!((normed.mean[0], normed.variance[0]), (3.0, 9.0));
    let thirds = [-1.0, -1.0 / 3.0, -1.0 / 3.0, 5.0 / 3.0];
    close(&normed.hat.concat(), &thirds, 1e-12);
    let dy = vec![vec![1.0], vec![-1.0], vec![0.0], vec![2.0]];
    let gradients = backward(&normed, &[1.0], &dy);
    let want = [7.0, -23.0 / 3.0, -5.0 / 3.0, 7.0 / 3.0].map(|d| d / 18.0);
    close(&gradients.x.concat(), &want, 1e-12);
}

/// Both things that batch norm cannot see: a common move, and a common stretch.
#[test]
fn gradients_of_a_channel_add_up_to_nothing_and_those_of_constants_do_not() {
    for (name, columns) in TABLES {
        let of = |what: &str| rows(&format!("{name}.{what}"), columns);
        let gamma = of("gamma").concat();
        let normed = forward(&of("x"), &gamma, &gamma, 0.0);
        let right = backward(&normed, &gamma, &of("dy")).x;
        let wrong = backward_of_constants(&normed, &gamma, &of("dy"));
        for c in 0..columns {
            let sum = |dx: &[Vec<f64>]| dx.iter().map(|row| row[c]).sum::<f64>();
            let along: f64 = right
                .iter()
                .zip(&normed.hat)
                .map(|(dx, hat)| dx[c] * hat[c])
                .sum();
            assert!(sum(&right).abs() < 1e-12 && along.abs() < 1e-12);
            assert!(sum(&wrong).abs() > 1e-4, "{name}, channel {c}");
        }
    }
}

#[test]
fn what_is_remembered_is_pytorchs() {
    for (name, old, batch, momentum) in [
        ("running_a", (0.0, 1.0), &[2.0, 4.0, 9.0][..], 0.1),
        ("running_b", (1.5, 4.0), &[0.5, -1.0, 3.0, 2.5, 0.25], 0.25),
        ("running_c", (-2.0, 0.5), &[1.0, 3.0], 0.01),
    ] {
        let (mean, variance) = solutions::remember(old, batch, momentum);
        close(&[mean, variance], &STORED.values(name), 1e-12);
    }
    // Keras' 0.9 for the old is PyTorch's 0.1 for the new: after 44 batches less than 1 % of the first is left.
    assert!(0.9_f64.powi(44) < 0.01 && 0.9_f64.powi(43) > 0.01);
}

#[test]
fn four_ways_to_share_a_mean_are_pytorchs() {
    let x = STORED.values("sisters.x");
    for (name, kind) in [
        ("batch", Kind::Batch),
        ("layer", Kind::Layer),
        ("instance", Kind::Instance),
        ("group", Kind::Group { groups: 2 }),
    ] {
        let got = kind.normalise(&x, [2, 2, 3, 4], 1e-5);
        close(&got, &STORED.values(&format!("sisters.{name}")), 1e-12);
    }
    // Group norm lies between: one group is layer norm, one channel a group is instance norm.
    let all = Kind::Group { groups: 1 }.normalise(&x, [2, 2, 3, 4], 1e-5);
    close(&all, &STORED.values("sisters.layer"), 1e-12);
    // nabla's own: the whole picture is `group_norm(1)`; its `layer_norm` takes each place by itself, as if it were a picture.
    let floats: Vec<f32> = x.iter().map(|&x| x as f32).collect();
    let tape = Tape::new();
    let pictures = tape.constant(Tensor::from_slice(&floats, [2, 2, 3, 4]));
    let (gamma, beta) = (
        tape.constant(Tensor::ones([4])),
        tape.constant(Tensor::zeros([4])),
    );
    let wide =
        |y: Var<'_>| -> Vec<f64> { y.value().data().iter().map(|&y| f64::from(y)).collect() };
    close(&wide(pictures.group_norm(1, gamma, beta, 1e-5)), &all, 1e-5);
    let places = Kind::Layer.normalise(&x, [12, 1, 1, 4], 1e-5);
    close(&wide(pictures.layer_norm(gamma, beta, 1e-5)), &places, 1e-5);
    let each = Kind::Group { groups: 4 }.normalise(&x, [2, 2, 3, 4], 1e-5);
    close(&each, &STORED.values("sisters.instance"), 1e-12);
    let size = [8, 12, 12, 64];
    let shared = [
        Kind::Batch,
        Kind::Layer,
        Kind::Instance,
        Kind::Group { groups: 2 },
    ]
    .map(|k| k.shared(size));
    assert_eq!(shared, [1_152, 9_216, 144, 4_608]);
}

#[test]
fn dropout_and_the_weighted_loss_are_pytorchs() {
    for (name, x, draws, rate) in [
        (
            "dropout_a",
            &[1.5, -2.0, 0.5, 3.0, -0.25][..],
            &[0.9, 0.1, 0.6, 0.25, 0.2][..],
            0.25,
        ),
        (
            "dropout_b",
            &[2.0, 4.0, -1.0, 0.75],
            &[0.35, 0.85, 0.79, 0.81],
            0.8,
        ),
        ("dropout_c", &[1.0, -3.5, 2.25], &[0.0, 0.5, 0.99], 0.0),
    ] {
        close(
            &solutions::dropout(x, draws, rate),
            &STORED.values(name),
            1e-12,
        );
    }
    for (name, labels, weights) in [
        ("weighted_a", &[2, 0, 1, 1][..], &[0.5, 2.0, 1.25][..]),
        ("weighted_b", &[0, 0, 1], &[0.25, 3.0]),
    ] {
        let losses = STORED.values(&format!("{name}.losses"));
        let loss = solutions::weighted_loss(&losses, labels, weights);
        close(&[loss], &STORED.values(&format!("{name}.loss")), 1e-12);
    }
}

#[test]
fn a_keep_probability_is_not_a_rate() {
    // tf.nn.dropout(h, keep_prob = 0.8) keeps 800 of 1,000 and divides by 0.8; copied as a rate it keeps 200.
    close(&solutions::two_dialects(), &[0.2, 1.25, 200.0, 5.0], 1e-9);
}

#[test]
fn pictures_are_moved_as_pytorch_moves_them() {
    let picture: Vec<f32> = STORED
        .values("warp.picture")
        .iter()
        .map(|&p| p as f32)
        .collect();
    for (name, warp) in [
        ("shift", Warp::shift(0.5, -1.25)),
        ("turn", Warp::turn(30.0)),
        (
            "all",
            Warp {
                angle: -20.0,
                scale: 1.25,
                down: 0.5,
                right: 0.75,
            },
        ),
    ] {
        let moved = warp.apply(&picture, (4, 5));
        let moved: Vec<f64> = moved.into_iter().map(f64::from).collect();
        close(&moved, &STORED.values(&format!("warp.{name}")), 1e-5);
    }
}
