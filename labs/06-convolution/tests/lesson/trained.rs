//! Networks trained on the embedded digits: how well they read, what they do on moved pictures, and that they do so again.

use lab05::checkpoint::Run;
use lab06::looking::FirstLayer;
use lab06::network::{RECIPES, Recipe, Rule, anywhere, small};
use lab06::shifts::{by_shift, shifted, shuffled};
use lab06::training::{Examples, Training, accuracy, as_pictures, logits, score};
use nabla::{Device, Module, Parameters, Rng, Sequential, Tensor};

fn digits() -> (Examples, Examples) {
    let split = datasets::digits();
    let pictures = |images| as_pictures(&Examples::from(images));
    (pictures(split.train), pictures(split.test))
}

fn quick(build: fn(&mut Rng) -> Sequential) -> Recipe {
    Recipe {
        name: "quick",
        build,
        rule: Rule::Momentum {
            rate: 0.03,
            nu: 0.9,
        },
        batch: 32,
        epochs: 4,
        source: "",
        printed: None,
    }
}

fn trained<'a>(recipe: &Recipe, epochs: usize, train: &'a Examples, seed: u64) -> Training<'a> {
    let mut training = Training::new(recipe, epochs, train, seed, &Device::Cpu);
    for _ in 0..epochs {
        training.epoch(|_| {});
    }
    training
}

fn weights(model: &dyn Module) -> Vec<f32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend_from_slice(param.value().data()));
    all
}

#[test]
fn what_the_lesson_says_of_moved_pictures() {
    let (train, test) = digits();
    let cpu = Device::Cpu;
    let curve = |build| {
        let model = trained(&quick(build), 6, &train, 1).model;
        let curve = by_shift(&test, 4, |examples| accuracy(&model, examples, &cpu));
        curve.iter().map(|(_, right)| *right).collect::<Vec<f64>>()
    };
    let (small, anywhere) = (curve(small), curve(anywhere));
    assert!(small[0] > 0.96, "{small:?}");
    assert!(anywhere[0] > 0.93, "{anywhere:?}");

    let flat = |images| Examples::from(images);
    let split = datasets::digits();
    let (train, test) = (flat(split.train), flat(split.test));
    let mut dense = lab05::training::Training::new(&lab05::network::RECIPES[1], 20, &train, 1);
    for _ in 0..20 {
        dense.epoch(|_| {});
    }
    let moved = lab05::training::accuracy(&dense.model, &shifted(&test, (0, 3)));
    assert!(lab05::training::accuracy(&dense.model, &test) > 0.95);
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
    let recipe = Recipe {
        batch: 20,
        ..*Recipe::find("deep5x5").expect("a recipe")
    };
    let run = |seed| weights(&trained(&recipe, 1, &train, seed).model);
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
fn a_resumed_training_ends_with_the_weights_of_one_that_never_stopped() {
    let (train, _) = digits();
    let few = Examples {
        images: train.images.rows(0..60),
        labels: train.labels.gather(&(0..60).collect::<Vec<_>>()),
    };
    // With Adam's memory, dropout and a falling rate: all have to go on where they were.
    let recipe = Recipe {
        batch: 20,
        ..*Recipe::find("deep5x5").expect("a recipe")
    };
    let whole = weights(&trained(&recipe, 2, &few, 1).model);
    let run = Run {
        network: "deep5x5".to_string(),
        data: "digits".to_string(),
        seed: 1,
    };
    let path = std::env::temp_dir().join(format!("lab06-{}.safetensors", std::process::id()));
    let mut first = Training::new(&recipe, 2, &few, 1, &Device::Cpu);
    first.epoch(|_| {});
    let saved = run.save(&first.model, first.optimizer.as_ref(), 1, &path);
    saved.expect("a file");
    let mut second = Training::new(&recipe, 2, &few, 1, &Device::Cpu);
    let done = run.resume(&mut second.model, second.optimizer.as_mut(), 2, &path);
    let done = done.expect("the same run");
    assert_eq!(done, 1);
    second.skip(done);
    second.epoch(|_| {});
    assert!(weights(&second.model) == whole);
    let mut other = Training::new(&RECIPES[0], 2, &few, 1, &Device::Cpu);
    let wrong = run.resume(&mut other.model, other.optimizer.as_mut(), 2, &path);
    assert!(wrong.is_err());
    std::fs::remove_file(&path).expect("it is there");
}

#[test]
fn every_recipe_learns() {
    let (train, _) = digits();
    let few = Examples {
        images: train.images.rows(0..100),
        labels: train.labels.gather(&(0..100).collect::<Vec<_>>()),
    };
    for recipe in RECIPES {
        let mut training = Training::new(&recipe, 4, &few, 1, &Device::Cpu);
        let losses: Vec<f32> = (0..4).map(|_| training.epoch(|_| {})).collect();
        assert!(losses[3] < losses[0], "{}: {losses:?}", recipe.name);
    }
}

#[test]
fn logits_do_not_depend_on_how_many_are_looked_at_together() {
    let (_, test) = digits();
    let model = small(&mut nabla::rng(4));
    let all = logits(&model, &test.images, &Device::Cpu);
    assert_eq!(all.dims(), [360, 10]);
    let last = logits(&model, &test.images.rows(355..360), &Device::Cpu);
    let pairs = all.data()[3550..].iter().zip(last.data());
    assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-5));
    let score = score(&model, &test, &Device::Cpu);
    assert_eq!(score.accuracy as f32, accuracy(&model, &test, &Device::Cpu));
}

#[test]
fn a_first_layer_answers_as_the_network_does() {
    let model = small(&mut nabla::rng(4));
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

#[test]
#[should_panic(expected = "as_pictures makes them")]
fn flat_examples_are_refused() {
    let flat = Examples::from(datasets::digits().test);
    Training::new(&RECIPES[0], 1, &flat, 1, &Device::Cpu);
}
