//! Networks trained on the embedded digits: how well they read, and that they do so again.

use lab05::cost::{Cost, Order, descend, off_by_one};
use lab05::network::{RECIPES, Recipe};
use lab05::solutions;
use lab05::training::Training;
use nabla::{Device, Init, Module};
use trainer::Reading;
use trainer::{Examples, accuracy, score};

fn digits() -> (Examples, Examples) {
    let split = datasets::digits();
    (Examples::from(split.train), Examples::from(split.test))
}

fn weights(model: &dyn Module) -> Vec<f32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend_from_slice(param.value().data()));
    all
}

fn trained<'a>(recipe: &Recipe, epochs: usize, train: &'a Examples, seed: u64) -> Training<'a> {
    let mut training = Training::new(recipe, epochs, train, seed);
    for _ in 0..epochs {
        training.epoch(|_| {});
    }
    training
}

#[test]
fn softmax_reads_at_least_95_of_100_digits() {
    let (train, test) = digits();
    let model = trained(&RECIPES[0], 60, &train, 1).model;
    let right = score(&model, &test);
    assert!(right.accuracy >= 0.95, "{right:?}");
    assert!((right.accuracy - accuracy(&model, &test)).abs() < 1e-6);

    let reading = Reading::new(&model, &test);
    let matrix = solutions::confusion(&reading.labels, &reading.answers, 10);
    let diagonal: usize = (0..10).map(|k| matrix[k][k]).sum();
    assert_eq!(diagonal, reading.right());
    assert_eq!(matrix.concat().iter().sum::<usize>(), test.len());
    let worst = reading.worst();
    assert_eq!(worst.len(), test.len() - diagonal);
    assert!(worst.is_sorted_by(|&a, &b| reading.confidence(a) >= reading.confidence(b)));
    for i in 0..test.len() {
        let sum: f32 = reading.of(i).iter().sum();
        assert!((sum - 1.0).abs() < 1e-5);
        assert!(reading.of(i).iter().all(|&p| p <= reading.confidence(i)));
    }
}

#[test]
fn two_hidden_layers_read_at_least_96_of_100() {
    let (train, test) = digits();
    let recipe = Recipe::find("mlp64").expect("a recipe");
    let right = accuracy(&trained(recipe, 40, &train, 1).model, &test);
    assert!(right >= 0.96, "{right}");
}

#[test]
fn a_fresh_network_knows_nothing() {
    let (_, test) = digits();
    for recipe in &RECIPES {
        let start = score(&recipe.build(&mut nabla::rng(1)), &test);
        assert!(
            (start.loss - 10_f64.ln()).abs() < 0.35,
            "{}: {start:?}",
            recipe.layers
        );
        assert!(start.accuracy < 0.3, "{}: {start:?}", recipe.layers);
    }
}

#[test]
fn the_same_seed_gives_the_same_network_on_any_number_of_threads() {
    let (train, _) = digits();
    let recipe = Recipe::find("mlp64").expect("a recipe");
    let run = |seed| weights(&trained(recipe, 2, &train, seed).model);
    let once = run(5);
    assert_eq!(once, run(5));
    assert_ne!(once, run(6));
    let before = nabla::threads();
    for threads in [1, 3] {
        nabla::set_threads(threads);
        assert_eq!(once, run(5), "{threads} threads");
    }
    nabla::set_threads(before);
}

#[test]
fn zeros_teach_a_softmax_but_no_hidden_layer() {
    let (train, test) = digits();
    let right = |recipe: &Recipe| {
        let mut model = recipe.build_with(Init::Zeros, &mut nabla::rng(1));
        let how = (Cost::CrossEntropy, Order::Shuffled);
        descend(&mut model, &train, how, (0.1, 5), 1, |_, _| {});
        accuracy(&model, &test)
    };
    assert!(right(&RECIPES[0]) > 0.85);
    assert!(right(&RECIPES[1]) < 0.2);
}

#[test]
fn the_planted_bugs_do_what_the_lesson_says() {
    let (train, test) = digits();
    let run = |examples: &Examples, cost, order| {
        let mut model = RECIPES[0].build(&mut nabla::rng(1));
        descend(&mut model, examples, (cost, order), (0.5, 15), 1, |_, _| {});
        model
    };
    let slipped = run(&off_by_one(&train), Cost::CrossEntropy, Order::Shuffled);
    assert!(accuracy(&slipped, &test) < 0.05);
    assert!(accuracy(&slipped, &off_by_one(&test)) > 0.9);

    let twice = run(&train, Cost::SoftmaxTwice, Order::Shuffled);
    let tape = nabla::Tape::new();
    let x = tape.constant(train.images.clone());
    let loss = Cost::SoftmaxTwice
        .of(twice.forward(&tape, x), &train.labels)
        .item();
    let [_, floor] = solutions::softmax_twice();
    assert!(f64::from(loss) > floor && loss < 1.75, "{loss}");
    assert!(accuracy(&twice, &test) > 0.85);

    let healthy = accuracy(&run(&train, Cost::CrossEntropy, Order::Shuffled), &test);
    let sorted = accuracy(&run(&train, Cost::CrossEntropy, Order::Sorted), &test);
    assert!(
        sorted < healthy - 0.01,
        "sorted {sorted}, healthy {healthy}"
    );
}

#[test]
fn a_saturated_start_hurts_the_quadratic_cost_more() {
    let (train, test) = digits();
    let run = |cost| {
        let mut model = RECIPES[0].build_with(Init::Normal(2.0), &mut nabla::rng(1));
        descend(
            &mut model,
            &train,
            (cost, Order::Shuffled),
            (0.5, 10),
            1,
            |_, _| {},
        );
        accuracy(&model, &test)
    };
    let (cross_entropy, quadratic) = (run(Cost::CrossEntropy), run(Cost::Quadratic));
    assert!(
        cross_entropy > quadratic + 0.1,
        "{cross_entropy} {quadratic}"
    );
}

#[test]
fn a_large_network_learns_a_few_pictures_by_heart() {
    let split = datasets::digits();
    let few = Examples::from(split.train.take(150));
    let test = Examples::from(split.test);
    let recipe = Recipe::find("mlp512").expect("a recipe");
    let model = trained(recipe, 25, &few, 1).model;
    assert_eq!(accuracy(&model, &few), 1.0);
    assert!(accuracy(&model, &test) < 0.97);
}

/// The page that lab 5 reads, and the trainer that goes on from there.
#[test]
fn the_loop_on_one_page_is_the_trainers() {
    let (train, _) = digits();
    for recipe in &RECIPES[..2] {
        let mut page = Training::new(recipe, 3, &train, 4);
        let model = recipe.build(&mut nabla::rng(4));
        let plan = recipe.train(3, 4);
        let mut trainer = trainer::Training::new(model, &plan, train.len(), &Device::Cpu);
        for _ in 0..3 {
            assert_eq!(page.epoch(|_| {}), trainer.classify(&train, |_| {}));
        }
        assert_eq!(
            weights(&page.model),
            weights(&trainer.model),
            "{}",
            recipe.name
        );
    }
}
