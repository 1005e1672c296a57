//! What the loop does at each step, and when it stops.

use nabla::{Device, Flatten, Init, Linear, Module, Parameters, Sequential, Tape, Tensor};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use trainer::{
    Augment, Channels, Examples, Learner, Network, Recipe, Rule, Training, agreed, score,
};

fn line() -> Linear {
    Linear::new(2, 1, Init::Zeros, &mut nabla::rng(1))
}

fn weights(model: &impl Parameters) -> Vec<f32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend_from_slice(param.value().data()));
    all
}

/// One step on (3, −4), whose gradient at 0 is that of −y: 2·(3, −4) for the weights and 2 for the bias, if y = −1.
fn step(learner: &mut Learner, model: &mut Linear) -> f32 {
    let (x, y) = (
        Tensor::from_slice(&[3.0, -4.0], [1, 2]),
        Tensor::from_slice(&[-1.0], [1, 1]),
    );
    let loss = learner.learn(model, Tape::new(), |model, tape| {
        model.forward(tape, tape.constant(x.clone())).mse(&y)
    });
    loss.item()
}

#[test]
fn a_step_goes_down_the_gradient() {
    let (mut model, mut learner) = (line(), Learner::new(Rule::sgd(0.01), 1));
    assert_eq!(step(&mut learner, &mut model), 1.0);
    for (w, want) in weights(&model).iter().zip([-0.06, 0.08, -0.02]) {
        assert!((w - want).abs() < 1e-7, "{w} {want}");
    }
}

#[test]
fn a_gradient_that_is_too_long_is_shortened_and_reduced_before_that() {
    let length = (36.0_f32 + 64.0 + 4.0).sqrt();
    let after = |longest: f32, reduced: f32| {
        let (mut model, mut learner) = (line(), Learner::new(Rule::sgd(1.0), 2).clip(longest));
        let calls = Rc::new(Cell::new(0));
        let count = calls.clone();
        learner.reduce(Box::new(move |grads, model| {
            grads.clip_norm(model, reduced);
            count.set(count.get() + 1);
        }));
        step(&mut learner, &mut model);
        assert_eq!(calls.get(), 1, "once a step");
        weights(&model)
    };
    for (longest, reduced) in [(1.0, 100.0), (100.0, 1.0), (1.0, 3.0)] {
        for (w, want) in after(longest, reduced).iter().zip([-6.0, 8.0, -2.0]) {
            assert!((w - want / length).abs() < 1e-5, "{w} {want}");
        }
    }
}

#[test]
fn the_rate_falls_from_step_to_step_and_stays_if_it_is_not_to_fall() {
    let rates = |rule| {
        let (mut model, mut learner) = (line(), Learner::new(rule, 2));
        [0, 1, 2].map(|_| {
            step(&mut learner, &mut model);
            learner.optimizer.rate()
        })
    };
    assert_eq!(rates(Rule::sgd(0.5).cosine()), [0.5, 0.25, 0.0]);
    let (mut model, mut learner) = (line(), Learner::new(Rule::sgd(0.5), 2));
    learner.optimizer.set_rate(0.125);
    step(&mut learner, &mut model);
    assert_eq!(learner.optimizer.rate(), 0.125, "set by hand");
}

fn digits(count: usize) -> Examples {
    Examples::from(datasets::digits().train.take(count))
}

fn softmax(recipe: &Recipe, examples: &Examples) -> Training<Linear> {
    let model = Linear::new(784, 10, Init::Zeros, &mut nabla::rng(recipe.seed));
    Training::new(model, recipe, examples.len(), &Device::Cpu)
}

#[test]
fn the_loss_of_an_epoch_is_the_mean_over_examples_not_over_steps() {
    // Five examples in batches of four: with a rate of 0 the mean is the loss of all.
    let examples = digits(5);
    let mut training = softmax(&Recipe::new(Rule::sgd(0.0), 4, 1), &examples);
    training.model = Linear::new(784, 10, Init::He, &mut nabla::rng(3));
    let mut losses = Vec::new();
    let mean = training.classify(&examples, |loss| losses.push(loss));
    assert_eq!(losses.len(), 2);
    let whole = score(&training.model, &examples).loss;
    assert!((f64::from(mean) - whole).abs() < 1e-5, "{mean} {whole}");
    assert!((losses[0] - losses[1]).abs() > 1e-3, "{losses:?}");
}

#[test]
fn it_stops_when_its_patience_is_over_and_gives_the_best_epoch_back() {
    let recipe = Recipe::new(Rule::sgd(0.5), 10, 40).stop_early(0.4, 3);
    let (learn, valid) = recipe.split(&digits(50));
    // Wrong labels to validate on: every epoch makes it worse.
    let wrong: Vec<u8> = valid
        .labels
        .as_slice()
        .iter()
        .map(|&l| (l as u8 + 1) % 10)
        .collect();
    let valid = Examples {
        labels: nabla::Labels::new(&wrong, 10),
        ..valid
    };
    let mut training = softmax(&recipe, &learn);
    let mut seen = Vec::new();
    let history = training.fit(&learn, Some(&valid), |model, _| seen.push(weights(model)));
    let losses: Vec<f64> = history
        .iter()
        .map(|moment| moment.valid.expect("validated").loss)
        .collect();
    let best = (0..losses.len()).min_by(|&a, &b| losses[a].total_cmp(&losses[b]));
    let best = best.expect("an epoch");
    assert_eq!(
        losses.len(),
        best + 4,
        "the best, and three without improvement: {losses:?}"
    );
    assert!(losses.len() < recipe.epochs);
    assert_eq!(weights(&training.model), seen[best]);
    // Without patience it goes to the end.
    let patient = Recipe {
        patience: None,
        ..recipe.epochs(6)
    };
    let mut training = softmax(&patient, &learn);
    assert_eq!(training.fit(&learn, Some(&valid), |_, _| {}).len(), 6);
}

#[test]
#[should_panic(expected = "give examples to validate on")]
fn patience_wants_something_to_validate_on() {
    let learn = digits(20);
    let recipe = Recipe::new(Rule::sgd(0.5), 10, 3).stop_early(0.4, 3);
    softmax(&recipe, &learn).fit(&learn, None, |_, _| {});
}

#[test]
fn who_looks_on_sees_every_step_and_every_epoch() {
    let examples = digits(25);
    let mut training = softmax(&Recipe::new(Rule::sgd(0.5), 10, 2), &examples);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let notes = seen.clone();
    training.observe(Box::new(move |model: &Linear, progress| {
        let place = (progress.epochs, progress.steps, progress.loss);
        notes.borrow_mut().push((place, weights(model)));
    }));
    let means = [0, 1].map(|_| training.classify(&examples, |_| {}));
    let seen = seen.borrow();
    let places: Vec<(usize, usize)> = seen
        .iter()
        .map(|((epochs, steps, _), _)| (*epochs, *steps))
        .collect();
    assert_eq!(
        places,
        [
            (0, 1),
            (0, 2),
            (0, 3),
            (1, 0),
            (1, 1),
            (1, 2),
            (1, 3),
            (2, 0)
        ]
    );
    assert_ne!(seen[0].1, seen[1].1, "it sees the model as it is");
    assert_eq!(
        [seen[3].0.2, seen[7].0.2],
        means,
        "after an epoch, its mean"
    );
}

/// Two workers with half of a batch each, whose gradients are averaged, take the step of one that has the whole batch.
#[test]
fn gradients_of_two_workers_make_one_step() {
    let (x, y) = ([3.0, -4.0, 1.0, 0.5], [-1.0, 2.0]);
    let part = |from: usize, count: usize| {
        let x = Tensor::from_slice(&x[2 * from..2 * (from + count)], [count, 2]);
        (x, Tensor::from_slice(&y[from..from + count], [count, 1]))
    };
    let take = |learner: &mut Learner, model: &mut Linear, (x, y): (Tensor, Tensor)| {
        learner.learn(model, Tape::new(), |model, tape| {
            model.forward(tape, tape.constant(x)).mse(&y)
        });
    };
    let (mut whole, mut alone) = (line(), Learner::new(Rule::sgd(0.1), 1));
    take(&mut alone, &mut whole, part(0, 2));
    // The first worker only sends its gradients; the second receives them and takes the mean.
    let sent: Rc<RefCell<Vec<Tensor>>> = Rc::default();
    let (mut first, mut sender) = (line(), Learner::new(Rule::sgd(0.1), 1));
    let wire = sent.clone();
    sender.reduce(Box::new(move |grads, model| {
        grads.for_each(model, |_, grad| wire.borrow_mut().push(grad.clone()));
    }));
    take(&mut sender, &mut first, part(0, 1));
    let (mut second, mut receiver) = (line(), Learner::new(Rule::sgd(0.1), 1));
    receiver.reduce(Box::new(move |grads, model| {
        let mut theirs = sent.borrow().clone().into_iter();
        grads.for_each_mut(model, |param, grad| {
            let other = theirs
                .next()
                .unwrap_or_else(|| panic!("{} was not sent", param.name()));
            let pairs = grad.data_mut().iter_mut().zip(other.data());
            pairs.for_each(|(ours, theirs)| *ours = 0.5 * (*ours + theirs));
        });
    }));
    take(&mut receiver, &mut second, part(1, 1));
    for (a, b) in weights(&whole).iter().zip(weights(&second)) {
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
}

/// 3 × 4 pixels with 2 channels, all different, none 0.
fn picture() -> Tensor {
    Tensor::from_vec((1..=24).map(|x| x as f32).collect(), [1, 3, 4, 2])
}

/// What can become of it with a margin of 1: written out in a grid of 5 × 6, from which 3 × 4 are cut.
fn all_that_can_become() -> Vec<Vec<f32>> {
    let picture = picture();
    let mut wide = [[[0.0; 2]; 6]; 5];
    for (i, pixel) in picture.data().chunks_exact(2).enumerate() {
        wide[1 + i / 4][1 + i % 4].copy_from_slice(pixel);
    }
    let mut all = Vec::new();
    for (down, right) in (0..9).map(|i| (i / 3, i % 3)) {
        let rows: Vec<Vec<[f32; 2]>> = wide[down..down + 3]
            .iter()
            .map(|row| row[right..right + 4].to_vec())
            .collect();
        let flipped = rows.iter().flat_map(|row| row.iter().rev().flatten());
        all.push(rows.iter().flatten().flatten().copied().collect());
        all.push(flipped.copied().collect());
    }
    all
}

#[test]
fn pictures_are_moved_and_flipped_in_every_way_and_in_no_other() {
    let (all, mut rng) = (all_that_can_become(), nabla::rng(1));
    let augment = Augment {
        padding: 1,
        flips: true,
    };
    let mut seen = vec![0; all.len()];
    for _ in 0..40 {
        let batch = picture().gather_rows(&[0; 25]);
        let changed = augment.apply(&batch, &mut rng);
        for one in changed.data().chunks_exact(24) {
            let place = all.iter().position(|other| other == one);
            seen[place.unwrap_or_else(|| panic!("{one:?} is none of them"))] += 1;
        }
    }
    // 1,000 draws among 18: 56 of each, give or take four deviations of 7.
    assert!(seen.iter().all(|&n| (26..=86).contains(&n)), "{seen:?}");
    let still = Augment {
        padding: 0,
        flips: false,
    };
    assert_eq!(still.apply(&picture(), &mut rng).data(), picture().data());
}

#[test]
fn views_are_those_that_training_shows_and_each_is_another() {
    let all = all_that_can_become();
    let views = |padding, flips| Augment { padding, flips }.views(&picture());
    let of = |views: &[Tensor]| -> Vec<usize> {
        let places = views
            .iter()
            .map(|view| all.iter().position(|other| other == view.data()));
        places
            .map(|place| place.expect("a view that training shows"))
            .collect()
    };
    let mut places = of(&views(1, true));
    // Straight and flipped from the middle of the 3 × 3 places, and from its four neighbours.
    places.sort_unstable();
    assert_eq!(places, [2, 3, 6, 7, 8, 9, 10, 11, 14, 15]);
    let still = views(1, false);
    assert_eq!(still.len(), 5);
    assert_eq!(still[0].data(), picture().data());
}

#[test]
fn several_views_agree_on_the_mean_of_their_probabilities() {
    let mut layer = Linear::new(2, 2, Init::Zeros, &mut nabla::rng(1));
    *layer.weight.value_mut() = Tensor::from_slice(&[1.0, 0.0, 0.0, 1.0], [2, 2]);
    let model = Sequential::new().push(layer);
    let view = |a: f32| Tensor::from_slice(&[a, 0.0], [1, 2]);
    let said = agreed(&model, &[view(0.0), view(3_f32.ln())]);
    // A half and three quarters.
    assert!((said.data()[0] - 0.625).abs() < 1e-6, "{said:?}");
}

#[test]
fn channels_are_brought_to_mean_0_and_deviation_1_and_back() {
    let mut examples = Examples {
        images: Tensor::from_slice(&[1.0, 5.0, 3.0, 5.0, 1.0, 5.0, 7.0, 5.0], [2, 1, 2, 2]),
        labels: nabla::Labels::new(&[0, 1], 2),
    };
    let channels = Channels::of(&examples);
    // 1, 3, 1, 7: mean 3, squares of the distances 4, 0, 4, 16. The other channel is always 5.
    assert_eq!(channels.means, [3.0, 5.0]);
    assert!((channels.deviations[0] - 6.0_f32.sqrt()).abs() < 1e-6);
    assert_eq!(channels.deviations[1], 0.0);
    let before = examples.images.data().to_vec();
    channels.apply(&mut examples);
    let third = examples.images.data()[6];
    assert!((third - 4.0 / 6.0_f32.sqrt()).abs() < 1e-6, "{third}");
    assert_eq!(examples.images.data()[1], 0.0);
    let mut back = examples.images.data().to_vec();
    channels.undo(&mut back);
    for (x, want) in back.iter().zip(before) {
        assert!((x - want).abs() < 1e-6, "{x} {want}");
    }
}

#[test]
fn a_network_says_which_pictures_it_cannot_take() {
    let network = Network {
        name: "colourful",
        input: &[32, 32, 3],
        build: |_| nabla::Sequential::new(),
        recipe: Recipe::new(Rule::sgd(0.1), 5, 3),
        source: "this test",
        printed: None,
    };
    let error = network
        .takes(&datasets::digits().test)
        .expect_err("too small");
    let said = error.to_string();
    for words in [
        "colourful",
        "[32, 32, 3]",
        "digits are 28 × 28",
        "--data cifar10",
    ] {
        assert!(said.contains(words), "{said}");
    }
    let grey = |build| Network {
        input: &[28, 28, 1],
        build,
        ..network
    };
    let ten = grey(|rng| {
        nabla::Sequential::new()
            .push(Flatten)
            .push(Linear::new(784, 10, Init::He, rng))
    });
    assert!(ten.takes(&datasets::digits().test).is_ok());
    let five = grey(|rng| {
        nabla::Sequential::new()
            .push(Flatten)
            .push(Linear::new(784, 5, Init::He, rng))
    });
    let said = five
        .takes(&datasets::digits().test)
        .expect_err("ten")
        .to_string();
    assert!(
        said.contains("tells 5 classes apart") && said.contains("have 10"),
        "{said}"
    );
}
