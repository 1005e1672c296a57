//! Wrong answers as learners write them: what does the judge say to each?

use lab09::judging::exercises;
use lab09::solutions;
use labkit::judge::says;

type Rows = Vec<Vec<f64>>;
type Back = (Vec<f64>, Vec<f64>, Rows);
type Scores = (Vec<f64>, Vec<f64>);
type Near = (Vec<f64>, f64);
type Draw = (Vec<f64>, Vec<f64>, Vec<f64>, Vec<f64>);
type Price = (Rows, Rows);

#[test]
fn on_paper() {
    let explained = |answer: [f64; 4]| says(&exercises(), "explained", move |()| answer);
    assert_eq!(explained([0.8, 13.0, 0.26, 3.0]), "wrong");
    assert_eq!(explained([0.55, 13.0, 0.26, 4.0]), "wrong");
    assert_eq!(explained([0.8, 13.0, 0.3, 4.0]), "wrong");
    let noisy = |answer: [f64; 4]| says(&exercises(), "noisy_target", move |()| answer);
    assert_eq!(noisy([0.0625, 0.0625, 12.0412, 0.125]), "noise on noise");
    assert_eq!(noisy([0.0625, 0.0625, 12.0412, 0.0625]), "right");
    let sums = |answer: [f64; 4]| says(&exercises(), "sum_or_mean", move |()| answer);
    assert_eq!(sums([39.2, 784.0, 82.32, 0.1914]), "exchanged");
    assert_eq!(sums([784.0, 39.2, 82.32, 0.1914]), "right");
    assert_eq!(sums([784.0, 39.2, 82.32, 5.2254]), "wrong");
}

#[test]
fn there_and_back() {
    let averaged = |(x, mean, directions): &Back| -> Vec<f64> {
        let back = solutions::reconstruct(x, mean, directions);
        let count = directions.len().max(1) as f64;
        back.iter()
            .zip(mean)
            .map(|(b, m)| m + (b - m) / count)
            .collect()
    };
    assert_eq!(
        says(&exercises(), "reconstruct", averaged),
        "the mean of the directions"
    );
    let signless = |(x, mean, directions): &Back| -> Vec<f64> {
        let mut back = mean.clone();
        for v in directions {
            let along: f64 = x
                .iter()
                .zip(mean)
                .zip(v)
                .map(|((x, m), v)| (x - m) * v)
                .sum();
            back.iter_mut()
                .zip(v)
                .for_each(|(b, v)| *b += along.abs() * v);
        }
        back
    };
    assert_eq!(
        says(&exercises(), "reconstruct", signless),
        "without its sign"
    );
}

#[test]
fn scores() {
    let above_the_median = |(usual, odd): &Scores| {
        let mut sorted = usual.clone();
        sorted.sort_by(f64::total_cmp);
        let median = sorted[sorted.len() / 2];
        odd.iter().filter(|&&o| o > median).count() as f64 / odd.len() as f64
    };
    assert_eq!(
        says(&exercises(), "auc", above_the_median),
        "above the median"
    );
    let by_ranks = |(usual, odd): &Scores| {
        let mut all: Vec<(f64, bool)> = usual.iter().map(|&u| (u, false)).collect();
        all.extend(odd.iter().map(|&o| (o, true)));
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let ranks = (1..).zip(&all).filter(|(_, (_, is_odd))| *is_odd);
        let (n, m) = (usual.len() as f64, odd.len() as f64);
        (ranks.map(|(rank, _)| f64::from(rank)).sum::<f64>() - m * (m + 1.0) / 2.0) / (n * m)
    };
    assert_eq!(says(&exercises(), "auc", by_ranks), "ties win");
}

#[test]
fn neighbours() {
    let without_sigma = |(squared, _): &Near| solutions::perplexity(squared, 0.5_f64.sqrt());
    assert_eq!(says(&exercises(), "perplexity", without_sigma), "without σ");
    let nearest = |(squared, _): &Near| {
        let least = squared.iter().copied().fold(f64::INFINITY, f64::min);
        squared.iter().filter(|&&d| d == least).count() as f64
    };
    assert_eq!(says(&exercises(), "perplexity", nearest), "wrong");
    let plain = |(squared, sigma): &Near| {
        let weights: Vec<f64> = squared
            .iter()
            .map(|d| (-d / (2.0 * sigma * sigma)).exp())
            .collect();
        let total: f64 = weights.iter().sum();
        let p = weights.iter().map(|w| w / total);
        2_f64.powf(p.map(|p| -p * p.log2()).sum())
    };
    assert_eq!(says(&exercises(), "perplexity", plain), "all weights 0");
}

#[test]
fn drawn_and_paid_for() {
    let clamped = |(m, l, e, dz): &Draw| {
        let l: Vec<f64> = l.iter().map(|l| l.clamp(-10.0, 10.0)).collect();
        solutions::reparameterize(m, &l, e, dz)
    };
    assert_eq!(says(&exercises(), "reparameterize", clamped), "λ cut off");
    let negative = |(m, l, e, dz): &Draw| {
        let e: Vec<f64> = e.iter().map(|e| -e).collect();
        solutions::reparameterize(m, l, &e, dz)
    };
    assert_eq!(says(&exercises(), "reparameterize", negative), "minus ε");
    let over_the_code_alone =
        |(m, l): &Price| solutions::gaussian_kl(m, l) * m.len() as f64 / m[0].len() as f64;
    assert_eq!(
        says(&exercises(), "gaussian_kl", over_the_code_alone),
        "over the code alone"
    );
    let first_alone = |(m, l): &Price| solutions::gaussian_kl(&m[..1], &l[..1]);
    assert_eq!(says(&exercises(), "gaussian_kl", first_alone), "wrong");
}
