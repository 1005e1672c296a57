//! What `--network unet` and `--network siamese` ask for: trainings that may be interrupted.

use super::masks::table;
use super::same::{KNOWN, Pairs, UNSEEN};
use crate::figures::masks as drawn;
use lab12::episodes::{self, Made, STEPS};
use lab12::scene::{SIDE, Sources};
use lab12::segment::{self, Confusion, KINDS, LARGE_COUNTS, Objective, Pixels};
use lab12::siamese::{self, network};
use lab12::unet::{UNet, WIDTH};
use labkit::numerals::{count, num, percentage};
use labkit::{Lesson, Result, Table};
use trainer::{Fingerprint, Job, LongRun, Seen, Training, measured};

/// Numbers of a point, in the long run.
const LARGE_DIM: usize = 64;

/// The large U-Net on thousands of scenes.
pub fn unet(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let counts = match lesson.flags().quick {
        true => [64, 32],
        false => LARGE_COUNTS,
    };
    let [train, test] = Pixels::pair(&Sources::load(&data)?, counts, lesson.flags().seed);
    let recipe = segment::LARGE_RECIPE;
    let examples = Fingerprint::new().reals(train.pictures.data()).done();
    let mut run = LongRun::new(lesson, Job::new("unet", &data, examples, &recipe))?;
    let recipe = recipe.epochs(run.run.epochs).seed(run.run.seed);
    let model = UNet::new(WIDTH, KINDS, &mut nabla::rng(recipe.seed));
    lesson.say(format!(
        "A U-Net of {} parameters on {} scenes of {data}, by cross-entropy: {}, on {}.",
        count(nabla::trainable_parameters(&model)),
        count(train.len()),
        recipe.in_words(),
        run.device,
    ));
    let mut training = Training::new(model, &recipe, train.len(), &run.device);
    run.resume(lesson, &mut training)?;
    let few = test.len().min(100);
    let some = test.pictures.rows(0..few);
    let truth = &test.classes[..few * SIDE * SIDE];
    let columns = ["training loss", "mean IoU, 100 scenes"];
    let learn = |training: &mut Training<UNet>, step: &mut dyn FnMut(f32)| {
        segment::epoch(training, &train, Objective::CrossEntropy, step)
    };
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let said = segment::masks(&training.model, &some, &training.device);
        let iou = Confusion::of(&said, truth, KINDS).mean_iou(0);
        measured([("test/iou", iou)]);
        Ok(Seen {
            cells: vec![num(f64::from(loss), 4), num(iou, 4)],
            right: None,
        })
    })?;
    let said = segment::masks(&training.model, &test.pictures, &training.device);
    let all = Confusion::of(&said, &test.classes, KINDS);
    table(lesson, &[all], &["class", "IoU"], "large");
    drawn::figure(
        lesson,
        "masks-large",
        "Four test scenes, their truth, and what the large U-Net says. A colour is a class; from 6 on they are paler.",
        &test,
        &said,
    )
}

/// A Siamese network on made-up classes.
pub fn siamese(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let pairs = Pairs::new(lesson)?;
    let recipe = episodes::LARGE_RECIPE;
    let examples = Fingerprint::new().reals(pairs.known.pictures.data()).done();
    let mut run = LongRun::new(lesson, Job::new("siamese", &data, examples, &recipe))?;
    let recipe = recipe.epochs(run.run.epochs).seed(run.run.seed);
    let net = network(pairs.known.side, LARGE_DIM, &mut nabla::rng(recipe.seed));
    lesson.say(format!(
        "A Siamese network of {} parameters learns classes that are made up of halves of {} pictures of the digits {} to {} of {data}: {} steps with a new batch each, {}, on {}. Then five-way one-shot on {} to {}, of which it has seen none.",
        count(nabla::trainable_parameters(&net)),
        count(pairs.known.digits.len()),
        KNOWN.start,
        KNOWN.end - 1,
        count(recipe.epochs * STEPS),
        recipe.rule,
        run.device,
        UNSEEN.start,
        UNSEEN.end - 1,
    ));
    let mut training = Training::new(net, &recipe, STEPS, &run.device);
    run.resume(lesson, &mut training)?;
    let columns = ["training loss", "five-way one-shot"];
    let task = (siamese::Objective::Neighbours, Made::Up);
    let learn = |training: &mut Training<nabla::Sequential>, step: &mut dyn FnMut(f32)| {
        episodes::epoch(training, &pairs.known, task, step)
    };
    let named = |training: &Training<nabla::Sequential>| {
        pairs.exam(&siamese::points(&training.model, &pairs.unseen.pictures))
    };
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let (share, _) = named(training);
        measured([("test/one_shot", share)]);
        Ok(Seen {
            cells: vec![num(f64::from(loss), 4), percentage(share, 1)],
            right: Some(share),
        })
    })?;
    let mut table = Table::new(["", "named rightly", "±"]);
    for (words, key, (share, error)) in [
        (
            "nearest in pixels",
            "pixels",
            pairs.exam(&pairs.unseen.pictures),
        ),
        ("nearest among points", "large", named(&training)),
    ] {
        lesson.number(&format!("once_{key}"), share);
        lesson.number(&format!("once_{key}_error"), error);
        table.push([
            words.to_string(),
            percentage(share, 1),
            percentage(error, 1),
        ]);
    }
    lesson.table(&table.caption("Digits never seen, one example of each: 1,000 draws, five questions in each; ± is the standard error of the mean."));
    Ok(())
}
