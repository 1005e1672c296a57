//! t-SNE: the search against closed forms, the gradient against PyTorch's tape and against differences.

use lab09::solutions;
use lab09::tsne::{
    Plan, agreement, as_matrix, divergence, gradient, joint, map, perplexity, probabilities, search,
};
use labkit::reference::Stored;
use nalgebra::DMatrix;

const STORED: Stored = Stored(include_str!("../reference/values.txt"));

/// The stored map.
fn points() -> Vec<[f64; 2]> {
    STORED
        .matrix("tsne.y")
        .iter()
        .map(|p| [p[0], p[1]])
        .collect()
}

#[test]
fn the_gradient_is_that_of_pytorchs_tape() {
    let (p, y) = (STORED.values("tsne.p"), points());
    let kl = divergence(&p, &y);
    assert!((kl - STORED.value("tsne.divergence")).abs() < 1e-12, "{kl}");
    let grad = gradient(&p, 1.0, &y, &mut vec![0.0; 36]);
    let theirs = STORED.values("tsne.gradient");
    for (ours, theirs) in grad.iter().flatten().zip(theirs) {
        assert!((ours - theirs).abs() < 1e-12, "{ours} {theirs}");
    }
}

#[test]
fn the_gradient_is_differences_of_the_divergence() {
    let x = DMatrix::from_fn(7, 4, |i, j| {
        ((3 * i * i + 5 * j * i + 7 * j) % 11) as f64 / 4.0
    });
    let p = joint(&x, 3.0);
    assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let mut y: Vec<[f64; 2]> = (0..7)
        .map(|i| [f64::from(i * 5 % 7) / 3.0, f64::from(i * i % 5)])
        .collect();
    let grad = gradient(&p, 1.0, &y, &mut [0.0; 49]);
    let step = 1e-5;
    for i in 0..7 {
        for axis in 0..2 {
            let here = y[i][axis];
            let mut at = |value| {
                y[i][axis] = value;
                divergence(&p, &y)
            };
            let quotient = (at(here + step) - at(here - step)) / (2.0 * step);
            y[i][axis] = here;
            assert!(
                (quotient - grad[i][axis]).abs() < 1e-8,
                "{quotient} {:?}",
                grad[i]
            );
        }
    }
}

#[test]
fn the_search_finds_what_can_be_worked_out() {
    // Two others, at squared distances 0 and 1: the nearer one is chosen with probability ¾ if e^γ = 3.
    let wanted = perplexity(&[0.75, 0.25]);
    let gamma = search(&[0.0, 1.0], wanted);
    assert!((gamma - 3.0_f64.ln()).abs() < 1e-9, "{gamma}");
    // Far away it is the differences that count.
    let gamma = search(&[1e4, 1e4 + 1.0], wanted);
    assert!((gamma - 3.0_f64.ln()).abs() < 1e-6, "{gamma}");
    let squared: Vec<f64> = (1..100).map(|i| f64::from(i * i) / 50.0).collect();
    for wanted in [2.0, 5.0, 30.0, 80.0] {
        let found = perplexity(&probabilities(&squared, search(&squared, wanted)));
        assert!(
            (found - wanted).abs() < 1e-6 * wanted,
            "{found} for {wanted}"
        );
    }
    // All alike: as many neighbours as there are, whatever γ.
    assert!((perplexity(&probabilities(&[2.5; 9], 7.0)) - 9.0).abs() < 1e-9);
}

#[test]
fn the_exercise_is_the_librarys_and_pytorchs() {
    for (name, squared, sigma) in [
        ("perplexity_a", &[1.0, 4.0, 9.0][..], 1.5),
        ("perplexity_b", &[0.5, 0.5, 2.0, 8.0, 0.25], 0.5),
        ("perplexity_c", &[3.0, 3.0], 2.0),
    ] {
        let ours = perplexity(&probabilities(squared, 1.0 / (2.0 * sigma * sigma)));
        let answer = solutions::perplexity(squared, sigma);
        for got in [ours, answer] {
            assert!((got - STORED.value(name)).abs() < 1e-12, "{name}: {got}");
        }
    }
}

#[test]
fn nearest_neighbours_are_counted() {
    let line = DMatrix::from_row_slice(5, 1, &[0.0, 1.0, 10.0, 11.0, 12.5]);
    // Of the last the nearest is of the other class; the rest agree.
    assert_eq!(agreement(&line, &[0, 0, 1, 1, 0]), 0.8);
}

#[test]
fn its_map_of_the_digits_keeps_neighbours_and_straight_maps_do_not() {
    let all = datasets::digits8().train;
    let six: Vec<usize> = (0..all.len())
        .filter(|&i| all.labels[i] < 6)
        .take(300)
        .collect();
    let some = all.select(&six);
    let x = lab09::pca::matrix(&nabla::Tensor::from(some.pixels.clone()));
    let plan = Plan {
        perplexity: 20.0,
        ..Plan::new(250)
    };
    let mut steps = 0;
    let run = || map(&x, &plan, &mut nabla::rng(1), |_, _| {});
    let points = map(&x, &plan, &mut nabla::rng(1), |step, _| steps = step);
    assert_eq!(steps, 250);
    assert_eq!(points, run(), "the same seed, another map");
    let same = agreement(&as_matrix(&points), &some.labels);
    let straight = lab09::pca::Pca::fit(&x).encode(&x, 2);
    let pca = agreement(&straight, &some.labels);
    assert!(same > 0.95 && pca < 0.88, "t-SNE {same}, PCA {pca}");
    let p = joint(&x, 20.0);
    assert!(divergence(&p, &points) < 1.0);
}
