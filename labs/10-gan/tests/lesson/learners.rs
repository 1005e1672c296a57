//! Wrong answers as learners write them: what does the judge say to each?

use lab10::judging::exercises;
use lab10::paper::sigmoid;
use lab10::solutions;
use labkit::judge::says;

type Rows = Vec<Vec<f64>>;
type Clouds = (Vec<(f64, f64)>, Vec<(f64, f64)>, f64, f64);
type Painting = (Rows, Rows, usize, usize);
type Arc = (Vec<f64>, Vec<f64>, f64);
type Balls = (Rows, Rows, usize);

#[test]
fn the_players() {
    let best =
        |answer: fn(&(f64, f64, f64)) -> f64| says(&exercises(), "best_discriminator", answer);
    assert_eq!(
        best(|&(p, q, label)| p / (p + label * q)),
        "the label of the forged"
    );
    assert_eq!(
        best(|&(p, q, label)| label * p / (p + (2.0 - label) * q)),
        "wrong"
    );
    let value = |answer: [f64; 4]| says(&exercises(), "value_by_hand", move |()| answer);
    let exchanged = {
        let (a, b) = (0.75_f64, 1.0 / 3.0_f64);
        let value = 0.2 * a.ln() + 0.8 * b.ln() + 0.6 * (1.0 - a).ln() + 0.4 * (1.0 - b).ln();
        [a, b, value, (value + 4_f64.ln()) / 2.0]
    };
    assert_eq!(value(exchanged), "weights exchanged");
    assert_eq!(value([0.75, 0.3333, -1.2137, 0.0863]), "right");
    assert_eq!(value([0.75, 0.33, -1.21, 0.09]), "wrong");
    let step = |answer: [f64; 4]| says(&exercises(), "one_optimizer", move |()| answer);
    let old_weights = {
        let [x, w, c, _] = solutions::one_optimizer();
        [x, w, c, sigmoid(2.0 * x - 2.0)]
    };
    assert_eq!(step(old_weights), "of the new forgery, before");
}

#[test]
fn three_losses() {
    let three = |answer: fn(&[f64]) -> [Vec<f64>; 3]| {
        says(&exercises(), "generator_gradients", move |s: &Vec<f64>| {
            answer(s)
        })
    };
    let clamped = |s: &[f64]| {
        let [first, second, _] = solutions::generator_gradients(s);
        let odds = |s: &f64| {
            let d = sigmoid(*s).clamp(1e-7, 1.0 - 1e-7);
            -d / (1.0 - d)
        };
        let n = s.len() as f64;
        [first, second, s.iter().map(|s| odds(s) / n).collect()]
    };
    assert_eq!(three(clamped), "clamped");
    let once_more = |s: &[f64]| {
        let [first, second, third] = solutions::generator_gradients(s);
        let slope = |(g, s): (&f64, &f64)| g * sigmoid(*s) * (1.0 - sigmoid(*s));
        [first, second, third.iter().zip(s).map(slope).collect()]
    };
    assert_eq!(three(once_more), "one link too many");
}

#[test]
fn modes() {
    let modes = |answer: fn(&Clouds) -> usize| says(&exercises(), "modes_covered", answer);
    let rounded_down = |(points, centres, radius, enough): &Clouds| {
        let need = (enough * points.len() as f64) as usize;
        let near = |c: &(f64, f64)| {
            let good = points
                .iter()
                .filter(|p| (p.0 - c.0).hypot(p.1 - c.1) <= *radius);
            good.count()
        };
        centres
            .iter()
            .filter(|c| near(c) > 0 && near(c) >= need)
            .count()
    };
    assert_eq!(modes(rounded_down), "rounded down");
    let literal = |(points, centres, radius, enough): &Clouds| {
        let near = |c: &(f64, f64)| {
            let good = points
                .iter()
                .filter(|p| (p.0 - c.0).hypot(p.1 - c.1) <= *radius);
            good.count() as f64
        };
        if points.is_empty() {
            return 0;
        }
        let share = |c: &&(f64, f64)| near(c) / points.len() as f64 >= *enough;
        centres.iter().filter(share).count()
    };
    assert_eq!(modes(literal), "right");
}

#[test]
fn pictures() {
    let blocks = |(x, kernel, stride, margin): &Painting| -> Rows {
        let wide =
            |row: &Vec<f64>| -> Vec<f64> { row.iter().flat_map(|&v| vec![v; *stride]).collect() };
        let upsampled: Rows = x.iter().flat_map(|row| vec![wide(row); *stride]).collect();
        solutions::conv_transpose(&upsampled, kernel, 1, *margin)
    };
    assert_eq!(
        says(&exercises(), "conv_transpose", blocks),
        "enlarged first"
    );
    let acute = |(from, to, at): &Arc| -> Vec<f64> {
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let cosine = product(from, to) / (product(from, from) * product(to, to)).sqrt();
        let angle = cosine.abs().min(1.0).acos();
        if angle.sin() < 1e-6 {
            return from
                .iter()
                .zip(to)
                .map(|(a, b)| (1.0 - at) * a + at * b)
                .collect();
        }
        let weights = (
            ((1.0 - at) * angle).sin() / angle.sin(),
            (at * angle).sin() / angle.sin(),
        );
        from.iter()
            .zip(to)
            .map(|(a, b)| weights.0 * a + weights.1 * b)
            .collect()
    };
    assert_eq!(says(&exercises(), "slerp", acute), "wrong");
    let among_all = |(real, forged, k): &Balls| -> [f64; 2] {
        let far = |a: &[f64], b: &[f64]| {
            a.iter()
                .zip(b)
                .map(|(a, b)| (a - b).powi(2))
                .sum::<f64>()
                .sqrt()
        };
        let radius = |i: usize| {
            let others = real
                .iter()
                .enumerate()
                .filter(|(j, _)| *j != i)
                .map(|(_, other)| other);
            let mut all: Vec<f64> = others
                .chain(forged)
                .map(|other| far(&real[i], other))
                .collect();
            all.sort_by(f64::total_cmp);
            all[k - 1]
        };
        let lies = |p: &Vec<f64>, i: usize| far(p, &real[i]) <= radius(i);
        let good = forged
            .iter()
            .filter(|p| (0..real.len()).any(|i| lies(p, i)))
            .count();
        let found = (0..real.len())
            .filter(|&i| forged.iter().any(|p| lies(p, i)))
            .count();
        [
            good as f64 / forged.len() as f64,
            found as f64 / real.len() as f64,
        ]
    };
    assert_eq!(
        says(&exercises(), "precision_and_coverage", among_all),
        "neighbours among all"
    );
    let in_a_column = |(real, forged, k): &Balls| -> [f64; 2] {
        let [precision, coverage] = solutions::precision_and_coverage(real, forged, *k);
        [coverage.min(precision), coverage.max(precision)]
    };
    assert_eq!(
        says(&exercises(), "precision_and_coverage", in_a_column),
        "wrong"
    );
}
