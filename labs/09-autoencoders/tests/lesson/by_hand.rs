//! What is worked out by hand, against NumPy and PyTorch.

use lab09::by_hand::{POINTS, Pair, error_along, gradients, total_error};
use lab09::noise::{Noise, mse, mse_of_rows, psnr};
use lab09::pca::{Pca, matrix, mean_squared, principal_angles, tensor_of};
use lab09::project::{random_projection, squared_ratios};
use lab09::roc::{area, roc, thinned};
use lab09::solutions;
use labkit::reference::{Stored, close};
use labkit::statistics::{mean, standard_deviation};
use nabla::Tensor;
use nalgebra::DMatrix;

const STORED: Stored = Stored(include_str!("../reference/values.txt"));

/// A stored matrix.
fn stored(name: &str) -> DMatrix<f64> {
    let rows = STORED.matrix(name);
    let columns = rows[0].len();
    DMatrix::from_row_iterator(rows.len(), columns, rows.into_iter().flatten())
}

#[test]
fn the_smallest_autoencoders_gradients_are_pytorchs() {
    let nets = [
        ("door_start", [1.0, 0.0], [1.0, 0.0]),
        ("door_later", [0.75, 0.5], [1.25, -0.25]),
    ];
    for (name, e, d) in nets {
        let net = Pair { e, d };
        let grad = gradients(&net);
        let of = |what: &str| STORED.values(&format!("{name}.{what}"));
        close(&[total_error(&net)], &of("lost"), 1e-12);
        close(&grad.e, &of("e"), 1e-12);
        close(&grad.d, &of("d"), 1e-12);
    }
}

#[test]
fn what_is_lost_along_a_line_is_ten_less_eight_times_the_sine() {
    for degrees in [0.0_f64, 22.5, 45.0, 60.0, 135.0, 200.0] {
        let angle = degrees.to_radians();
        let want = 10.0 - 8.0 * (2.0 * angle).sin();
        close(&[error_along([angle.cos(), angle.sin()])], &[want], 1e-12);
    }
    // Descent gets to the best, and no further.
    let mut net = Pair {
        e: [1.0, 0.0],
        d: [1.0, 0.0],
    };
    for _ in 0..400 {
        let grad = gradients(&net);
        for axis in 0..2 {
            net.e[axis] -= 0.05 * grad.e[axis];
            net.d[axis] -= 0.05 * grad.d[axis];
        }
    }
    close(&[total_error(&net), net.d[1] / net.d[0]], &[2.0, 1.0], 1e-6);
}

#[test]
fn principal_directions_are_numpys() {
    let rows = stored("pca.rows");
    // Up to its sign a direction is settled; NumPy's rows are ours in columns.
    let theirs = stored("pca.directions").transpose();
    for pca in [Pca::by_svd(&rows), Pca::by_scatter(&rows)] {
        close(pca.mean.as_slice(), &STORED.values("pca.mean"), 1e-12);
        close(&pca.singular, &STORED.values("pca.singular"), 1e-9);
        for k in 0..4 {
            let along = pca.directions.column(k).dot(&theirs.column(k));
            close(&[along.abs()], &[1.0], 1e-9);
        }
        let back = pca.reconstruct(&rows, 2);
        close(back.as_slice(), stored("pca.back2").as_slice(), 1e-9);
        // The squares that were left out are what is lost.
        let lost = (&rows - &back).norm_squared();
        close(&[lost, 28.0 * pca.error(2, 7)], &[pca.left_out(2); 2], 1e-9);
    }
}

#[test]
fn both_ways_to_the_directions_of_the_digits_agree() {
    let digits = datasets::digits8();
    let x = matrix(&Tensor::from(digits.train.pixels));
    let (svd, scatter) = (Pca::by_svd(&x), Pca::by_scatter(&x));
    close(&svd.singular, &scatter.singular, 1e-5);
    let angles = principal_angles(
        &svd.directions.columns(0, 16).into_owned(),
        &scatter.directions.columns(0, 16).into_owned(),
    );
    assert!(angles[15] < 1e-3, "{angles:?}");
    for k in [1, 8, 32] {
        let measured = mean_squared(&svd.reconstruct(&x, k), &x);
        close(&[measured], &[svd.error(k, x.nrows())], 1e-9);
    }
    // With all directions nothing is lost, on pictures that it never saw either.
    let test = matrix(&Tensor::from(digits.test.pixels));
    assert!(mean_squared(&svd.reconstruct(&test, 64), &test) < 1e-20);
    let points = DMatrix::from_fn(4, 2, |i, j| POINTS[i][j]);
    let squares: Vec<f64> = Pca::by_svd(&points)
        .singular
        .iter()
        .map(|s| s * s)
        .collect();
    close(&squares, &[18.0, 2.0], 1e-12);
}

#[test]
fn angles_between_planes_are_numpys() {
    let a = DMatrix::from_row_slice(4, 2, &[1.0, 2.0, 0.5, -1.0, 0.0, 1.5, 2.0, 0.25]);
    let b = DMatrix::from_row_slice(4, 2, &[0.5, 1.0, 1.0, 0.0, -0.75, 2.0, 0.25, 1.0]);
    close(&principal_angles(&a, &b), &STORED.values("angles"), 1e-9);
}

#[test]
fn matrices_and_tensors_hold_the_same_rows() {
    let tensor = Tensor::from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [2, 3]);
    let matrix = matrix(&tensor);
    assert_eq!(matrix[(1, 0)], 4.0);
    assert_eq!(tensor_of(&matrix).data(), tensor.data());
}

#[test]
fn a_random_projection_keeps_distances_as_the_formula_says() {
    let x = matrix(&Tensor::from(datasets::digits8().train.pixels).rows(0..120));
    let mut rng = nabla::rng(7);
    for k in [4, 32] {
        let mut ratios = Vec::new();
        for _ in 0..40 {
            let r = random_projection(64, k, &mut rng);
            ratios.extend(squared_ratios(&x, &(&x * r)));
        }
        let middle = mean(ratios.iter().copied());
        assert!((middle - 1.0).abs() < 0.05, "k = {k}: mean {middle}");
        let (sd, want) = (standard_deviation(ratios), (2.0 / k as f64).sqrt());
        assert!((sd / want - 1.0).abs() < 0.12, "k = {k}: {sd} for {want}");
    }
}

#[test]
fn both_ways_to_the_area_agree_and_are_those_of_ranks() {
    let cases: [(&str, &[f64], &[f64]); 3] = [
        ("auc_a", &[0.1, 0.4, 0.35, 0.8], &[0.4, 0.7, 0.9]),
        ("auc_b", &[3.0, 1.0, 2.0], &[1.5, 0.5]),
        ("auc_c", &[0.2, 0.2, 0.5, 0.5, 0.9], &[0.5, 0.5, 0.2]),
    ];
    for (name, usual, odd) in cases {
        let curve = roc(usual, odd);
        close(
            &[area(&curve), solutions::auc(usual, odd)],
            &[STORED.value(name); 2],
            1e-12,
        );
        assert_eq!((curve[0], curve[curve.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
        let few = thinned(&curve, 2);
        assert_eq!((few[0], few[few.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
    }
    // Perfect, turned round, and nothing known.
    let auc = |usual: &[f64], odd: &[f64]| area(&roc(usual, odd));
    assert_eq!(auc(&[1.0, 2.0], &[3.0]), 1.0);
    assert_eq!(auc(&[3.0], &[1.0, 2.0]), 0.0);
    assert_eq!(auc(&[1.0, 1.0], &[1.0, 1.0, 1.0]), 0.5);
}

#[test]
fn errors_and_decibels() {
    let (a, b) = (
        Tensor::from_slice(&[0.0, 1.0, 0.5, 0.5], [2, 2]),
        Tensor::from_slice(&[0.5, 1.0, 0.5, 0.0], [2, 2]),
    );
    close(&mse_of_rows(&a, &b), &[0.125, 0.125], 1e-12);
    close(
        &[mse(&a, &b), psnr(0.01), psnr(0.0625)],
        &[0.125, 20.0, 12.041_199_826_559_248],
        1e-9,
    );
    close(
        &solutions::noisy_target(),
        &[0.0625, 0.0625, psnr(0.0625), 0.0625],
        1e-12,
    );
}

#[test]
fn noise_is_as_strong_as_it_says_and_stays_ink() {
    let grey = Tensor::full([200, 64], 0.5);
    let noisy = Noise::Normal(0.1).on(&grey, &mut nabla::rng(3));
    assert!((mse(&noisy, &grey) - 0.01).abs() < 5e-4);
    let blanked = Noise::Blank(0.3).on(&grey, &mut nabla::rng(3));
    let gone = blanked.data().iter().filter(|&&x| x == 0.0).count() as f64 / 12_800.0;
    assert!((gone - 0.3).abs() < 0.02, "{gone}");
    let loud = Noise::Normal(2.0).on(&grey, &mut nabla::rng(3));
    assert!(loud.data().iter().all(|x| (0.0..=1.0).contains(x)));
}

#[test]
fn three_numbers_through_two_are_numpys() {
    let directions = [vec![0.6, 0.8, 0.0], vec![0.0, 0.0, 1.0]];
    let back = solutions::reconstruct(&[3.0, 0.0, 5.0], &[1.0, 1.0, 2.0], &directions);
    close(&back, &STORED.values("back_a"), 1e-12);
    let squares = [36.0, 16.0, 9.0, 4.0, 0.0];
    let lost: f64 = squares[2..].iter().sum();
    let share = 1.0 - lost / squares.iter().sum::<f64>();
    close(
        &solutions::explained(),
        &[share, lost, lost / 50.0, 4.0],
        1e-12,
    );
}
