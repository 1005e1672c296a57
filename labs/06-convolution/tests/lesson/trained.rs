//! Networks trained on the embedded digits: how well they read, what they do on moved pictures, and that they do so again.

use lab06::looking::FirstLayer;
use lab06::network::{DENSE, NETWORKS, SMALL, anywhere};
use lab06::shifts::{by_shift, shifted, shuffled};
use nabla::{Device, Module, Parameters, Rng, Sequential, Tensor};
use trainer::{Examples, Network, Recipe, Rule, Training, accuracy, outputs, score};

fn digits() -> (Examples, Examples) {
    let split = datasets::digits();
    let pictures = |images| Examples::from(images).as_pictures();
    (pictures(split.train), pictures(split.test))
}

const QUICK: Recipe = Recipe::new(Rule::momentum(0.03, 0.9).cosine(), 32, 6);

fn trained(
    build: fn(&mut Rng) -> Sequential,
    recipe: &Recipe,
    train: &Examples,
) -> Training<Sequential> {
    let model = build(&mut nabla::rng(recipe.seed));
    let mut training = Training::new(model, recipe, train.len(), &Device::Cpu);
    for _ in 0..recipe.epochs {
        training.classify(train, |_| {});
    }
    training
}

fn deep5x5() -> &'static Network {
    Network::find(&NETWORKS, "deep5x5").expect("a network")
}

fn weights(model: &dyn Module) -> Vec<f32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend_from_slice(param.value().data()));
    all
}

#[test]
fn what_the_lesson_says_of_moved_pictures() {
    let (train, test) = digits();
    let curve = |build: fn(&mut Rng) -> Sequential| {
        let model = trained(build, &QUICK, &train).model;
        let curve = by_shift(&test, 4, |examples| accuracy(&model, examples));
        curve.iter().map(|(_, right)| *right).collect::<Vec<f64>>()
    };
    let (small, anywhere) = (curve(|rng| SMALL.build(rng)), curve(anywhere));
    assert!(small[0] > 0.96, "{small:?}");
    assert!(anywhere[0] > 0.93, "{anywhere:?}");

    let flat = |images| Examples::from(images);
    let split = datasets::digits();
    let (train, test) = (flat(split.train), flat(split.test));
    let dense = trained(DENSE.build, &DENSE.recipe, &train);
    let moved = accuracy(&dense.model, &shifted(&test, (0, 3)));
    assert!(accuracy(&dense.model, &test) > 0.95);
    // Hardly any ink is lost.
    let ink = |examples: &Examples| examples.images.data().iter().sum::<f32>();
    for step in [(0, 3), (0, -3), (3, 0), (-3, 0)] {
        let left = ink(&shifted(&test, step)) / ink(&test);
        assert!(left > 0.995, "{left} of the ink is left");
    }
    assert!(
        moved < 0.4,
        "the dense network reads {moved} of moved pictures"
    );
    assert!(anywhere[3] > small[3] + 0.2, "{anywhere:?} {small:?}");
    assert!(anywhere[3] > 0.6, "{anywhere:?}");
    // By 4 its pools move a whole step; by 2 they do not.
    assert!(anywhere[4] > anywhere[2], "{anywhere:?}");
}

#[test]
fn a_shift_moves_every_pixel_and_loses_what_leaves() {
    let mut pixels = vec![0.0; 2 * 784];
    pixels[5 * 28 + 7] = 0.5; // picture 0, row 5, column 7
    pixels[784 + 27] = 1.0; // picture 1, row 0, the last column
    let examples = Examples {
        images: Tensor::from_vec(pixels, [2, 28, 28, 1]),
        labels: nabla::Labels::new(&[1, 2], 10),
    };
    let moved = shifted(&examples, (2, -3));
    assert_eq!(moved.images.at(&[0, 7, 4, 0]), 0.5);
    assert_eq!(moved.images.at(&[1, 2, 24, 0]), 1.0);
    assert_eq!(moved.images.data().iter().sum::<f32>(), 1.5);
    // Out on the right: lost, and not seen again in the next row or picture.
    let lost = shifted(&examples, (0, 1));
    assert_eq!(lost.images.data().iter().sum::<f32>(), 0.5);
    assert_eq!(lost.images.at(&[0, 5, 8, 0]), 0.5);
    // Shuffled, every picture keeps its ink, and all in the same order.
    let mixed = shuffled(&examples, 3);
    assert_eq!(mixed.images.data()[..784].iter().sum::<f32>(), 0.5);
    assert_eq!(mixed.images.data(), shuffled(&examples, 3).images.data());
    assert_ne!(mixed.images.data(), shuffled(&examples, 4).images.data());
}

#[test]
fn one_seed_one_result_on_any_number_of_threads() {
    let (train, _) = digits();
    let train = Examples {
        images: train.images.rows(0..200),
        labels: train.labels.gather(&(0..200).collect::<Vec<_>>()),
    };
    // With dropout, so that its choices are among what is compared.
    let network = deep5x5();
    let recipe = Recipe::new(network.recipe.rule, 20, 1);
    let run = |seed| weights(&trained(network.build, &recipe.seed(seed), &train).model);
    let once = run(5);
    assert_ne!(once, run(6));
    let before = nabla::threads();
    for threads in [1, 3] {
        nabla::set_threads(threads);
        assert!(once == run(5), "{threads} threads give other weights");
    }
    nabla::set_threads(before);
}

#[test]
fn every_recipe_learns() {
    let (train, _) = digits();
    let few = Examples {
        images: train.images.rows(0..100),
        labels: train.labels.gather(&(0..100).collect::<Vec<_>>()),
    };
    for network in NETWORKS {
        let model = (network.build)(&mut nabla::rng(1));
        let recipe = network.recipe.epochs(4);
        let mut training = Training::new(model, &recipe, few.len(), &Device::Cpu);
        let losses: Vec<f32> = (0..4).map(|_| training.classify(&few, |_| {})).collect();
        assert!(losses[3] < losses[0], "{}: {losses:?}", network.name);
    }
}

#[test]
fn logits_do_not_depend_on_how_many_are_looked_at_together() {
    let (_, test) = digits();
    let model = SMALL.build(&mut nabla::rng(4));
    let all = outputs(&model, &test.images);
    assert_eq!(all.dims(), [360, 10]);
    let last = outputs(&model, &test.images.rows(355..360));
    let pairs = all.data()[3550..].iter().zip(last.data());
    assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-5));
    let score = score(&model, &test);
    assert_eq!(score.accuracy, accuracy(&model, &test));
}

#[test]
fn a_first_layer_answers_as_the_network_does() {
    let model = SMALL.build(&mut nabla::rng(4));
    let first = FirstLayer::of(&model);
    assert_eq!((first.filters(), first.side()), (8, 3));
    let mut weight = None;
    model.visit(&mut |param| {
        weight.get_or_insert_with(|| param.value().clone());
    });
    let weight = weight.expect("a weight");
    assert_eq!(first.filter(5)[3], weight.at(&[1, 0, 0, 5]));
    let (_, test) = digits();
    let picture = &test.images.data()[784..2 * 784];
    let (side, answers) = first.answers(picture);
    assert_eq!((side, answers.len(), answers[0].len()), (26, 8, 676));
    // One place by hand: rows 4 to 6, columns 11 to 13.
    let by_hand: f32 = (0..9)
        .map(|i| first.filter(2)[i] * picture[(4 + i / 3) * 28 + 11 + i % 3])
        .sum();
    assert!((answers[2][4 * 26 + 11] - by_hand.max(0.0)).abs() < 1e-5);
}
