//! What the lesson says, checked: the source's numbers, derivatives against finite differences, and the
//! properties the text claims. PyTorch's numbers are in `pytorch.rs`.

mod learners;
mod source;

use approx::assert_abs_diff_eq;
use lab02::activation::{Activation, noise, random_slope};
use lab02::network::{
    HIDDEN, INPUT, OUTPUT, batch, collapsed, columns, inner_sizes_agree, layer, matrix,
    three_bent_layers, three_flat_layers,
};
use lab02::samples::{Samples, log_loss};
use lab02::{bumps, health, plane, planted, rings, scores, solutions, spirals};
use nalgebra::SVector;
use ndarray::{Array1, Array2, array};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn close(got: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).abs() <= tolerance, "{got} is not {want}");
    }
}

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab02::judging::exercises());
}

// Slopes against finite differences, away from the corners.

#[test]
fn every_derivative_is_the_slope_of_its_curve() {
    let settings = [
        Activation::LeakyRelu(0.01),
        Activation::Prelu(-0.7),
        Activation::RandomizedLeakyRelu(0.3),
        Activation::NoisyRelu(-0.8),
        Activation::Elu(0.3),
        Activation::Elu(2.5),
    ];
    for activation in Activation::ALL.into_iter().chain(settings) {
        for i in -40..=40 {
            let s = f64::from(i) * 0.1 + 0.037;
            let h = 1e-6;
            let measured = (activation.value(s + h) - activation.value(s - h)) / (2.0 * h);
            assert!(
                (measured - activation.derivative(s)).abs() < 1e-8,
                "{activation:?} at {s}: {measured}"
            );
        }
    }
}

// What the text claims.

#[test]
fn w_x_for_one_is_x_w_for_many() {
    let x = array![[0.5, 0.9, -0.3], [-2.0, 0.25, 1.5]];
    let bias = array![0.3, -0.1];
    let many = batch(&x, &columns(&OUTPUT), &bias);
    for (row, got) in x.rows().into_iter().zip(many.rows()) {
        let x = SVector::<f64, 3>::from_iterator(row.iter().copied());
        let one = layer(&matrix(&OUTPUT), &SVector::from([0.3, -0.1]), &x);
        close(&got.to_vec(), one.as_slice(), 1e-15);
    }
    let rows = Array2::from_shape_fn((2, 3), |(neuron, input)| OUTPUT[neuron][input]);
    let answer = solutions::layer(&x, &rows, &bias);
    for (got, want) in answer.rows().into_iter().zip(many.rows()) {
        close(&got.to_vec(), &want.to_vec(), 1e-15);
    }
}

#[test]
fn a_transposed_matrix_is_refused_with_both_shapes() {
    let message = inner_sizes_agree(&Array2::zeros((4, 3)), &Array2::zeros((2, 3))).unwrap_err();
    for part in ["[4, 3]", "[2, 3]", "transposed"] {
        assert!(message.contains(part), "{part} is not in: {message}");
    }
    let far_off = inner_sizes_agree(&Array2::zeros((4, 3)), &Array2::zeros((5, 7))).unwrap_err();
    assert!(!far_off.contains("transposed"), "{far_off}");
}

#[test]
fn the_planted_bug_hides_at_zero_and_shows_elsewhere() {
    assert_eq!(planted::right([0.0; 3]), planted::wrong([0.0; 3]));
    let x = [1.0, 0.0, 0.0];
    let (right, wrong) = (planted::right(x), planted::wrong(x));
    assert!((right[1] - wrong[1]).abs() > 0.03);
    // The other suspect that hides at zero must give other numbers than the table shows.
    let swapped = [HIDDEN[1], HIDDEN[0], HIDDEN[2]];
    let hidden = layer(&matrix(&swapped), &SVector::repeat(0.1), &x.into());
    let suspect = layer(&matrix(&OUTPUT), &SVector::repeat(0.1), &hidden);
    assert!((suspect[1] - wrong[1]).abs() > 0.03);
}

#[test]
fn without_a_bend_three_layers_are_one_matrix() {
    let w = collapsed();
    assert_eq!(
        w.transpose().as_slice(),
        [-8.0, 11.0, -6.0, -4.0, 19.0, -24.0]
    );
    let x = SVector::from(INPUT);
    close(three_flat_layers(&x).as_slice(), (w * x).as_slice(), 1e-12);
    close(
        three_flat_layers(&(2.0 * x)).as_slice(),
        (2.0 * three_flat_layers(&x)).as_slice(),
        1e-12,
    );
    let (once, twice) = (three_bent_layers(&x), three_bent_layers(&(2.0 * x)));
    assert!((2.0 * once - twice).norm() > 0.1);
}

#[test]
fn half_of_the_relu_units_are_awake() {
    let seeds = 1..=20;
    let shares: Vec<f64> = seeds
        .flat_map(|seed| health::active_shares(&[100, 200, 200, 200], &mut rng(seed)))
        .collect();
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    assert!((mean - 0.5).abs() < 0.02, "{mean}");
    assert!(
        shares.iter().all(|share| (0.4..0.6).contains(share)),
        "{shares:?}"
    );
}

#[test]
fn sigmoids_saturate() {
    let derivative = |s| Activation::Sigmoid.derivative(s);
    assert_abs_diff_eq!(derivative(0.0), 0.25, epsilon = 1e-15);
    assert!(derivative(10.0) < 5e-5 && derivative(-10.0) < 5e-5);
    assert_abs_diff_eq!(0.25f64.powi(10), 9.5e-7, epsilon = 5e-9);
}

#[test]
fn centred_inputs_are_learned_sooner() {
    for seed in 1..=3 {
        let hidden = health::hidden_values(400, 20, Activation::Sigmoid, &mut rng(seed));
        let centred = &hidden - 0.5;
        let labels: Array1<f64> = centred
            .rows()
            .into_iter()
            .map(|r| f64::from(r.sum() > 0.0))
            .collect();
        let steps =
            |inputs| health::steps_to_learn(inputs, &labels, 0.3, 100_000).expect("it learns");
        let (off, on) = (steps(&hidden), steps(&centred));
        assert!(off > 3 * on, "seed {seed}: {off} steps against {on}");
    }
}

#[test]
fn a_dead_relu_stays_dead_and_a_leak_revives() {
    let after = |activation| {
        let mut unit = health::Copyist {
            w: 1.0,
            b: 0.5,
            activation,
        };
        unit.step(3.0);
        let hurt = unit;
        (0..500).for_each(|_| unit.step(0.3));
        (hurt, unit)
    };
    let (hurt, later) = after(Activation::Relu);
    assert_eq!(hurt.awake(), 0);
    assert_eq!(hurt, later);
    for activation in [Activation::LeakyRelu(0.1), Activation::Elu(1.0)] {
        let (hurt, later) = after(activation);
        assert_eq!(hurt.awake(), 0);
        close(&[later.w, later.b], &[0.5, 0.0], 1e-3);
        assert!(later.loss() < 1e-6);
    }
}

#[test]
fn the_random_bends_are_random_as_described() {
    let mut rng = rng(1);
    let n = 20_000;
    let slopes: Vec<f64> = (0..n).map(|_| random_slope(&mut rng)).collect();
    assert!(slopes.iter().all(|a| (1.0 / 8.0..=1.0 / 3.0).contains(a)));
    assert_abs_diff_eq!(
        slopes.iter().sum::<f64>() / f64::from(n),
        11.0 / 48.0,
        epsilon = 2e-3
    );
    let draws: Vec<f64> = (0..n).map(|_| noise(0.0, &mut rng)).collect();
    let variance = draws.iter().map(|d| d * d).sum::<f64>() / f64::from(n);
    assert_abs_diff_eq!(variance, 0.5, epsilon = 0.02);
}

#[test]
fn the_textbook_softmax_overflows_and_ours_does_not() {
    let small = [4.8, -2.6, 2.9];
    close(
        &scores::softmax_word_for_word(&small),
        &solutions::softmax(&small),
        1e-12,
    );
    assert!(
        scores::softmax_word_for_word(&[1000.0, 1001.0])
            .iter()
            .all(|p| p.is_nan())
    );
    assert!(700f64.exp().is_finite() && 710f64.exp().is_infinite() && 89f32.exp().is_infinite());
    close(&solutions::softmax(&[1e6, -1e6]), &[1.0, 0.0], 0.0);
    assert_eq!(solutions::cross_entropy(&[1000.0, 0.0], 1), 1000.0);
}

#[test]
fn the_matrix_scales_areas_and_tanh_keeps_points_apart() {
    let [a, b] = [
        plane::multiply(&plane::WEIGHT, [1.0, 0.0]),
        plane::multiply(&plane::WEIGHT, [0.0, 1.0]),
    ];
    assert_abs_diff_eq!(
        a[0] * b[1] - a[1] * b[0],
        plane::determinant(&plane::WEIGHT),
        epsilon = 1e-12
    );
    let paper = plane::squared_paper(9);
    assert_eq!(paper.len(), 18);
    let through = |p| {
        plane::warp(plane::shift(
            plane::multiply(&plane::WEIGHT, p),
            plane::BIAS,
        ))
    };
    assert!(
        paper
            .iter()
            .flatten()
            .flat_map(|&p| through(p))
            .all(|x| x.abs() < 1.0)
    );
}

#[test]
fn three_cuts_part_the_rings_and_two_cannot() {
    for seed in 1..=10 {
        let samples = Samples::rings(seed);
        let net = rings::three_cuts(2.35);
        assert_eq!(samples.accuracy(|p| net.score(p)), 1.0, "seed {seed}");
    }
    let samples = Samples::rings(1);
    let found = |units| {
        let best = rings::best_of(4, units, &samples, 600, &mut rng(1));
        samples.accuracy(|p| best.score(p))
    };
    assert!(found(2) < 0.9);
    assert_eq!(found(3), 1.0);
}

#[test]
fn nudging_finds_the_gradient_of_the_log_loss() {
    // For the output's bias the derivative is known from lab 1: the mean of σ(s) − y.
    let samples = Samples::rings(2);
    let net = rings::Net::random(3, &mut rng(3));
    let sigmoid = lab02::network::sigmoid;
    let errors = samples.iter().map(|(p, y)| sigmoid(net.score(p)) - y);
    let expected = errors.sum::<f64>() / samples.points.len() as f64;
    let gradient = rings::gradient_by_nudging(&net, &samples);
    assert_eq!(gradient.len(), 13);
    assert_abs_diff_eq!(gradient[12], expected, epsilon = 1e-7);
}

#[test]
fn spirals_need_width() {
    let samples = Samples::spirals(1);
    let mean = |width| {
        let right = (1..=4).map(|seed| {
            let mut net = spirals::WideNet::random(width, &mut rng(seed));
            net.train_output(&samples, 2000);
            net.accuracy(&samples)
        });
        right.sum::<f64>() / 4.0
    };
    let (narrow, wide) = (mean(2), mean(32));
    assert!(narrow < 0.8 && wide > 0.99, "{narrow} and {wide}");
}

#[test]
fn a_bump_is_as_high_as_the_curve_in_its_middle() {
    for i in 0..10 {
        let middle = (f64::from(i) + 0.5) / 10.0;
        let copy = bumps::copy_with_bumps(bumps::target, 10, middle);
        assert_abs_diff_eq!(copy, bumps::target(middle), epsilon = 1e-3);
    }
}

#[test]
fn twice_the_bumps_halve_the_error() {
    let errors = [20, 40, 80, 160].map(bumps::worst_error);
    for pair in errors.windows(2) {
        assert!((0.4..0.6).contains(&(pair[1] / pair[0])), "{errors:?}");
    }
}

proptest! {
    #[test]
    fn softmax_is_a_distribution_that_sees_only_differences(
        scores in prop::collection::vec(-800.0..800.0f64, 1..8),
        raise in -1e4..1e4f64,
    ) {
        let p = solutions::softmax(&scores);
        prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        prop_assert!(p.iter().all(|&p| (0.0..=1.0).contains(&p)));
        let raised: Vec<f64> = scores.iter().map(|s| s + raise).collect();
        for (a, b) in p.iter().zip(solutions::softmax(&raised)) {
            prop_assert!((a - b).abs() < 1e-9);
        }
    }

    #[test]
    fn cross_entropy_is_never_negative(scores in prop::collection::vec(-800.0..800.0f64, 1..8), pick in 0usize..8) {
        let loss = solutions::cross_entropy(&scores, pick % scores.len());
        prop_assert!(loss >= -1e-12 && loss.is_finite());
    }

    #[test]
    fn two_classes_are_lab_ones_log_loss(s in -40.0..40.0f64) {
        // Softmax of (0, s) gives the second class σ(s).
        prop_assert!((solutions::cross_entropy(&[0.0, s], 1) - log_loss(s, 1.0)).abs() < 1e-9);
        prop_assert!((solutions::cross_entropy(&[0.0, s], 0) - log_loss(s, 0.0)).abs() < 1e-9);
    }

    #[test]
    fn tanh_is_a_stretched_sigmoid(s in -20.0..20.0f64) {
        let stretched = 2.0 * Activation::Sigmoid.value(2.0 * s) - 1.0;
        prop_assert!((Activation::Tanh.value(s) - stretched).abs() < 1e-12);
    }
}
