//! XOR, symmetry, depth, and places where the gradient is zero.

use crate::{all_close, close};
use lab03::depth::{Curve, Start, measure};
use lab03::numeric;
use lab03::terrain::{Terrain, eigenvalues, length};
use lab03::xor::{CASES, EngineNet, XorNet, successes};

fn flat(net: &XorNet) -> Vec<f64> {
    let mut all: Vec<f64> = net.w1.as_flattened().to_vec();
    all.extend(&net.b1);
    all.extend(&net.w2);
    all.push(net.b2);
    all
}

fn unflat(v: &[f64]) -> XorNet {
    let h = (v.len() - 1) / 4;
    XorNet {
        w1: v[..2 * h].as_chunks().0.to_vec(),
        b1: v[2 * h..3 * h].to_vec(),
        w2: v[3 * h..4 * h].to_vec(),
        b2: v[4 * h],
    }
}

#[test]
fn the_xor_gradient_is_the_finite_difference_and_the_engines() {
    for (hidden, seed) in [(1, 4), (2, 1), (2, 2), (3, 3)] {
        let mut net = XorNet::random(hidden, seed);
        net.train(0.5, 10);
        let ours = flat(&net.gradient());
        let loss = |v: &[f64]| unflat(v).loss();
        all_close(&ours, &numeric::gradient(&loss, &flat(&net), 1e-5), 1e-8);

        let engine = EngineNet::from_net(&net);
        assert_eq!(engine.to_net(), net);
        close(engine.step(1.0), net.loss(), 1e-13);
        let moved = flat(&engine.to_net());
        let expected: Vec<f64> = flat(&net).iter().zip(&ours).map(|(w, g)| w - g).collect();
        all_close(&moved, &expected, 1e-12);
    }
}

#[test]
fn the_engine_learns_xor() {
    let mut net = XorNet::random(2, 3);
    let engine = EngineNet::from_net(&net);
    for _ in 0..2000 {
        engine.step(1.0);
    }
    let learned = engine.to_net();
    for (x, y) in CASES {
        assert!(
            (learned.answer(x) - y).abs() < 0.1,
            "{x:?} gives {}",
            learned.answer(x)
        );
    }
    net.train(1.0, 2000);
    all_close(&flat(&learned), &flat(&net), 1e-6);
}

#[test]
fn one_hidden_neuron_cannot_and_more_can_more_often() {
    assert_eq!(successes(1, 0..20, 1.0, 1500), 0);
    let two = successes(2, 0..60, 1.0, 1500);
    let four = successes(4, 0..60, 1.0, 1500);
    assert!((20..60).contains(&two), "two hidden neurons: {two} of 60");
    assert!(four > two, "four hidden neurons: {four} of 60, two: {two}");
}

#[test]
fn equal_weights_never_separate() {
    let mut net = XorNet::equal(2, 0.5);
    let start = net.clone();
    for _ in 0..1000 {
        net.step(1.0);
        assert_eq!(
            (net.w1[0], net.b1[0], net.w2[0]),
            (net.w1[1], net.b1[1], net.w2[1])
        );
    }
    assert_ne!(net, start);
    assert!(!net.solved());
}

#[test]
fn zero_weights_never_start() {
    let g = XorNet::equal(2, 0.0).gradient();
    assert!(flat(&g).iter().all(|&v| v == 0.0), "{g:?}");
}

#[test]
fn gradients_fade_and_blow_up_as_the_theory_says() {
    let (depth, width) = (12, 100);
    let survival = |curve, start| measure(curve, start, depth, width, 1).survival();
    // A sigmoid passes a quarter at most; Xavier weights neither stretch nor shrink.
    let sigmoid = survival(Curve::Sigmoid, Start::Xavier);
    assert!(
        sigmoid < 0.26f64.powi(depth as i32 - 1) && sigmoid > 0.15f64.powi(depth as i32 - 1),
        "{sigmoid}"
    );
    // Near zero tanh passes everything, so small weights alone decide: √100 · 0.01 = 0.1 a layer.
    close(
        survival(Curve::Tanh, Start::Small).log10() / (depth as f64 - 1.0),
        -1.0,
        0.1,
    );
    // He's standard deviation is made for ReLU: half the neurons pass, each with twice the variance.
    let he = survival(Curve::Relu, Start::He);
    assert!((0.2..5.0).contains(&he), "{he}");
    // 3/√n through ReLU: a factor √(9/2) a layer.
    let large = survival(Curve::Relu, Start::Large).ln() / (depth as f64 - 1.0);
    close(large, 4.5f64.sqrt().ln(), 0.1);
}

#[test]
fn gradients_and_curvatures_of_the_terrain_are_finite_differences() {
    for terrain in Terrain::ALL {
        for at in [[0.3, -0.8], [-1.2, 0.5], [2.0, 1.5]] {
            let height = |p: &[f64]| terrain.height([p[0], p[1]]);
            all_close(
                &terrain.gradient(at),
                &numeric::gradient(&height, &at, 1e-5),
                1e-8,
            );
            let by_u = numeric::gradient(&|p| terrain.gradient([p[0], p[1]])[0], &at, 1e-5);
            let by_v = numeric::gradient(&|p| terrain.gradient([p[0], p[1]])[1], &at, 1e-5);
            let [uu, uv, vv] = terrain.curvature(at);
            all_close(
                &[uu, uv, uv, vv],
                &[by_u[0], by_u[1], by_v[0], by_v[1]],
                1e-8,
            );
        }
        assert_eq!(length(terrain.gradient([0.0, 0.0])), 0.0);
    }
    assert_eq!(
        eigenvalues(Terrain::Saddle.curvature([0.0, 0.0])),
        [1.0, -1.0]
    );
    all_close(&eigenvalues([2.0, 1.0, 2.0]), &[3.0, 1.0], 1e-15);
}

#[test]
fn descent_stays_on_the_ridge_and_leaves_it_when_nudged() {
    let end = |start| {
        *Terrain::Saddle
            .descend(start, 0.1, 400)
            .last()
            .expect("a point")
    };
    all_close(&end([1.5, 0.0]), &[0.0, 0.0], 1e-9);
    all_close(&end([1.5, 1e-6]), &[0.0, 1.0], 1e-6);
    let far = Terrain::Plain.descend([3.5, 3.0], 0.1, 400);
    assert!(length(far[400]) > 4.0, "still on the plain: {:?}", far[400]);
}
