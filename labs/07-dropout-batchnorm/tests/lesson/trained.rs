//! Networks trained on the embedded digits: what the lesson says about them.

use lab07::dropout::{Drop, Scaling, averaged};
use lab07::network::{CLASSES, Dense, Place};
use lab07::training::{Plan, decaying, train};
use lab07::trouble::{
    by_loss, class_weights, losses, mislabel, precision_at, rare, recall_and_precision,
};
use lab07::warmup::{dead, train_warmed};
use lab07::warp::{Augment, Warp};
use nabla::{Activation, Init, Linear, Module, Parameters, Sequential, Tape};
use trainer::Rule;
use trainer::{Examples, answers, outputs, score};

/// The first 300 training pictures, and those after them.
fn few() -> (Examples, Examples) {
    let (few, rest) = datasets::digits().train.split_at(300);
    (Examples::from(few), Examples::from(rest))
}

fn test() -> Examples {
    Examples::from(datasets::digits().test)
}

fn trained(dense: &Dense<'_>, examples: &Examples, plan: &Plan) -> Sequential {
    let mut model = dense.build(&mut nabla::rng(plan.seed));
    train(&mut model, examples, plan, |_, _, _| true);
    model
}

fn dropped(rate: f32) -> Dense<'static> {
    Dense {
        rate,
        ..Dense::USUAL
    }
}

#[test]
fn it_learns_by_heart_and_decay_makes_it_less_sure() {
    let (few, valid) = few();
    let run = |decay| {
        let mut lowest = f64::INFINITY;
        let mut model = Dense::USUAL.build(&mut nabla::rng(1));
        let plan = Plan {
            rule: decaying(decay),
            ..Plan::new(40, 1)
        };
        train(&mut model, &few, &plan, |_, _, model| {
            lowest = lowest.min(score(model, &valid).loss);
            true
        });
        (score(&model, &few), score(&model, &valid), lowest)
    };
    let (seen, plain, lowest) = run(0.0);
    assert_eq!(seen.accuracy, 1.0);
    assert!(
        plain.accuracy < 0.92 && plain.loss > lowest + 0.04,
        "{plain:?} {lowest}"
    );
    let (_, decayed, _) = run(1.0);
    assert!(decayed.loss < plain.loss - 0.02, "{decayed:?} {plain:?}");
}

#[test]
fn pictures_of_all_writers_beat_every_cure() {
    let all = datasets::digits().train;
    let taken = |i: &usize| i.is_multiple_of(4) && i / 4 < 300;
    let (mixed, rest): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(taken);
    let (mixed, rest) = (
        Examples::from(all.select(&mixed)),
        Examples::from(all.select(&rest)),
    );
    let by_all = score(&trained(&Dense::USUAL, &mixed, &Plan::new(30, 1)), &rest);
    let (few, valid) = few();
    let by_few = score(&trained(&Dense::USUAL, &few, &Plan::new(30, 1)), &valid);
    assert!(
        by_all.accuracy > by_few.accuracy + 0.03,
        "{by_all:?} {by_few:?}"
    );
}

#[test]
fn making_up_nowhere_shouts_and_twice_whispers() {
    let (few, valid) = few();
    let run = |scaling| {
        let mut rng = nabla::rng(1);
        let mut model = Sequential::new();
        for inputs in [784, 128] {
            model = model
                .push(Linear::new(inputs, 128, Init::He, &mut rng).activation(Activation::Relu))
                .push(Drop { rate: 0.5, scaling });
        }
        let mut model = model.push(Linear::new(128, CLASSES, Init::Xavier, &mut rng));
        train(&mut model, &few, &Plan::new(40, 1), |_, _, _| true);
        score(&model, &valid)
    };
    let [inverted, in_use, neither, both] = Scaling::ALL.map(run);
    assert!(neither.loss > 1.7 * in_use.loss, "{neither:?} {in_use:?}");
    assert!(both.loss > inverted.loss + 0.05, "{both:?} {inverted:?}");
    for score in [inverted, in_use, neither, both] {
        assert!(
            (score.accuracy - inverted.accuracy).abs() < 0.04,
            "{score:?}"
        );
    }
}

#[test]
fn one_thinned_pass_is_worse_than_many_and_than_the_whole() {
    let (few, valid) = few();
    let model = trained(&dropped(0.5), &few, &Plan::new(40, 1));
    let right = |passes| {
        let p = averaged(&model, &valid.images, passes, &mut nabla::rng(1));
        let said = answers(&p);
        let pairs = said.iter().zip(valid.labels.as_slice());
        pairs.filter(|(a, b)| a == b).count() as f64 / valid.len() as f64
    };
    let (one, many, whole) = (right(1), right(24), score(&model, &valid).accuracy);
    assert!(one < whole - 0.03, "one {one}, whole {whole}");
    assert!(one < many - 0.03, "one {one}, many {many}");
    assert!((many - whole).abs() < 0.02, "many {many}, whole {whole}");
}

#[test]
fn an_invariance_has_to_be_shown() {
    let train_on = Examples::from(datasets::digits().train);
    let test = test();
    let right = |model: &Sequential, warp: Warp| {
        let mut moved = test.clone();
        for picture in moved.images.data_mut().chunks_exact_mut(784) {
            let other = warp.apply(picture, (28, 28));
            picture.copy_from_slice(&other);
        }
        score(model, &moved).accuracy
    };
    let run = |augment| {
        let plan = Plan {
            augment,
            ..Plan::new(10, 1)
        };
        let model = trained(&Dense::USUAL, &train_on, &plan);
        [Warp::NONE, Warp::shift(0.0, 3.0), Warp::turn(30.0)].map(|warp| right(&model, warp))
    };
    let shifts = Augment {
        shift: 4.0,
        ..Augment::NONE
    };
    let turns = Augment {
        angle: 40.0,
        ..Augment::NONE
    };
    let [plain, shifted, turned] = [None, Some(shifts), Some(turns)].map(run);
    assert!(
        plain[0] > 0.95 && plain[1] < 0.5 && plain[2] < 0.75,
        "{plain:?}"
    );
    assert!(shifted[1] > 0.8 && shifted[2] < 0.6, "{shifted:?}");
    assert!(turned[2] > 0.85 && turned[1] < 0.5, "{turned:?}");
}

#[test]
fn batch_norm_trains_what_would_not_train() {
    let (many, rest) = datasets::digits().train.split_at(1_000);
    let (many, rest) = (Examples::from(many), Examples::from(rest));
    let run = |activation, init, rate, place| {
        let dense = Dense {
            hidden: &[64; 4],
            activation,
            init,
            place,
            rate: 0.0,
        };
        let plan = Plan {
            rule: Rule::sgd(rate),
            ..Plan::new(6, 1)
        };
        score(&trained(&dense, &many, &plan), &rest).accuracy
    };
    let (relu, sigmoid) = (Activation::Relu, Activation::Sigmoid);
    for (activation, init, rate) in [
        (sigmoid, Init::Xavier, 0.5),
        (relu, Init::Normal(0.01), 0.1),
        (relu, Init::He, 2.0),
    ] {
        let without = run(activation, init, rate, Place::Nowhere);
        let with = run(activation, init, rate, Place::Before);
        assert!(
            without < 0.2 && with > 0.7,
            "{activation:?} {init:?}: {without} {with}"
        );
    }
}

#[test]
fn what_is_remembered_needs_time_and_does_not_depend_on_the_neighbours() {
    let (few, valid) = few();
    let dense = Dense {
        place: Place::After,
        ..Dense::USUAL
    };
    let early = trained(&dense, &few.clone(), &Plan::new(1, 1));
    let by_batch = |model: &Sequential| {
        let tape = Tape::training(&mut nabla::rng(1));
        let x = tape.constant(valid.images.clone());
        let said = answers(&model.forward(&tape, x).value());
        let pairs = said.iter().zip(valid.labels.as_slice());
        pairs.filter(|(a, b)| a == b).count() as f64 / valid.len() as f64
    };
    let in_use = score(&early, &valid).accuracy;
    let batch = by_batch(&early);
    assert!(
        batch > in_use + 0.05,
        "by the batch {batch}, in use {in_use}"
    );

    let late = trained(&dense, &few, &Plan::new(20, 1));
    let alone = outputs(&late, &valid.images.rows(0..1));
    let among = outputs(&late, &valid.images.rows(0..40)).rows(0..1);
    let near = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-4;
    assert!(alone.data().iter().zip(among.data()).all(near));
}

#[test]
fn weights_bring_a_rare_class_back_early() {
    let images = rare(&datasets::digits().train.take(1_200), 4, 6);
    let weights = class_weights(&images.labels, 10);
    let (train_on, test) = (Examples::from(images), test());
    let recall = |class_weights: &[f32]| {
        let plan = Plan {
            class_weights: class_weights.to_vec(),
            ..Plan::new(3, 1)
        };
        let model = trained(&Dense::USUAL, &train_on, &plan);
        let said = answers(&outputs(&model, &test.images));
        recall_and_precision(test.labels.as_slice(), &said, 4).0
    };
    let (alike, weighted) = (recall(&[]), recall(&weights));
    assert!(weighted > alike + 0.1, "alike {alike}, weighted {weighted}");
}

#[test]
fn wrong_labels_have_large_losses_until_they_are_learned_by_heart() {
    let mut images = datasets::digits().train;
    let wrong = mislabel(&mut images, 0.03, &mut nabla::rng(1));
    let planted = wrong.iter().filter(|w| **w).count();
    assert_eq!(planted, 43);
    let train_on = Examples::from(images);
    let found = |epochs| {
        let model = trained(&Dense::USUAL, &train_on, &Plan::new(epochs, 1));
        precision_at(planted, &by_loss(&losses(&model, &train_on)), &wrong)
    };
    let (early, late) = (found(5), found(40));
    assert!(early > 0.75, "{early}");
    assert!(late < early - 0.2, "early {early}, late {late}");
}

#[test]
fn dropout_wins_where_labels_contradict_each_other() {
    let (mut images, rest) = datasets::digits().train.split_at(1_000);
    mislabel(&mut images, 0.4, &mut nabla::rng(1));
    let (train_on, valid) = (Examples::from(images), Examples::from(rest));
    let right = |dense| {
        let model = trained(&dense, &train_on, &Plan::new(30, 1));
        score(&model, &valid).accuracy
    };
    let (plain, with) = (right(Dense::USUAL), right(dropped(0.5)));
    assert!(with > plain + 0.1, "without {plain}, with {with}");
}

#[test]
fn a_warm_up_keeps_neurons_alive_that_a_full_rate_kills() {
    let (many, rest) = datasets::digits().train.split_at(1_000);
    let (many, rest) = (Examples::from(many), Examples::from(rest));
    let run = |warm| {
        let (mut model, mut highest) = (Dense::USUAL.build(&mut nabla::rng(1)), 0.0_f32);
        train_warmed(&mut model, &many, (0.1, warm), (8, 1), |loss, _| {
            highest = highest.max(loss);
        });
        let alive = 1.0 - dead(&model, 2, &many.images);
        (highest, alive, score(&model, &rest).accuracy)
    };
    let (full, gentle) = (run(0), run(20));
    assert!(full.0 > 10.0 * gentle.0, "{full:?} {gentle:?}");
    assert!(gentle.1 > full.1 + 0.1, "{full:?} {gentle:?}");
    assert!(gentle.2 > full.2 + 0.03, "{full:?} {gentle:?}");
}

#[test]
fn the_same_seed_gives_the_same_network_on_any_number_of_threads() {
    let (few, _) = few();
    let run = |seed| {
        let plan = Plan {
            augment: Some(Augment {
                angle: 10.0,
                scale: 0.1,
                shift: 1.0,
                noise: 0.05,
            }),
            ..Plan::new(2, seed)
        };
        let dense = Dense {
            place: Place::Before,
            ..dropped(0.5)
        };
        let mut all = Vec::new();
        trained(&dense, &few, &plan)
            .visit(&mut |param| all.extend_from_slice(param.value().data()));
        all
    };
    let once = run(5);
    assert_ne!(once, run(6));
    let before = nabla::threads();
    for threads in [1, 3] {
        nabla::set_threads(threads);
        assert_eq!(once, run(5), "{threads} threads");
    }
    nabla::set_threads(before);
}
