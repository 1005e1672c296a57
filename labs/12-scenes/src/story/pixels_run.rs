//! What `--network siamese` asks for: a training that may be interrupted.

use super::same::{KNOWN, Pairs, UNSEEN};
use lab12::episodes::{self, Made, STEPS};
use lab12::siamese::{self, network};
use labkit::numerals::{count, num, percentage};
use labkit::{Lesson, Result, Table};
use trainer::{Fingerprint, Job, LongRun, Seen, Training, measured};

/// Numbers of a point, in the long run.
const LARGE_DIM: usize = 64;

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
