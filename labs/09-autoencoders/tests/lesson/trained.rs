//! Networks trained on the embedded digits: what the lesson says about them.

use lab09::against_pca::AgainstPca;
use lab09::anomaly::{Task, apart};
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::few_labels::{RULE, choose, in_units, learn};
use lab09::noise::{Noise, mse, psnr};
use lab09::pca::{Pca, matrix, mean_squared, principal_angles, tensor_of};
use lab09::training::{Objective, Target, epoch, recipe, to_unit_rows, train};
use nabla::{Activation, Device, Labels, Parameters, Tensor};
use trainer::{Examples, Recipe, Rule, Run, Training, accuracy};

fn digits() -> (datasets::Split, Tensor, Tensor) {
    let split = datasets::digits8();
    let pictures = |images: &datasets::Images| Tensor::from(images.pixels.clone());
    let (train, test) = (pictures(&split.train), pictures(&split.test));
    (split, train, test)
}

/// Trained for so many epochs of the usual recipe.
fn trained(
    plan: &Plan<'_>,
    pictures: &Tensor,
    epochs: usize,
    objective: &Objective,
) -> Autoencoder {
    let model = plan.build(&mut nabla::rng(1));
    train(model, pictures, &recipe(epochs, 1), objective, |_| {})
}

#[test]
fn a_linear_network_lands_in_the_space_of_pca() {
    let (_, pictures, _) = digits();
    let x = matrix(&pictures);
    let pca = Pca::fit(&x);
    let recipe = Recipe::new(Rule::adam(0.01).cosine(), 50, 200).seed(3);
    let model = Plan::linear(64, 4).build(&mut nabla::rng(3));
    let model = train(model, &pictures, &recipe, &Objective::PLAIN, |_| {});
    let drawn = matrix(&model.drawings()).transpose();
    let angles = principal_angles(&drawn, &pca.directions.columns(0, 4).into_owned());
    assert!(angles[3] < 1.5, "{angles:?}");
    let error = mse(&model.reconstruct(&pictures), &pictures);
    let best = pca.error(4, x.nrows());
    assert!(error > best - 1e-6 && error < 1.01 * best, "{error} {best}");
    // But its columns are not PCA's.
    let along = drawn.column(0).dot(&pca.directions.column(0)) / drawn.column(0).norm();
    assert!(along.abs() < 0.98, "{along}");
}

#[test]
fn a_bent_network_wins_where_it_is_narrow_and_loses_where_nothing_is_left_out() {
    let (_, train, test) = digits();
    let pca = Pca::fit(&matrix(&train));
    let run = |width| {
        let plan = Plan::deep(64, &[128, 64], width);
        let model = trained(&plan, &train, 40, &Objective::PLAIN);
        AgainstPca::of(&model, &pca, width, &train, &test)
    };
    for width in [2, 8] {
        let both = run(width);
        assert!(both.autoencoder < 0.75 * both.pca, "{both:?}");
        assert!(both.autoencoder_train < both.autoencoder, "{both:?}");
    }
    let both = run(64);
    assert!(both.pca < 1e-9 && both.autoencoder > 1e-3, "{both:?}");
}

#[test]
fn who_is_asked_for_noise_gives_noise() {
    let (_, train, test) = digits();
    let noisy = Noise::Normal(0.3).on(&test, &mut nabla::rng(9));
    let run = |noise, target| {
        let objective = Objective {
            noise,
            target,
            ..Objective::PLAIN
        };
        let model = trained(&Plan::deep(64, &[128], 64), &train, 40, &objective);
        psnr(mse(&model.reconstruct(&noisy), &test))
    };
    let spoilt = psnr(mse(&noisy, &test));
    let plain = run(None, Target::Clean);
    let copied = run(Some(Noise::Normal(0.3)), Target::Shown);
    let cleans = run(Some(Noise::Normal(0.3)), Target::Clean);
    assert!(copied < spoilt + 1.2, "spoilt {spoilt}, copied {copied}");
    assert!(cleans > spoilt + 4.0, "spoilt {spoilt}, cleans {cleans}");
    assert!(cleans > plain + 1.5, "plain {plain}, cleans {cleans}");
}

#[test]
fn a_penalty_on_activity_makes_codes_sparse() {
    let (_, train, test) = digits();
    let run = |sparsity| {
        let objective = Objective {
            sparsity,
            unit_rows: true,
            ..Objective::PLAIN
        };
        let plan = Plan {
            code: Activation::Relu,
            ..Plan::linear(64, 100)
        };
        let model = trained(&plan, &train, 200, &objective);
        for row in model.drawings().data().chunks_exact(64) {
            let length: f32 = row.iter().map(|x| x * x).sum();
            assert!(
                (length - 1.0).abs() < 1e-4,
                "a drawing has the squared length {length}"
            );
        }
        let active = model
            .encode(&test)
            .data()
            .iter()
            .filter(|&&h| h > 0.01)
            .count();
        (active as f64 / 360.0, mse(&model.reconstruct(&test), &test))
    };
    let (free, low, high) = (run(0.0), run(0.003), run(0.01));
    assert!(
        free.0 > 45.0 && low.0 < 25.0 && high.0 < 8.0,
        "{free:?} {low:?} {high:?}"
    );
    let pca = Pca::fit(&matrix(&train));
    let x_test = matrix(&test);
    let straight = mean_squared(&pca.reconstruct(&x_test, 16), &x_test);
    assert!(low.0 < 16.0 && low.1 < straight, "{low:?} {straight}");
    assert!(
        free.1 < low.1 && low.1 < high.1,
        "{free:?} {low:?} {high:?}"
    );
}

#[test]
fn rows_of_length_one() {
    let mut model = Plan::linear(3, 2).build(&mut nabla::rng(1));
    to_unit_rows(&mut model.decoder);
    model.decoder.visit(&mut |param| {
        if param.name() == "weight" {
            for row in param.value().data().chunks_exact(3) {
                assert!((row.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-6);
            }
        }
    });
}

#[test]
fn what_was_never_seen_is_found() {
    let split = datasets::digits8();
    let task = Task::new(&split, 4);
    let (of, others) = apart(&split.test, 4);
    let rows = |pictures: &Tensor| pictures.dims()[0];
    let fours = split.test.labels.iter().filter(|&&l| l == 4).count();
    assert_eq!(
        (rows(&of), rows(&others)),
        (fours, split.test.len() - fours)
    );
    let first = split.test.labels.iter().position(|&l| l == 4).expect("a 4");
    assert_eq!(
        of.rows(0..1).data(),
        Tensor::from(split.test.select(&[first]).pixels).data()
    );
    assert_eq!(rows(&task.odd), fours + rows(&apart(&split.train, 4).0));
    let detector = task.train(&Plan::deep(64, &[64], 8), &recipe(40, 1), |_| {});
    let found = task.found(&detector, 8);
    assert!(found.by_error > 0.9 && found.by_distance > 0.9, "{found:?}");
    // A known picture is at no distance from itself.
    let known = task.known.rows(0..5);
    assert!(detector.by_distance(&known).iter().all(|&d| d < 1e-6));
    // The same by counting pairs.
    let scores = task.scores(|x| detector.by_error(x));
    let pairs = lab09::solutions::auc(&scores.usual, &scores.odd);
    assert!((pairs - found.by_error).abs() < 1e-12);
}

#[test]
fn the_simplest_digit_is_the_hardest_to_find() {
    let split = datasets::digits8();
    let by_error = |class| {
        let task = Task::new(&split, class);
        let detector = task.train(&Plan::deep(64, &[64], 8), &recipe(40, 1), |_| {});
        task.found(&detector, 8)
    };
    let (one, four) = (by_error(1), by_error(4));
    assert!(one.by_error < four.by_error - 0.05, "{one:?} {four:?}");
    assert!(one.by_distance > one.by_error + 0.05, "{one:?}");
}

#[test]
fn codes_that_know_noise_help_and_plain_ones_do_not() {
    let (split, train, test) = digits();
    let [all, truth] = [&split.train.labels, &split.test.labels].map(|l| Labels::new(l, 10));
    let right = |train: &Tensor, test: &Tensor, rule| {
        let (train, test) = (in_units(train, train), in_units(train, test));
        let test = Examples {
            images: test,
            labels: truth.clone(),
        };
        let one = |seed| {
            let places = choose(&all, 1, &mut nabla::rng(seed));
            assert_eq!(places.len(), 10);
            let few = Examples {
                images: train.gather_rows(&places),
                labels: all.gather(&places),
            };
            accuracy(&learn(&few, rule), &test)
        };
        (1..=20).map(one).sum::<f64>() / 20.0
    };
    let coded = |noise| {
        let objective = Objective {
            noise,
            ..Objective::PLAIN
        };
        let model = trained(&Plan::deep(64, &[128, 64], 32), &train, 60, &objective);
        right(&model.encode(&train), &model.encode(&test), RULE)
    };
    let pca = Pca::fit(&matrix(&train));
    let straight = |pictures, k| tensor_of(&pca.encode(&matrix(pictures), k));
    let turned = |k, rule| right(&straight(&train, k), &straight(&test, k), rule);
    let pixels = right(&train, &test, RULE);
    // With all directions PCA only turns: the same, but for what rounding decides. Not so to Adam.
    for (k, apart) in [(64, 0.001), (32, 0.015)] {
        let turned = turned(k, RULE);
        assert!(
            (turned - pixels).abs() < apart,
            "pixels {pixels}, PCA {turned}"
        );
    }
    let by_adam = right(&train, &test, Rule::adam(0.03)) - turned(64, Rule::adam(0.03));
    assert!(by_adam > 0.1, "{by_adam}");
    let (plain, denoising) = (coded(None), coded(Some(Noise::Normal(0.3))));
    assert!(plain < pixels, "pixels {pixels}, plain {plain}");
    assert!(
        denoising > pixels + 0.01,
        "pixels {pixels}, denoising {denoising}"
    );
}

#[test]
fn a_run_that_is_taken_up_again_ends_the_same_on_any_number_of_threads() {
    let (_, train, _) = digits();
    let some = train.rows(0..200);
    let objective = Objective {
        noise: Some(Noise::Normal(0.2)),
        sparsity: 0.001,
        unit_rows: true,
        ..Objective::PLAIN
    };
    let begin = |seed| {
        let model = Plan::deep(64, &[16], 3).build(&mut nabla::rng(seed));
        Training::new(model, &recipe(4, 5), 200, &Device::Cpu)
    };
    let run = Run {
        network: "autoencoder".to_string(),
        data: "digits".to_string(),
        examples: String::new(),
        seed: 5,
        rule: recipe(4, 5).rule,
        recipe: recipe(4, 5).rest(),
        epochs: 4,
    };
    let learn = |training: &mut Training<Autoencoder>, epochs| {
        for _ in 0..epochs {
            epoch(training, &some, &objective, |_| {});
        }
    };
    let (mut whole, mut first, mut second) = (begin(5), begin(5), begin(8));
    learn(&mut whole, 4);
    learn(&mut first, 2);
    let file = std::env::temp_dir().join(format!("lab09-{}.safetensors", std::process::id()));
    let saved = run.save(&mut first, "", &file);
    let done = run.resume(&mut second, &file);
    let _ = std::fs::remove_file(&file);
    saved.expect("it can be written");
    assert_eq!(done.expect("it is of this run").position.epochs, 2);
    let before = nabla::threads();
    nabla::set_threads(3);
    learn(&mut second, 2);
    nabla::set_threads(before);
    let [ours, theirs] = [whole, second].map(|training| training.model.reconstruct(&some));
    assert_eq!(ours.data(), theirs.data());
    // Without noise, as in a long run, it may be broken off anywhere.
    let quiet = Objective {
        noise: None,
        ..objective
    };
    trainer::prove(
        &run,
        || begin(5),
        |training| {
            epoch(training, &some, &quiet, |_| {});
        },
    );
}

#[test]
fn the_network_is_built_as_it_says() {
    let plan = Plan::deep(784, &[512, 256], 32);
    assert_eq!(plan.in_words(), "784-512-256-32-256-512-784");
    let model = plan.build(&mut nabla::rng(1));
    assert_eq!(nabla::parameters(&model), 1_083_696);
    let pictures = Tensor::full([3, 784], 0.25);
    assert_eq!(model.encode(&pictures).dims(), [3, 32]);
    let there = model.decode(&model.encode(&pictures));
    assert_eq!(there.data(), model.reconstruct(&pictures).data());
    assert!(mean_squared(&matrix(&there), &matrix(&pictures)) > 0.0);
}
