//! What is worked out by hand, against PyTorch and against measured derivatives.

use crate::{STORED, rows};
use lab08::cell::{Cell, example, loss, measured, on_the_tape, summed, through_time};
use lab08::cliff::{UNIT, descend};
use lab08::gates::{memories, parameters, small_gru, small_input, small_lstm};
use lab08::reach::{inputs, of_radius, reach, spectral_radius};
use labkit::reference::close;
use ndarray::{Array1, Array2, array};

fn flat<'a>(list: impl IntoIterator<Item = &'a Array1<f64>>) -> Vec<f64> {
    list.into_iter().flatten().copied().collect()
}

#[test]
fn the_cell_its_loss_and_its_gradients_are_pytorchs() {
    let it = example();
    let states = it.cell.states(&it.xs);
    close(&flat(&states[1..]), &STORED.values("cell.states"), 1e-12);
    let said: Vec<f64> = states[1..].iter().map(|h| it.cell.output(h)[0]).collect();
    close(&said, &STORED.values("cell.outputs"), 1e-12);
    let whole = loss(&it.cell, &it.xs, &it.wanted);
    close(&[whole], &STORED.values("cell.loss"), 1e-12);

    let dy: Vec<Array1<f64>> = said
        .iter()
        .zip(&it.wanted)
        .map(|(y, t)| array![*y] - t)
        .collect();
    let back = through_time(&it.cell, &it.xs, &dy);
    let dh: Vec<&Array1<f64>> = back.iter().map(|step| &step.dh).collect();
    close(&flat(dh), &STORED.values("cell.dh"), 1e-12);
    let sum = summed(&back);
    for (matrix, name) in [
        (&sum.w_xh, "w_xh"),
        (&sum.w_hh, "w_hh"),
        (&sum.w_hy, "w_hy"),
    ] {
        let got: Vec<f64> = matrix.iter().copied().collect();
        close(&got, &STORED.values(&format!("cell.{name}")), 1e-12);
    }
}

#[test]
fn the_gradients_are_the_measured_ones_and_those_of_the_tape() {
    let it = example();
    let with = |place: usize, w: &Array2<f64>| {
        let mut cell: Cell = it.cell.clone();
        *[&mut cell.w_xh, &mut cell.w_hh, &mut cell.w_hy][place] = w.clone();
        loss(&cell, &it.xs, &it.wanted)
    };
    let (on_tape, grads) = on_the_tape(&it.cell, &it.xs, &it.wanted);
    close(&[on_tape], &STORED.values("cell.loss"), 1e-6);
    for (place, name) in ["w_xh", "w_hh", "w_hy"].into_iter().enumerate() {
        let w = [&it.cell.w_xh, &it.cell.w_hh, &it.cell.w_hy][place];
        let want = STORED.values(&format!("cell.{name}"));
        let truth: Vec<f64> = measured(w, |w| with(place, w)).iter().copied().collect();
        close(&truth, &want, 1e-8);
        close(grads[place].data(), &want, 1e-6);
    }
}

#[test]
fn without_a_bias_the_network_is_odd() {
    let it = example();
    let turned: Vec<Array1<f64>> = it.xs.iter().map(|x| -x).collect();
    let (there, back) = (it.cell.states(&it.xs), it.cell.states(&turned));
    for (a, b) in there.iter().zip(&back) {
        close(&a.to_vec(), &(-b).to_vec(), 1e-15);
    }
}

#[test]
fn the_small_lstm_and_gru_are_pytorchs() {
    let shown: Vec<f64> = small_lstm()
        .run(&small_input())
        .iter()
        .flat_map(|step| [step.h[0], step.c[0]])
        .collect();
    close(&shown, &STORED.values("lstm.hc"), 1e-12);
    let states: Vec<f64> = small_gru()
        .run(&small_input())
        .iter()
        .map(|s| s.h[0])
        .collect();
    close(&states, &STORED.values("gru.h"), 1e-12);
}

#[test]
fn layers_of_pytorch_have_a_second_bias() {
    let torch = STORED.values("parameters");
    let ours = [(1, 2), (4, 2), (3, 2)].map(|(gates, biases)| parameters(64, 128, gates, biases));
    close(&ours.map(|n| n as f64), &torch, 0.0);
    assert_eq!(
        [(1, 1), (4, 1)].map(|(g, b)| parameters(64, 128, g, b)),
        [24_704, 98_816]
    );
    let mut rng = nabla::rng(1);
    assert_eq!(
        nabla::parameters(&nabla::rnn::Rnn::new(64, 128, &mut rng)),
        24_704
    );
    assert_eq!(
        nabla::parameters(&nabla::rnn::Lstm::new(64, 128, &mut rng)),
        98_816
    );
    assert_eq!(
        nabla::parameters(&nabla::rnn::Gru::new(64, 128, &mut rng)),
        74_496
    );
}

#[test]
fn only_the_gate_still_knows_the_first_number() {
    let row: Vec<f64> = [1.0].into_iter().chain([0.5, -0.75].repeat(20)).collect();
    let [squashed, added, gated] = memories(&row);
    assert_eq!(gated[40], 1.0);
    assert!((added[40] + 4.0).abs() < 1e-12, "{}", added[40]);
    assert!(squashed[40] < 0.0, "{}", squashed[40]);
}

#[test]
fn the_spectral_radius_of_known_matrices() {
    // 0.5 ± i: absolute value √1.25. And a triangle, whose eigenvalues stand on the diagonal.
    let turning = spectral_radius(&array![[0.5, 1.0], [-1.0, 0.5]]);
    assert!((turning - 1.25_f64.sqrt()).abs() < 1e-3, "{turning}");
    let triangle = spectral_radius(&array![[0.3, 5.0], [0.0, -0.9]]);
    assert!((triangle - 0.9).abs() < 0.01, "{triangle}");
    let scaled = of_radius(32, 1.5, &mut nabla::rng(3));
    assert!((spectral_radius(&scaled) - 1.5).abs() < 1e-9);
}

#[test]
fn the_jacobian_is_the_measured_one() {
    let mut rng = nabla::rng(2);
    let w = of_radius(4, 1.2, &mut rng);
    let row = inputs(4, 6, 0.5, &mut rng);
    let after = |start: &Array1<f64>| {
        row[1..]
            .iter()
            .fold(start.clone(), |h, x| (h.dot(&w) + x).tanh())
    };
    let first = row[0].mapv(f64::tanh);
    let mut squares = 0.0;
    for i in 0..4 {
        let moved = |by: f64| {
            let mut start = first.clone();
            start[i] += by;
            after(&start)
        };
        let derivative = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        squares += derivative.mapv(|s| s * s).sum();
    }
    let sizes = reach(&w, &row, true);
    let want = (squares / 4.0).sqrt();
    assert!((sizes[5] - want).abs() < 1e-8, "{} {want}", sizes[5]);
}

#[test]
fn gradients_vanish_hold_or_explode_by_the_radius() {
    let mut rng = nabla::rng(1);
    let row = inputs(32, 100, 0.3, &mut rng);
    let base = of_radius(32, 1.0, &mut rng);
    let left = |radius: f64, squash| reach(&(&base * radius), &row, squash)[100];
    assert!(left(0.5, false) < 1e-28 && left(1.5, false) > 1e15);
    assert!((0.05..2.0).contains(&left(1.0, false)));
    assert!(left(1.0, true) < 1e-4, "{}", left(1.0, true));
    assert!(
        (1e-3..1e3).contains(&left(1.5, true)),
        "{}",
        left(1.5, true)
    );
    assert!(left(3.0, true) > 1e6);
}

#[test]
fn descent_is_thrown_off_the_cliff_unless_it_is_clipped() {
    let bare = descend(&UNIT, -0.3, 0.05, 60, f64::INFINITY);
    let clipped = descend(&UNIT, -0.3, 0.05, 60, 0.3);
    assert!(bare[60].abs() > 10.0, "{}", bare[60]);
    assert!(clipped.iter().all(|b| (-0.56..=-0.29).contains(b)));
    assert!(UNIT.loss(clipped[60]).0 < 0.2 && UNIT.loss(bare[60]).0 > 0.2);
    // The derivative is the measured one, on the gentle side and just above the edge.
    for b in [-0.3, -0.52] {
        let truth = (UNIT.loss(b + 1e-6).0 - UNIT.loss(b - 1e-6).0) / 2e-6;
        close(&[UNIT.loss(b).1], &[truth], 1e-5);
    }
}

#[test]
fn exercises_have_pytorchs_answers() {
    use lab08::solutions;
    let (w_x, w_h) = (
        rows(&[0.5, -1.0, 0.25, 1.5, 0.75, -0.5], 3),
        vec![
            vec![0.2, -0.4, 1.0],
            vec![0.6, 0.1, -0.3],
            vec![-0.8, 0.5, 0.7],
        ],
    );
    let h = solutions::rnn_step(
        &[0.5, -1.0],
        &[0.25, -0.5, 0.75],
        &w_x,
        &w_h,
        &[0.1, -0.2, 0.3],
    );
    close(&h, &STORED.values("rnn_a"), 1e-12);
    let (dw, du) = solutions::through_time(-1.5, 1.25, &[0.5, 0.25, -0.75, 1.0, 0.3], -0.4);
    close(&[dw, du], &STORED.values("time_b"), 1e-12);
    let cut = solutions::clip_by_norm(&[vec![0.6], vec![-0.9, 1.1]], 0.5);
    close(&cut.concat(), &STORED.values("clip_c"), 1e-12);
}
