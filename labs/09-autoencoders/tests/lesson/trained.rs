//! Networks trained on the embedded digits: what the lesson says about them.

use lab09::against_pca::AgainstPca;
use lab09::anomaly::{Task, apart};
use lab09::autoencoder::{Autoencoder, Plan, through, weight};
use lab09::few_labels::{accuracy, choose, in_units, learn};
use lab09::noise::{Noise, mse, psnr};
use lab09::pca::{Pca, matrix, matrix_of, mean_squared, principal_angles, tensor_of};
use lab09::training::{Recipe, Target, Training, to_unit_rows, train};
use nabla::{Activation, Device, Labels, Parameters, Tensor};

fn digits() -> (datasets::Split, Tensor, Tensor) {
    let split = datasets::digits8();
    let pictures = |images: &datasets::Images| Tensor::from(images.pixels.clone());
    let (train, test) = (pictures(&split.train), pictures(&split.test));
    (split, train, test)
}

fn trained(plan: &Plan<'_>, pictures: &Tensor, recipe: &Recipe) -> Autoencoder {
    let model = plan.build(&mut nabla::rng(recipe.seed));
    train(model, pictures, recipe, |_| {})
}

#[test]
fn a_linear_network_lands_in_the_space_of_pca() {
    let (split, train, _) = digits();
    let x = matrix(&split.train);
    let pca = Pca::fit(&x);
    let recipe = Recipe {
        rate: 0.01,
        ..Recipe::new(200, 3)
    };
    let model = trained(&Plan::linear(64, 4), &train, &recipe);
    let drawn = matrix_of(&weight(&model, "decoder.0.weight")).transpose();
    let angles = principal_angles(&drawn, &pca.directions.columns(0, 4).into_owned());
    assert!(angles[3] < 1.5, "{angles:?}");
    let error = mse(&model.reconstruct(&train), &train);
    let best = pca.error(4, x.nrows());
    assert!(error > best - 1e-6 && error < 1.01 * best, "{error} {best}");
    // But its columns are not PCA's.
    let along = drawn.column(0).dot(&pca.directions.column(0)) / drawn.column(0).norm();
    assert!(along.abs() < 0.98, "{along}");
}

#[test]
fn a_bent_network_wins_where_it_is_narrow_and_loses_where_nothing_is_left_out() {
    let (split, train, _) = digits();
    let pca = Pca::fit(&matrix(&split.train));
    let run = |width| {
        let model = trained(
            &Plan::deep(64, &[128, 64], width),
            &train,
            &Recipe::new(40, 1),
        );
        AgainstPca::of(&model, &pca, width, &split)
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
        let recipe = Recipe {
            noise,
            target,
            ..Recipe::new(40, 1)
        };
        let model = trained(&Plan::deep(64, &[128], 64), &train, &recipe);
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
fn a_price_on_activity_makes_codes_sparse() {
    let (split, train, test) = digits();
    let run = |sparsity| {
        let recipe = Recipe {
            sparsity,
            unit_drawings: true,
            ..Recipe::new(200, 1)
        };
        let plan = Plan {
            code: Activation::Relu,
            ..Plan::linear(64, 100)
        };
        let model = trained(&plan, &train, &recipe);
        for row in weight(&model, "decoder.0.weight").data().chunks_exact(64) {
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
    let (free, priced, dear) = (run(0.0), run(0.003), run(0.01));
    assert!(
        free.0 > 45.0 && priced.0 < 25.0 && dear.0 < 8.0,
        "{free:?} {priced:?} {dear:?}"
    );
    let pca = Pca::fit(&matrix(&split.train));
    let x_test = matrix(&split.test);
    let straight = mean_squared(&pca.reconstruct(&x_test, 16), &x_test);
    assert!(
        priced.0 < 16.0 && priced.1 < straight,
        "{priced:?} {straight}"
    );
    assert!(
        free.1 < priced.1 && priced.1 < dear.1,
        "{free:?} {priced:?} {dear:?}"
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
    assert_eq!(of.len() + others.len(), split.test.len());
    assert!(of.labels.iter().all(|&l| l == 4) && others.labels.iter().all(|&l| l != 4));
    assert_eq!(
        task.odd.dims()[0],
        of.len() + apart(&split.train, 4).0.len()
    );
    let detector = task.train(&Plan::deep(64, &[64], 8), &Recipe::new(40, 1), |_| {});
    let found = task.found(&detector, 8);
    assert!(found.by_error > 0.9 && found.by_distance > 0.9, "{found:?}");
    // A known picture is at no distance from itself.
    let known = task.known.rows(0..5);
    assert!(detector.by_distance(&known).iter().all(|&d| d < 1e-6));
    // The same by counting pairs.
    let scores = task.by_error(&detector);
    let pairs = lab09::solutions::auc(&scores.usual, &scores.odd);
    assert!((pairs - found.by_error).abs() < 1e-12);
}

#[test]
fn the_simplest_digit_is_the_hardest_to_find() {
    let split = datasets::digits8();
    let by_error = |class| {
        let task = Task::new(&split, class);
        let detector = task.train(&Plan::deep(64, &[64], 8), &Recipe::new(40, 1), |_| {});
        task.found(&detector, 8)
    };
    let (one, four) = (by_error(1), by_error(4));
    assert!(one.by_error < four.by_error - 0.05, "{one:?} {four:?}");
    assert!(one.by_distance > one.by_error + 0.05, "{one:?}");
}

#[test]
fn codes_that_know_noise_help_and_plain_ones_do_not() {
    let (split, train, test) = digits();
    let (all, truth) = (
        Labels::new(&split.train.labels, 10),
        Labels::new(&split.test.labels, 10),
    );
    let right = |train: &Tensor, test: &Tensor| {
        let (train, test) = (in_units(train, train), in_units(train, test));
        let one = |seed| {
            let places = choose(&all, 1, &mut nabla::rng(seed));
            assert_eq!(places.len(), 10);
            accuracy(
                &learn(&train.gather_rows(&places), &all.gather(&places)),
                &test,
                &truth,
            )
        };
        (1..=20).map(one).sum::<f64>() / 20.0
    };
    let coded = |noise| {
        let recipe = Recipe {
            noise,
            ..Recipe::new(60, 1)
        };
        let model = trained(&Plan::deep(64, &[128, 64], 32), &train, &recipe);
        right(&model.encode(&train), &model.encode(&test))
    };
    let pca = Pca::fit(&matrix(&split.train));
    let straight = |images| tensor_of(&pca.encode(&matrix(images), 32));
    let pixels = right(&train, &test);
    let turned = right(&straight(&split.train), &straight(&split.test));
    let (plain, denoising) = (coded(None), coded(Some(Noise::Normal(0.3))));
    assert!(
        (turned - pixels).abs() < 0.015,
        "pixels {pixels}, PCA {turned}"
    );
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
    let recipe = Recipe {
        noise: Some(Noise::Normal(0.2)),
        sparsity: 0.001,
        ..Recipe::new(4, 5)
    };
    let plan = Plan::deep(64, &[16], 3);
    let whole = trained(&plan, &some, &recipe);
    let mut first = Training::new(plan.build(&mut nabla::rng(5)), &some, &recipe, &Device::Cpu);
    first.epoch(|_| {});
    first.epoch(|_| {});
    let file = std::env::temp_dir().join(format!("lab09-{}.safetensors", std::process::id()));
    let saved = nabla::Checkpoint::of(&first.model).training(&first.model, &first.optimizer);
    saved.save(&file).expect("the file can be written");
    let before = nabla::threads();
    nabla::set_threads(3);
    let mut second = Training::new(plan.build(&mut nabla::rng(8)), &some, &recipe, &Device::Cpu);
    let kept = nabla::Checkpoint::read(&file).expect("the file can be read");
    kept.resume(&mut second.model, &mut second.optimizer)
        .expect("it is of this network");
    std::fs::remove_file(&file).expect("the file is there");
    second.skip(2);
    second.epoch(|_| {});
    second.epoch(|_| {});
    nabla::set_threads(before);
    assert_eq!(
        whole.reconstruct(&some).data(),
        second.model.reconstruct(&some).data()
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
    assert_eq!(
        there.data(),
        through(&model, &pictures, &Device::Cpu).data()
    );
    assert!(mean_squared(&matrix_of(&there), &matrix_of(&pictures)) > 0.0);
}
