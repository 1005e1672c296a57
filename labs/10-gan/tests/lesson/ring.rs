//! What the sections about the ring say.

use lab10::ring::{CURED, Covered, MODES, NAIVE, NEAR, centre, play, points, real};
use lab10::solutions::modes_covered;
use nabla::Tensor;

#[test]
fn real_points_serve_all_clouds_and_a_heap_serves_one() {
    let all = Covered::by(&real(4_000, &mut nabla::rng(2)));
    assert_eq!(all.modes(), MODES);
    // 1 − e^(−9/2), with four standard errors of 4,000 draws to spare.
    assert!((all.good() - 0.988_9).abs() < 0.007, "{}", all.good());

    let [x, y] = centre(3);
    let heap = Tensor::from_vec([x + 0.1, y - 0.2].repeat(50), [50, 2]);
    let one = Covered::by(&heap);
    assert_eq!((one.modes(), one.shares[3]), (1, 1.0));
    let nowhere = Covered::by(&Tensor::zeros([50, 2]));
    assert_eq!((nowhere.modes(), nowhere.good()), (0, 0.0));
}

#[test]
fn a_cloud_counts_from_two_in_a_hundred_on() {
    let serve = |first: usize| {
        let of = |i: usize| centre(if i < first { 0 } else { 5 });
        let numbers = (0..200).flat_map(of).collect();
        Covered::by(&Tensor::from_vec(numbers, [200, 2])).modes()
    };
    assert_eq!([serve(3), serve(4)], [1, 2]);
}

/// The library's count and the exercise's are the same.
#[test]
fn both_counts_agree() {
    let cloud = points(
        &play(
            &lab10::ring::Recipe {
                rounds: 300,
                ..CURED
            },
            3,
            |_, _| (),
        ),
        500,
    );
    let wide = |p: &[f32]| (f64::from(p[0]), f64::from(p[1]));
    let all: Vec<_> = cloud.data().chunks_exact(2).map(wide).collect();
    let centres: Vec<_> = (0..MODES).map(|k| wide(&centre(k))).collect();
    let found = modes_covered(&all, &centres, 0.3, 0.02);
    assert_eq!(found, Covered::by(&cloud).modes());
}

#[test]
fn the_naive_forger_collapses_and_the_cured_one_serves_all() {
    for seed in 1..=3 {
        let naive = Covered::by(&points(&play(&NAIVE, seed, |_, _| ()), 2_000));
        assert!(naive.modes() <= 5, "seed {seed}: {naive:?}");
    }
    for seed in 1..=5 {
        let cured = Covered::by(&points(&play(&CURED, seed, |_, _| ()), 2_000));
        assert_eq!(cured.modes(), MODES, "seed {seed}: {cured:?}");
        assert!(cured.good() > 0.5, "seed {seed}: {cured:?}");
    }
}

#[test]
fn four_times_the_rounds_heal_the_naive_forger() {
    let patient = lab10::ring::Recipe {
        rounds: 4 * NAIVE.rounds,
        ..NAIVE
    };
    let covered = Covered::by(&points(&play(&patient, 1, |_, _| ()), 2_000));
    assert_eq!(covered.modes(), MODES, "{covered:?}");
}

/// Where the lesson says they are: nearly as far out as the clouds, and at no one of them.
#[test]
fn what_is_not_good_lies_between_neighbours() {
    let cured = points(&play(&CURED, 1, |_, _| ()), 2_000);
    let (mut bad, mut between) = (0, 0);
    for point in cured.data().chunks_exact(2) {
        let near = |k: usize| (point[0] - centre(k)[0]).hypot(point[1] - centre(k)[1]);
        let mut far: Vec<f32> = (0..MODES).map(near).collect();
        far.sort_by(f32::total_cmp);
        if far[0] > NEAR {
            bad += 1;
            // From one centre to the next, hardly a detour.
            let apart = (centre(0)[0] - centre(1)[0]).hypot(centre(0)[1] - centre(1)[1]);
            between += usize::from(far[0] + far[1] < 1.15 * apart);
        }
    }
    assert!(bad > 50 && 10 * between > 9 * bad, "{between} of {bad}");
}
