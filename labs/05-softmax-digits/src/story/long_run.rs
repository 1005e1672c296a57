//! What `--network` asks for: one network trained on all of the data, with a checkpoint after each epoch.

use super::{count, errors, num, percent};
use lab05::checkpoint::Run;
use lab05::network::{Recipe, Rule};
use lab05::reading::Reading;
use lab05::training::{Examples, Training, score};
use labkit::{Error, Lesson, Result, Table};
use std::path::Path;

/// The only section of such a run.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let recipe = Recipe::find(lesson.choice("network"))
        .ok_or_else(|| Error::new(format!("there is no network {}", lesson.choice("network"))))?;
    let data = lesson.flags().data.clone();
    let split = datasets::images(&data)?;
    let names: Vec<&str> = (0..split.test.classes)
        .map(|k| split.test.class_name(k))
        .collect();
    let pictures = split.test.pixels.clone();
    let (train, test) = (Examples::from(split.train), Examples::from(split.test));
    let usual = if lesson.flags().quick {
        1
    } else {
        recipe.epochs
    };
    let epochs = lesson.flags().epochs.unwrap_or(usual);
    let mut training = Training::new(recipe, epochs, &train, lesson.flags().seed);
    lesson.say(format!(
        "The network {} on all {} training pictures of {data}: {}, batches of {}, {epochs} epochs of {} steps.",
        recipe.flag,
        count(train.len()),
        rule(recipe.rule),
        recipe.batch,
        count(training.steps_an_epoch()),
    ));
    lesson.show(nabla::summary(&training.model, [784]));
    let place = lesson
        .flags()
        .out
        .join(format!("checkpoint-{}-{data}.safetensors", recipe.flag));
    let run = Run {
        network: recipe.flag.to_string(),
        data: data.clone(),
        seed: lesson.flags().seed,
    };
    let mut done = 0;
    if lesson.choice("resume") == "yes" {
        let optimizer = training.optimizer.as_mut();
        done = run.resume(&mut training.model, optimizer, epochs, &place)?;
        training.skip(done);
        lesson.say(format!(
            "Resumed after epoch {done}: the weights, what the optimiser remembers, the place in the shuffling and the learning rate are those of the interrupted run. It goes on as if it had never stopped."
        ));
    }
    train_on(lesson, &mut training, &run, &test, (done, epochs), &place)?;
    let end = score(&training.model, &test);
    lesson.number("test_accuracy", end.accuracy);
    let mut table = Table::new([
        "test pictures of",
        "loss",
        "read right",
        "printed for MNIST",
        "by",
    ]);
    table.push([
        data,
        num(end.loss, 4),
        format!("{} %", num(100.0 * end.accuracy, 2)),
        percent(recipe.printed),
        recipe.source.to_string(),
    ]);
    lesson.table(&table);
    let reading = Reading::new(&training.model, &test);
    errors::confusion(lesson, &reading, &names)?;
    errors::worst(lesson, &reading, |i| pictures.row(i).to_vec(), &names)
}

fn rule(rule: Rule) -> String {
    match rule {
        Rule::Sgd(rate) => format!("gradient descent at the rate {rate}"),
        Rule::Adam(rate) => format!("Adam at the rate {rate}, falling to 0"),
    }
}

fn train_on(
    lesson: &mut Lesson,
    training: &mut Training<'_>,
    run: &Run,
    test: &Examples,
    (done, epochs): (usize, usize),
    place: &Path,
) -> Result<()> {
    let steps = (epochs - done) * training.steps_an_epoch();
    let mut bar = lesson.progress(&run.network, steps);
    let mut table = Table::new(["epoch", "training loss", "test loss", "test right"]);
    let mut accuracy = None;
    for epoch in done + 1..=epochs {
        let loss = training.epoch(|loss| bar.step(loss, accuracy));
        let score = score(&training.model, test);
        accuracy = Some(score.accuracy);
        run.save(&training.model, training.optimizer.as_ref(), epoch, place)?;
        if epoch <= 3 || epoch % 5 == 0 || epoch == epochs {
            table.push([
                epoch.to_string(),
                num(f64::from(loss), 4),
                num(score.loss, 4),
                percent(score.accuracy),
            ]);
        }
    }
    bar.done();
    if done < epochs {
        lesson.table(&table.caption(format!(
            "*Training loss* is the mean over the epoch, while the weights changed. After each epoch a checkpoint was written to `{}`; if a run is interrupted, the same command with `--resume` goes on.",
            place.display()
        )));
    }
    Ok(())
}
