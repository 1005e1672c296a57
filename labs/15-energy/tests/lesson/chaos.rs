//! The equation, its exponent, and the reservoir.

use lab15::chaos::forecast::{Film, Forecaster, Pieces, errors, horizon};
use lab15::chaos::lstm::Forecast;
use lab15::chaos::lyapunov::{APART, EXPONENT, distance, distances};
use lab15::chaos::reservoir::{Link, Recipe, Reservoir, Sums, radius};
use lab15::chaos::waves::{LENGTH, POINTS, STEP, Waves, rate};
use lab15::solutions;
use labkit::reference::{Stored, close};
use nalgebra::DMatrix;
use std::f64::consts::TAU;

const STORED: Stored = Stored(include_str!("../reference/chaos.txt"));

/// The start of the stored run.
fn start(waves: &Waves) -> Vec<f64> {
    let angles = waves.places().map(|x| TAU * x / LENGTH);
    angles
        .map(|a| a.cos() + 0.5 * (2.0 * a + 1.0).cos())
        .collect()
}

#[test]
fn the_wave_is_that_of_another_method() {
    let stored = STORED.matrix("wave");
    for (h, tolerance) in [(STEP, 2e-2), (STEP / 16.0, 1e-5)] {
        let waves = Waves::new(LENGTH, POINTS, h);
        let run = waves.run(&start(&waves), (40.0 / h) as usize);
        close(
            run.column((10.0 / h) as usize - 1).as_slice(),
            &stored[0],
            tolerance,
        );
        close(
            run.column((40.0 / h) as usize - 1).as_slice(),
            &stored[1],
            tolerance,
        );
    }
}

#[test]
fn halving_the_step_divides_the_error_by_sixteen() {
    let stored = &STORED.matrix("wave")[0];
    let error = |h: f64| {
        let waves = Waves::new(LENGTH, POINTS, h);
        let run = waves.run(&start(&waves), (10.0 / h) as usize);
        distance(run.column(run.ncols() - 1).as_slice(), stored)
    };
    let gain = error(STEP / 16.0) / error(STEP / 32.0);
    assert!((12.0..20.0).contains(&gain), "{gain}");
}

#[test]
fn a_small_wave_grows_by_its_rate() {
    let waves = Waves::lesson();
    for k in [1.0, 2.0, 5.0] {
        let q = TAU * k / LENGTH;
        let small: Vec<f64> = waves.places().map(|x| 1e-7 * (q * x).cos()).collect();
        let grown = waves.run(&small, 4)[(0, 3)] / 1e-7;
        assert!((grown.ln() - rate(q)).abs() < 1e-5, "mode {k}: {grown}");
    }
}

#[test]
fn the_mean_stays_what_it_was() {
    let waves = Waves::lesson();
    let u = waves.settled(&mut nabla::rng(3));
    assert!(u.iter().sum::<f64>().abs() < 1e-9);
}

#[test]
fn the_exponent_is_between_the_published_ones() {
    let waves = Waves::lesson();
    let all = (0..4).map(|seed| {
        let mut rng = nabla::rng(seed);
        let start = waves.settled(&mut rng);
        let parted = distances(&waves, &start, (10, 3000), &mut rng);
        solutions::lyapunov(&parted[20..], APART, 10.0 * STEP)
    });
    let mean = all.sum::<f64>() / 4.0;
    assert!((mean / EXPONENT - 1.0).abs() < 0.05, "{mean}");
}

#[test]
fn the_radius_is_that_of_the_largest_eigenvalue() {
    let recipe = Recipe {
        links: 5,
        ..Recipe::of(120)
    };
    let Reservoir { links, .. } = Reservoir::new(&recipe, 4, &mut nabla::rng(2));
    let mut matrix = DMatrix::<f64>::zeros(120, 120);
    for (i, heard) in links.iter().enumerate() {
        heard
            .iter()
            .for_each(|&(j, weight)| matrix[(i, j)] += weight);
    }
    let largest = matrix
        .complex_eigenvalues()
        .iter()
        .map(|z| z.norm())
        .fold(0.0, f64::max);
    assert!((largest / recipe.radius - 1.0).abs() < 0.02, "{largest}");
    assert!((radius(&links) / largest - 1.0).abs() < 0.02);
}

#[test]
fn sums_in_blocks_are_those_of_all_samples_at_once() {
    let features = DMatrix::from_fn(300, 40, |i, j| ((i * 7 + j * 13) % 17) as f64 / 8.0 - 1.0);
    let targets = DMatrix::from_fn(3, 40, |i, j| ((i * 5 + j * 3) % 11) as f64 / 5.0 - 1.0);
    let mut sums = Sums::new(3, 300);
    for from in [0, 25] {
        let many = if from == 0 { 25 } else { 15 };
        sums.add(
            &features.columns(from, many).into_owned(),
            &targets.columns(from, many).into_owned(),
        );
    }
    let readout = sums.readout(solutions::ridge, 0.1);
    let (gram, cross) = (
        &features * features.transpose(),
        &targets * features.transpose(),
    );
    let left = &readout * (gram + DMatrix::identity(300, 300) * 0.1);
    close(left.as_slice(), cross.as_slice(), 1e-9);
}

#[test]
fn the_readout_recovers_a_linear_rule() {
    let weights = DMatrix::from_fn(2, 5, |i, j| (i as f64 - 0.3) * (j as f64 + 1.0));
    let features = DMatrix::from_fn(5, 60, |i, j| ((i + 1) as f64 * (j as f64 + 0.5)).sin());
    let mut sums = Sums::new(2, 5);
    sums.add(&features, &(&weights * &features));
    close(
        sums.readout(solutions::ridge, 1e-10).as_slice(),
        weights.as_slice(),
        1e-7,
    );
}

/// A small one, from a short film.
fn learned(waves: Waves, pieces: Pieces, units: usize) -> (Film, Forecaster) {
    let mut rng = nabla::rng(1);
    let film = Film::new(waves, 5000, &mut rng);
    let answers = (solutions::reservoir_step as _, solutions::ridge as _);
    let mut blocks = 0;
    let recipe = (&Recipe::of(units), pieces);
    let forecaster = Forecaster::learn(recipe, &film.series, answers, &mut rng, || blocks += 1);
    assert_eq!(blocks, Forecaster::blocks(pieces, 5000));
    (film, forecaster)
}

#[test]
fn a_small_reservoir_forecasts() {
    let (film, forecaster) = learned(Waves::lesson(), Pieces::one(POINTS), 300);
    let times = film.horizons((8, 400), |past, steps| forecaster.forecast(past, steps));
    assert!(times[1] * EXPONENT > 0.25 && times.is_sorted(), "{times:?}");
    let [past, truth] = film.unseen(0, 1);
    let first = errors(&truth, &forecaster.forecast(&past, 1), film.deviation);
    assert!(first[0] < 0.05, "{first:?}");
}

#[test]
fn pieces_that_are_moved_along_the_ring_say_the_same_moved() {
    let pieces = Pieces {
        count: 4,
        core: 32,
        overlap: 8,
    };
    let (film, forecaster) = learned(Waves::new(2.0 * LENGTH, 128, STEP), pieces, 200);
    let [past, _] = film.unseen(0, 1);
    let turned = |film: &DMatrix<f64>, by: usize| {
        DMatrix::from_fn(128, film.ncols(), |i, t| film[((i + by) % 128, t)])
    };
    let said = forecaster.forecast(&past, 5);
    let then = forecaster.forecast(&turned(&past, 32), 5);
    close(turned(&then, 96).as_slice(), said.as_slice(), 1e-12);
}

#[test]
fn an_lstm_learns_something_of_the_wave() {
    let mut rng = nabla::rng(1);
    let film = Film::new(Waves::lesson(), 2000, &mut rng);
    let mut lstm = Forecast::new(&film.series, 32, &mut rng);
    let mut losses = Vec::new();
    lstm.learn(&film.series, 40, &mut rng, |loss| losses.push(loss));
    let [first, last] = [&losses[..10], &losses[30..]].map(|some| some.iter().sum::<f32>());
    assert!(last < 0.9 * first, "{losses:?}");
    let [past, _] = film.unseen(0, 1);
    let past_end = past.ncols();
    // To hear what it said itself is to go on: two steps alone are one step after the other.
    let two = lstm.forecast(&past, 2);
    let mut longer = past.clone().insert_column(past_end, 0.0);
    longer.column_mut(past_end).copy_from(&two.column(0));
    close(
        lstm.forecast(&longer, 1).as_slice(),
        two.column(1).as_slice(),
        1e-6,
    );
}

#[test]
fn a_horizon_ends_at_half_a_deviation() {
    let truth = DMatrix::from_element(4, 3, 1.0);
    let mut said = truth.clone();
    said.column_mut(0).fill(1.8);
    said.column_mut(1).fill(-0.2);
    let errors = errors(&truth, &said, 2.0);
    close(&errors, &[0.4, 0.6, 0.0], 1e-12);
    assert_eq!((horizon(&errors), horizon(&[f64::NAN, 0.1])), (1, 0));
}

#[test]
fn units_that_hear_nothing_of_each_other_only_hear_the_input() {
    let links: Vec<Vec<Link>> = vec![vec![]; 2];
    let (next, seen) =
        solutions::reservoir_step(&links, &[(0, 2.0), (1, -1.0)], &[9.0, 9.0], &[0.5, 0.5]);
    close(&next, &[1_f64.tanh(), (-0.5_f64).tanh()], 1e-12);
    close(&seen, &[next[0], next[1] * next[1]], 1e-12);
}
