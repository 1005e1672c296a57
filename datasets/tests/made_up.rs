//! The synthetic worlds and the batches.

use std::f32::consts::TAU;

use datasets::Batches;
use datasets::synthetic::{Points, blobs, moons, moving_squares, rings, sine, spirals, waves, xor};
use proptest::prelude::*;

fn radius(points: &Points, i: usize) -> f32 {
    points.xy[[i, 0]].hypot(points.xy[[i, 1]])
}

#[test]
fn xor_has_the_sign_of_the_product() {
    let set = xor(40, 0.0, 1);
    let corners: std::collections::HashSet<[i8; 2]> = set
        .xy
        .rows()
        .into_iter()
        .map(|p| [p[0] as i8, p[1] as i8])
        .collect();
    assert_eq!(corners.len(), 4);
    for (point, &label) in set.xy.rows().into_iter().zip(&set.labels) {
        assert_eq!(point[0] * point[1] < 0.0, label == 1);
        assert_eq!((point[0].abs(), point[1].abs()), (1.0, 1.0));
    }
}

#[test]
fn moons_lie_on_their_half_circles() {
    let set = moons(100, 0.0, 2);
    for (p, &label) in set.xy.rows().into_iter().zip(&set.labels) {
        let (x, y) = (p[0], p[1]);
        let (dx, dy) = if label == 0 {
            (x, y)
        } else {
            (x - 1.0, 0.5 - y)
        };
        assert!(
            (dx.hypot(dy) - 1.0).abs() < 1e-5 && dy >= -1e-5,
            "{x} {y} {label}"
        );
    }
}

#[test]
fn rings_have_their_radii() {
    let set = rings(100, 0.0, 3);
    for (i, &label) in set.labels.iter().enumerate() {
        let want = [0.5, 1.0][usize::from(label)];
        assert!((radius(&set, i) - want).abs() < 1e-5);
    }
}

#[test]
fn spirals_turn_with_the_radius() {
    let set = spirals(90, 3, 0.0, 4);
    for (i, &label) in set.labels.iter().enumerate() {
        let angle = set.xy[[i, 1]].atan2(set.xy[[i, 0]]) / TAU;
        let turns = angle - radius(&set, i) - f32::from(label) / 3.0;
        assert!((turns - turns.round()).abs() < 1e-4, "point {i}: {turns}");
    }
}

#[test]
fn blobs_surround_their_centres_as_widely_as_asked() {
    let set = blobs(40_000, 4, 0.2, 5);
    let centres = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)];
    let mut offsets = Vec::new();
    for (p, &label) in set.xy.rows().into_iter().zip(&set.labels) {
        let (cx, cy) = centres[usize::from(label)];
        offsets.extend([p[0] - cx, p[1] - cy]);
    }
    let n = offsets.len() as f32;
    let mean = offsets.iter().sum::<f32>() / n;
    let spread = (offsets.iter().map(|v| v * v).sum::<f32>() / n).sqrt();
    // The standard error of the mean is 0.2 / sqrt(80,000), or 0.0007.
    assert!(mean.abs() < 0.004, "mean {mean}");
    assert!((spread - 0.2).abs() < 0.004, "spread {spread}");
}

#[test]
fn a_sine_is_a_sine() {
    let curve = sine(5, 0.0, 6);
    assert_eq!(curve.x.to_vec(), [0.0, 0.25, 0.5, 0.75, 1.0]);
    for (y, want) in curve.y.iter().zip([0.0, 1.0, 0.0, -1.0, 0.0]) {
        assert!((y - want).abs() < 1e-6);
    }
    let noisy = sine(5, 0.1, 6);
    assert_ne!(noisy.y, curve.y);
}

#[test]
#[should_panic(expected = "1 to 256 classes")]
fn nothing_cannot_be_shared_out() {
    blobs(10, 0, 0.1, 1);
}

proptest! {
    #[test]
    fn worlds_are_seeded_balanced_and_finite(
        n in 0usize..300, classes in 1usize..9, noise in 0.0f32..2.0, seed: u64
    ) {
        type World = Box<dyn Fn(u64) -> Points>;
        let worlds: [(usize, World); 5] = [
            (2, Box::new(move |s| xor(n, noise, s))),
            (2, Box::new(move |s| moons(n, noise, s))),
            (2, Box::new(move |s| rings(n, noise, s))),
            (classes, Box::new(move |s| spirals(n, classes, noise, s))),
            (classes, Box::new(move |s| blobs(n, classes, noise, s))),
        ];
        for (k, world) in worlds {
            let set = world(seed);
            prop_assert_eq!(set.xy.dim(), (n, 2));
            prop_assert_eq!(set.len(), n);
            prop_assert!(set.xy.iter().all(|v| v.is_finite()));
            for class in 0..k {
                let size = set.labels.iter().filter(|&&l| usize::from(l) == class).count();
                prop_assert!(size == n / k || size == n / k + 1);
            }
            prop_assert_eq!(&world(seed), &set);
            if n > 0 && noise > 0.0 {
                prop_assert_ne!(&world(seed.wrapping_add(1)), &set);
            }
        }
    }

    #[test]
    fn every_epoch_deals_everything_once(n in 0usize..200, batch in 1usize..50, seed: u64) {
        let mut batches = Batches::new(n, batch, seed);
        let mut again = Batches::new(n, batch, seed);
        for _ in 0..3 {
            let per_epoch = batches.per_epoch();
            let hands: Vec<Vec<usize>> = batches.epoch().map(<[usize]>::to_vec).collect();
            prop_assert_eq!(hands.len(), per_epoch);
            for (i, hand) in hands.iter().enumerate() {
                let full = i + 1 < hands.len() || n % batch == 0;
                prop_assert_eq!(hand.len(), if full { batch } else { n % batch });
            }
            let mut all = hands.concat();
            let order = again.epoch().flatten().copied().collect::<Vec<_>>();
            prop_assert_eq!(&all, &order);
            all.sort_unstable();
            prop_assert_eq!(all, (0..n).collect::<Vec<_>>());
        }
    }
}

#[test]
fn each_epoch_and_each_seed_has_its_own_order() {
    let order = |batches: &mut Batches| batches.epoch().flatten().copied().collect::<Vec<_>>();
    let (mut one, mut two) = (Batches::new(100, 7, 1), Batches::new(100, 7, 2));
    let first = order(&mut one);
    assert_ne!(first, (0..100).collect::<Vec<_>>());
    assert_ne!(first, order(&mut one));
    assert_ne!(first, order(&mut two));
    // Shuffled in place: no epoch has memory of its own.
    let place = |batches: &mut Batches| batches.epoch().next().map(<[usize]>::as_ptr);
    assert_eq!(place(&mut one), place(&mut one));
}

#[test]
fn every_order_is_equally_likely() {
    let mut counts = std::collections::HashMap::new();
    let mut batches = Batches::new(3, 3, 9);
    for _ in 0..6000 {
        let order = batches.epoch().next().unwrap().to_vec();
        *counts.entry(order).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 6);
    // Each is expected 1,000 times with a standard deviation of 29.
    assert!(
        counts.values().all(|&n| (880..1120).contains(&n)),
        "{counts:?}"
    );
}

#[test]
#[should_panic(expected = "`batch` is 0")]
fn an_empty_batch_would_never_end() {
    Batches::new(10, 0, 1);
}

#[test]
fn waves_are_sines_of_the_periods_asked_for() {
    let all = waves(40, 90, 10.0..20.0, 0.25, 3);
    for wave in all.clean.rows() {
        // A sine obeys y(t + 1) = 2 cos(ω)·y(t) − y(t − 1), whatever its beginning.
        let top = (1..89)
            .max_by(|&a, &b| wave[a].abs().total_cmp(&wave[b].abs()))
            .unwrap();
        let cosine = (wave[top + 1] + wave[top - 1]) / (2.0 * wave[top]);
        let period = std::f32::consts::TAU / cosine.acos();
        assert!((9.9..20.1).contains(&period), "{period}");
        for t in 1..89 {
            let next = 2.0 * cosine * wave[t] - wave[t - 1];
            assert!((wave[t + 1] - next).abs() < 1e-3);
        }
    }
    let noise = &all.noisy - &all.clean;
    let variance = noise.mapv(|v| v * v).mean().unwrap();
    assert!((variance.sqrt() - 0.25).abs() < 0.02, "{variance}");
    assert_eq!(waves(40, 90, 10.0..20.0, 0.25, 3), all);
    assert_ne!(waves(40, 90, 10.0..20.0, 0.25, 4), all);
}

#[test]
#[should_panic(expected = "are none")]
fn a_wave_without_a_period() {
    waves(1, 10, 0.0..3.0, 0.0, 1);
}

#[test]
fn squares_move_evenly_and_stay_inside() {
    let films = moving_squares(50, 30, 9, 3, 5);
    assert_eq!(films.dim(), (50, 30, 9, 9));
    let mut speeds = std::collections::HashSet::new();
    for film in films.outer_iter() {
        let places: Vec<[i32; 2]> = film
            .outer_iter()
            .map(|frame| {
                let lit: Vec<(usize, usize)> = frame
                    .indexed_iter()
                    .filter(|&(_, &pixel)| pixel == 1.0)
                    .map(|(at, _)| at)
                    .collect();
                let (y, x) = lit[0];
                let square = (0..9).map(|i| (y + i / 3, x + i % 3));
                assert!(lit.iter().copied().eq(square), "{lit:?}");
                [y as i32, x as i32]
            })
            .collect();
        for axis in 0..2 {
            for steps in places.windows(3) {
                let [before, here, after] = [0, 1, 2].map(|i| steps[i][axis]);
                let (one, two) = (here - before, after - here);
                speeds.insert(one);
                // Far from the walls it goes on as it went.
                if (2..=4).contains(&here) && (2..=4).contains(&before) {
                    assert_eq!(one, two, "{places:?}");
                }
            }
        }
    }
    let mut speeds: Vec<i32> = speeds.into_iter().collect();
    speeds.sort_unstable();
    assert_eq!(speeds, [-1, 1]);
    assert_eq!(moving_squares(50, 30, 9, 3, 5), films);
}

#[test]
#[should_panic(expected = "no room to move")]
fn a_square_as_large_as_its_world() {
    moving_squares(1, 2, 5, 5, 1);
}
