//! The two networks of the score: what they are made of, and that they train.

use lab07::network::{IMAGE, NETWORKS};
use lab07::solutions;
use lab07::training::{Plan, train};
use nabla::{Module, Parameters, Tape, parameters, trainable_parameters};
use trainer::Network;
use trainer::{Examples, score};

fn find(name: &str) -> &'static Network {
    Network::find(&NETWORKS, name).expect("a network")
}

#[test]
fn the_counts_of_the_lecture() {
    let [dropout, norm, _] = NETWORKS.map(|network| (network.build)(&mut nabla::rng(2)));
    // As many as lab 6's network without it: dropout has no parameters.
    let plain = 1_199_882;
    assert_eq!(parameters(&dropout), plain);
    let [all, learned, kept] = solutions::cnn_bn_parameters();
    assert_eq!((all, learned, kept), (1_200_778, 1_200_330, 448));
    assert_eq!(
        (parameters(&norm), trainable_parameters(&norm)),
        (all, learned)
    );
    assert_eq!(all - plain, 4 * (32 + 64 + 128));
}

#[test]
fn the_figures_that_the_lecture_prints() {
    let printed = |name| find(name).printed;
    assert_eq!(printed("cnn2_dropout"), Some(0.9919));
    assert_eq!(printed("cnn_bn"), Some(0.9891));
    assert!(NETWORKS[..2].iter().all(|n| n.recipe.epochs == 15));
    assert!(NETWORKS.iter().all(|n| n.source == "PSC"));
}

/// github.com/pytorch/examples, mnist: lr 1.0, gamma 0.7, batch size 64, 14 epochs.
#[test]
fn pytorchs_own_recipe() {
    let recipe = find("cnn2_adadelta").recipe;
    assert_eq!((recipe.batch, recipe.epochs), (64, 14));
    assert_eq!(find("cnn2_adadelta").printed, None);
    // 938 batches of 64 in an epoch of MNIST; the rate falls between epochs only.
    let rate = |step| recipe.rule.rate(step, 14 * 938, 938);
    assert_eq!([rate(0), rate(937), rate(938)], [1.0, 1.0, 0.7]);
    assert!((rate(14 * 938 - 1) - 0.7_f32.powi(13)).abs() < 1e-6);
    let shapes = |name| {
        let mut shapes = Vec::new();
        let model = (find(name).build)(&mut nabla::rng(1));
        model.visit(&mut |param| shapes.push(param.value().dims().to_vec()));
        shapes
    };
    assert_eq!(shapes("cnn2_adadelta"), shapes("cnn2_dropout"));
}

/// Where the layers stand: the sizes of what is learned, in order.
#[test]
fn batch_norm_stands_after_the_activation_and_after_the_pooling() {
    let mut shapes = Vec::new();
    (NETWORKS[1].build)(&mut nabla::rng(1)).visit(&mut |param| {
        if param.name() != "bias" {
            shapes.push((param.name(), param.value().dims().to_vec()));
        }
    });
    let names: Vec<&str> = shapes.iter().map(|s| s.0).collect();
    let norm = ["weight", "running_mean", "running_var"];
    let want: Vec<&str> = [
        &["weight"][..],
        &norm,
        &["weight"],
        &norm,
        &["weight"],
        &norm,
        &["weight"],
    ]
    .concat();
    assert_eq!(names, want);
    let summary = nabla::summary(&(NETWORKS[1].build)(&mut nabla::rng(1)), IMAGE);
    let layers = summary
        .lines()
        .filter_map(|line| line.split([' ', ',']).next());
    let known = ["Conv2d", "MaxPool2d", "BatchNorm", "Flatten", "Linear"];
    let layers: Vec<&str> = layers.filter(|layer| known.contains(layer)).collect();
    let [conv, norm, dense] = ["Conv2d", "BatchNorm", "Linear"];
    assert_eq!(
        layers,
        [
            conv,
            norm,
            conv,
            "MaxPool2d",
            norm,
            "Flatten",
            dense,
            norm,
            dense
        ]
    );
}

#[test]
fn a_pass_in_use_is_always_the_same_and_a_training_pass_is_not() {
    let images = Examples::from(datasets::digits().train.take(3))
        .as_pictures()
        .images;
    for network in &NETWORKS[..2] {
        let model = (network.build)(&mut nabla::rng(4));
        let used = || {
            let tape = Tape::new();
            let x = tape.constant(images.clone());
            model.forward(&tape, x).value()
        };
        let first = used();
        assert_eq!(first.dims(), [3, 10]);
        assert_eq!(first, used(), "{}", network.name);
        let tape = Tape::training(&mut nabla::rng(1));
        let x = tape.constant(images.clone());
        let trained = model.forward(&tape, x).value();
        assert_ne!(first, trained, "{}", network.name);
    }
}

#[test]
fn a_few_steps_of_each_learn_something() {
    let split = datasets::digits();
    let train_on = Examples::from(split.train.take(200)).as_pictures();
    for network in &NETWORKS[..2] {
        let mut model = (network.build)(&mut nabla::rng(1));
        let plan = Plan {
            batch: 20,
            ..Plan::new(2, 1)
        };
        train(&mut model, &train_on, &plan, |_, _, _| true);
        let right = score(&model, &train_on).accuracy;
        assert!(right > 0.7, "{}: {right}", network.name);
    }
}
