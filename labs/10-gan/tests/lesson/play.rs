//! The two steps that everything of this lab is played by.

use lab10::game::{GeneratorLoss, Player, discriminator_step, generator_step};
use lab10::line::{discriminator, generator};
use lab10::paper::{Batch, Pair, discriminator_gradient, generator_gradient};
use lab10::theory::Gaussian;
use labkit::reference::close;
use nabla::{BatchNorm, Init, Linear, Module, Sequential, Tensor};
use trainer::{Learner, Rule, outputs};

fn numbers(model: &dyn Module) -> Vec<f32> {
    let mut all = Vec::new();
    model.visit(&mut |p| {
        if p.is_trainable() {
            all.extend_from_slice(p.value().data());
        }
    });
    all
}

const START: Gaussian = Gaussian {
    mean: 1.0,
    std_dev: 2.0,
};

fn descent(rate: f32) -> Learner {
    Learner::new(Rule::sgd(rate), 1)
}

fn column(numbers: &[f32]) -> Tensor {
    Tensor::from_slice(numbers, [numbers.len(), 1])
}

#[test]
fn each_step_changes_its_own_player_alone() {
    let mut rng = nabla::rng(4);
    let mut g = Sequential::new()
        .push(Linear::new(1, 3, Init::He, &mut rng))
        .push(BatchNorm::new(3))
        .push(Linear::new(3, 1, Init::He, &mut rng));
    let mut d = discriminator(&mut rng);
    let (real, noise) = (column(&[3.0, 4.5, 4.0]), column(&[-1.0, 0.25, 2.0]));
    let (g0, d0) = (numbers(&g), numbers(&d));
    let player = Player {
        network: &mut d,
        learner: &mut descent(0.1),
    };
    discriminator_step(player, &g, &real, &noise, 1.0, &mut rng);
    assert_eq!(numbers(&g), g0);
    let d1 = numbers(&d);
    assert_ne!(d1, d0);
    for price in [GeneratorLoss::Saturating, GeneratorLoss::NonSaturating] {
        let before = numbers(&g);
        let player = Player {
            network: &mut g,
            learner: &mut descent(0.1),
        };
        generator_step(player, &d, &noise, price, &mut rng);
        assert_eq!(numbers(&d), d1);
        assert_ne!(numbers(&g), before);
    }
}

#[test]
fn losses_are_those_of_the_formulas_and_fall() {
    let mut rng = nabla::rng(5);
    let (mut g, mut d) = (generator(START), discriminator(&mut rng));
    let (real, noise) = (column(&[3.0, 4.5, 4.0]), column(&[-1.0, 0.25, 2.0]));
    let mean = |d: &dyn Module, of: &Tensor, f: fn(f32) -> f32| {
        let all = outputs(d, of);
        let output = |s: f32| 1.0 / (1.0 + (-s).exp());
        all.data().iter().map(|&s| f(output(s))).sum::<f32>() / all.len() as f32
    };
    let forged = outputs(&g, &noise);
    assert_eq!(forged.data(), [-1.0, 1.5, 5.0]);
    // With the label 0.9: a tenth of every real one counts as forged.
    let of_real = |p: f32| -(0.9 * p.ln() + 0.1 * (1.0 - p).ln());
    let want = mean(&d, &real, of_real) + mean(&d, &forged, |p| -(1.0 - p).ln());
    let mut step = |rate: f32| {
        let player = Player {
            network: &mut d,
            learner: &mut descent(rate),
        };
        discriminator_step(player, &g, &real, &noise, 0.9, &mut rng).item()
    };
    let first = step(0.002);
    assert!((first - want).abs() < 1e-5, "{first} {want}");
    assert!(step(0.0) < first);

    for (price, f) in [
        (
            GeneratorLoss::Saturating,
            (|p| (1.0 - p).ln()) as fn(f32) -> f32,
        ),
        (GeneratorLoss::NonSaturating, |p| -p.ln()),
    ] {
        let want = mean(&d, &outputs(&g, &noise), f);
        let mut step = |rate: f32| {
            let player = Player {
                network: &mut g,
                learner: &mut descent(rate),
            };
            generator_step(player, &d, &noise, price, &mut nabla::rng(1)).item()
        };
        let first = step(0.002);
        assert!((first - want).abs() < 1e-5, "{price:?}: {first} {want}");
        assert!(step(0.0) < first, "{price:?}");
    }
}

/// A number in, a number out.
fn affine(weight: f64, bias: f64) -> Linear {
    generator(Gaussian {
        mean: bias,
        std_dev: weight,
    })
}

#[test]
fn a_round_by_the_two_functions_is_the_round_on_paper() {
    let pair = Pair {
        a: 2.0,
        b: 1.0,
        w: 1.0,
        c: -2.0,
    };
    let shown = Batch {
        real: vec![2.0, 4.0],
        noise: vec![-0.5, 1.0],
    };
    for loss in [GeneratorLoss::Saturating, GeneratorLoss::NonSaturating] {
        let (mut g, mut d) = (affine(pair.a, pair.b), affine(pair.w, pair.c));
        let (real, noise) = (column(&[2.0, 4.0]), column(&[-0.5, 1.0]));
        let expert = Player {
            network: &mut d,
            learner: &mut descent(0.5),
        };
        discriminator_step(expert, &g, &real, &noise, 1.0, &mut nabla::rng(1));
        let forger = Player {
            network: &mut g,
            learner: &mut descent(0.5),
        };
        generator_step(forger, &d, &noise, loss, &mut nabla::rng(1));

        let (dw, dc) = discriminator_gradient(&pair, &shown);
        let after = Pair {
            w: pair.w + 0.5 * dw,
            c: pair.c + 0.5 * dc,
            ..pair
        };
        let (da, db) = generator_gradient(&after, &shown, loss);
        let got = [numbers(&g), numbers(&d)].concat();
        let got: Vec<f64> = got.into_iter().map(f64::from).collect();
        let paper = [pair.a - 0.5 * da, pair.b - 0.5 * db, after.w, after.c];
        close(&got, &paper, 1e-6);
    }
}
