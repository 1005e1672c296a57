//! What batch norm remembers for the time when there is no batch.

use super::Story;
use super::masks::score_in_training;
use lab07::network::{CLASSES, Dense, Place};
use lab07::norm::Running;
use lab07::training::{Plan, train};
use lab07::{exercises, solutions};
use labkit::numerals::{num, percent, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Activation, BatchNorm, Init, Linear, Module, Sequential, Tape};
use rand_distr::{Distribution, StandardNormal};
use std::iter::repeat_with;
use trainer::score;

type Remember = fn((f64, f64), &[f64], f64) -> (f64, f64);

pub fn remembered(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("In use somebody may hand the network a single picture. In a dense layer each channel then has one number.");
    lesson.predict_number(
        "A batch of one: a channel is 2, with γ = 1.5 and β = 0.25. What would batch norm in training give?",
        Quantity::new(0.25, 2).within(0.0),
        "β = 0.25, for every picture that exists: the mean of one number is that number, and x̂ is 0 whatever came in. PyTorch and nabla refuse, and say why; some frameworks just answer β.",
    );
    lesson.say("Therefore the layer *remembers*. In training it normalises by the batch, and beside that keeps a running mean and variance. In use it normalises by these. After each batch:");
    lesson.show(
        "
         PyTorch, burn, nabla    running ← (1 − momentum)·running + momentum·batch
         Keras                   running ← momentum·running + (1 − momentum)·batch",
    );
    let remember = lesson.answer(
        "remember",
        exercises::remember as Remember,
        solutions::remember,
    );
    let batches = [[2.0, 4.0, 9.0], [3.0, 5.0, 4.0], [8.0, 1.0, 6.0]];
    let mut state = (0.0, 1.0);
    let mut table = Table::new([
        "batch",
        "its mean",
        "its variance (N − 1)",
        "running mean",
        "running variance",
    ]);
    for batch in batches {
        state = remember(state, &batch, 0.1);
        let (mean, variance) = remember((0.0, 0.0), &batch, 1.0);
        let shown: Vec<String> = batch.iter().map(|x| num(*x, 0)).collect();
        table.push([
            shown.join(", "),
            num(mean, 4),
            num(variance, 4),
            num(state.0, 4),
            num(state.1, 4),
        ]);
    }
    lesson.table(&table.caption("From mean 0 and variance 1 on, momentum 0.1. The variance that is taken in is to stand for all data, of which the batch is a sample: PyTorch and nabla divide it by N − 1."));
    two_modes(story, lesson)?;
    early(story, lesson)
}

/// How far the running mean is from the truth, batch by batch.
fn early(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let mut chart = Chart::new("batches seen", "running mean").hline(4.0, "");
    for share in [0.01, 0.1, 0.5] {
        let mut rng = nabla::rng(lesson.flags().seed);
        let mut running = Running::new(1);
        let mut points = vec![(0.0, 0.0)];
        for batch in 1..=80 {
            let normal = || f64::from(Distribution::<f32>::sample(&StandardNormal, &mut rng));
            let rows: Vec<_> = repeat_with(normal)
                .take(8)
                .map(|x| vec![4.0 + 3.0 * x])
                .collect();
            running.see(&rows, share);
            points.push((f64::from(batch), running.mean[0]));
        }
        chart = chart.line(format!("momentum {share}"), points);
    }
    lesson.chart(
        "running",
        "A running mean begins at 0 and has to find 4, the dashed line. A small momentum is slow, a large one trembles with every batch.",
        &chart.y_range(0.0..7.0),
    )?;
    let seed = lesson.flags().seed;
    let learn = &story.many;
    let mut table = Table::new([
        "steps",
        "by the batch's own statistics",
        "by the running ones",
    ]);
    let dense = Dense {
        place: Place::After,
        ..Dense::USUAL
    };
    for steps in [4, 12, 60] {
        let (few, _) = learn.split_at((50 * steps).min(learn.len()));
        let passes = (50 * steps).div_ceil(few.len());
        let mut model = dense.build(&mut nabla::rng(seed));
        train(&mut model, &few, &Plan::new(passes, seed), |_, _, _| true);
        // In use first: a training pass moves what is remembered.
        let in_use = score(&model, &story.rest);
        let by_batch = score_in_training(&model, &story.rest, &mut nabla::rng(seed));
        lesson.number(&format!("steps_{steps}_batch"), by_batch.accuracy);
        lesson.number(&format!("steps_{steps}_running"), in_use.accuracy);
        if steps == 4 {
            lesson.predict_number(
                &format!("A network with batch norm has had {steps} steps of training. By the batch's own statistics it reads {} of the validation pictures. How many by the running ones?", percent(by_batch.accuracy)),
                Quantity::percent(in_use.accuracy, 1).within(0.08),
                &format!("{}. The weights are fine, but the running statistics are still nearer to 0 and 1, where they began, than to what the layers see.", percent(in_use.accuracy)),
            );
        }
        table.push([
            steps.to_string(),
            percent(by_batch.accuracy),
            percent(in_use.accuracy),
        ]);
    }
    lesson.table(&table.caption("Validation pictures read right, all in one batch. A network with batch norm that was trained for a moment looks broken in use, and is not: it needs more batches, or a larger momentum."));
    Ok(())
}

/// One picture, in two batches, in both modes.
fn two_modes(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let seed = lesson.flags().seed;
    let mut rng = nabla::rng(seed);
    let mut model = Sequential::new()
        .push(Linear::new(784, 64, Init::He, &mut rng).activation(Activation::Relu))
        .push(BatchNorm::new(64))
        .push(Linear::new(64, CLASSES, Init::Xavier, &mut rng));
    let plan = Plan::new(lesson.shortened(20, 4), seed);
    train(&mut model, &story.few, &plan, |_, _, _| true);
    let truth = story.valid.labels.as_slice();
    // The first validation picture; once among its neighbours in the file, once among pictures of its own class.
    let same: Vec<usize> = (0..truth.len())
        .filter(|&i| truth[i] == truth[0])
        .take(20)
        .collect();
    let mixed: Vec<usize> = (0..20).collect();
    let p = |places: &[usize], training: bool| {
        let (images, _) = story.valid.gather(places);
        let tape = if training {
            Tape::training(&mut nabla::rng(1))
        } else {
            Tape::new()
        };
        let x = tape.constant(images);
        let p = model.forward(&tape, x).softmax().value();
        f64::from(p.data()[truth[0] as usize])
    };
    // In use first: a training pass moves what is remembered.
    let (used, used_same, alone) = (p(&mixed, false), p(&same, false), p(&[0], false));
    let (trained, trained_same) = (p(&mixed, true), p(&same, true));
    let mut table = Table::new(["the picture is", "Tape::training", "Tape::new"]);
    let share = |p: f64| percentage(p, 2);
    lesson.predict_number(
        &format!("In use a network gives the true class of a picture {}. By mistake the picture is passed as in training, among 19 others of its own class. What does the class get?", share(alone)),
        Quantity::percent(trained_same, 2).within(0.15),
        &format!("{}. In training a picture's answer depends on its neighbours, and what the pictures of one class have in common is what normalising takes away.", share(trained_same)),
    );
    table.push(["among 19 others".to_string(), share(trained), share(used)]);
    table.push([
        "among 19 of its own class".to_string(),
        share(trained_same),
        share(used_same),
    ]);
    table.push(["alone".to_string(), "refused".to_string(), share(alone)]);
    lesson.table(
        &table.caption("One and the same picture, and the probability that the same network gives to its true class. With mixed neighbours the dependence is a kind of noise, as dropout is, and it cures a little of the same disease."),
    );
    Ok(())
}
