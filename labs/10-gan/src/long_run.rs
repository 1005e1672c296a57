//! What `--network` asks for: one pair trained on all of the data, with drawings, a count and a checkpoint after each
//! epoch.

use crate::both::Both;
use crate::forging::Training;
use crate::measured::{Bench, drawings, judge_epochs};
use crate::networks::{DENSE, IMAGE, Recipe, SMALL, WIDE};
use crate::score::{Judge, Score};
use lab05::checkpoint::Run;
use lab06::long_run::{device, still_there};
use lab06::training::{Examples, as_pictures};
use labkit::{Error, Lesson, Result, Table};
use nabla::Device;
use std::path::Path;

/// Rows of drawings to look at, and how many a row has.
const SHOWN: (usize, usize) = (10, 10);

/// Trains the pair that `--network` names: the only section of such a run. The lesson has the flags `network`,
/// `device` and `resume`.
///
/// # Errors
/// If there is no such network, its data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let mut recipe = recipe(lesson.choice("network"), &data)?;
    if lesson.flags().quick {
        recipe.epochs = 1;
    }
    recipe.epochs = lesson.flags().epochs.unwrap_or(recipe.epochs);
    let split = datasets::images(&data)?;
    let part = |images: datasets::Images| as_pictures(&Examples::from(images));
    let (train, test) = (part(split.train), part(split.test));
    let device = device(lesson)?;
    let seed = lesson.flags().seed;
    let mut training = Training::new(&recipe, &train.images, seed, &device);
    lesson.say(format!(
        "The pair {} on all {} training pictures of {data}: {}, of {} steps each, on {device}.",
        recipe.name,
        count(train.len()),
        recipe.in_words(),
        count(training.steps_an_epoch()),
    ));
    lesson.show(nabla::summary(&training.pair.generator, [recipe.latent]));
    lesson.show(nabla::summary(&training.pair.discriminator, IMAGE));
    let bench = Bench::new(judge(lesson, &train, &data, &device)?, &train, &test);
    let right = bench.jury.judge.accuracy(&test);
    lesson.say(format!(
        "The judge is lab 6's `cnn1`. It reads {} of the test pictures right.",
        percent(right, 1)
    ));
    let place = lesson
        .flags()
        .out
        .join(format!("checkpoint-{}-{data}.safetensors", recipe.name));
    let run = Run {
        network: recipe.name.to_string(),
        data,
        seed,
    };
    let mut done = 0;
    if lesson.choice("resume") == "yes" {
        let mut both = Both::new(&mut training.optimizers, &training.pair.generator);
        done = run.resume(&mut training.pair, &mut both, recipe.epochs, &place)?;
        training.skip(done);
        lesson.say(format!("Resumed after epoch {done}: both networks, what both optimisers remember, the shuffling, the noise to come and the learning rates are those of the interrupted run. It goes on as if it had never stopped."));
    }
    epochs(
        lesson,
        &mut training,
        &run,
        (&bench, &device),
        (done, recipe),
        &place,
    )?;
    report(lesson, &training, &recipe, &bench, &device)
}

/// The recipe of this name, for this data.
fn recipe(name: &str, data: &str) -> Result<Recipe> {
    match (name, data) {
        ("dcgan", "digits") => Ok(SMALL),
        ("dcgan", _) => Ok(WIDE),
        ("dense", "digits") => Ok(DENSE),
        ("dense", _) => Ok(Recipe {
            epochs: WIDE.epochs,
            ..DENSE
        }),
        _ => Err(Error::new(format!("there is no network {name}"))),
    }
}

/// A judge from its file, or a new one that is put there.
fn judge(lesson: &mut Lesson, train: &Examples, data: &str, device: &Device) -> Result<Judge> {
    let seed = lesson.flags().seed;
    let place = lesson
        .flags()
        .out
        .join(format!("judge-{data}-{seed}.safetensors"));
    let mut judge = Judge::blank();
    if nabla::load(&mut judge, &place).is_ok() {
        return Ok(judge);
    }
    let epochs = judge_epochs(train.len());
    let steps = epochs * train.len().div_ceil(32);
    let mut bar = lesson.progress("the judge learns to read", steps);
    let judge = Judge::learn(train, epochs, seed, device, |loss| bar.step(loss, None));
    bar.done();
    nabla::save(&judge, &place).map_err(|error| {
        Error::new(format!("{}: {}", error.path().display(), error.what()))
            .remedy("--out chooses another directory")
    })?;
    Ok(judge)
}

fn epochs(
    lesson: &mut Lesson,
    training: &mut Training<'_>,
    run: &Run,
    (bench, device): (&Bench, &Device),
    (done, recipe): (usize, Recipe),
    place: &Path,
) -> Result<()> {
    let mut bar = lesson.progress(
        recipe.name,
        (recipe.epochs - done) * training.steps_an_epoch(),
    );
    let mut table = Table::new([
        "epoch",
        "loss of D",
        "loss of G",
        "confidence",
        "smallest share",
        "precision",
        "coverage",
    ]);
    let (mut films, mut labels) = (Vec::new(), Vec::new());
    for epoch in done + 1..=recipe.epochs {
        let (mut sums, mut steps) = ([0.0; 2], 0.0);
        training.epoch(|_, losses| {
            bar.step(losses.discriminator, None);
            sums[0] += f64::from(losses.discriminator);
            sums[1] += f64::from(losses.generator);
            steps += 1.0;
        });
        still_there(device)?;
        let score = bench.score(&training.pair, &recipe, device);
        films.push(drawings(&training.pair, &recipe, SHOWN.1, device));
        still_there(device)?;
        labels.push(format!("epoch {epoch}"));
        let both = Both::new(&mut training.optimizers, &training.pair.generator);
        run.save(&training.pair, &both, epoch, place)?;
        let mut cells = vec![
            epoch.to_string(),
            format!("{:.3}", sums[0] / steps),
            format!("{:.3}", sums[1] / steps),
        ];
        cells.extend(cells_of(&score));
        table.push(cells);
    }
    bar.done();
    if done < recipe.epochs {
        lesson.table(&table.caption(format!(
            "Losses are means over the epoch. After each epoch a checkpoint was written to `{}`; if a run is interrupted, the same command with `--resume` goes on.",
            place.display()
        )));
        let rows: Vec<(&str, Vec<&[f32]>)> = labels
            .iter()
            .zip(&films)
            .map(|(label, film)| (label.as_str(), film.data().chunks_exact(784).collect()))
            .collect();
        lesson.sheet(
            "epochs",
            "The same ten points of noise after each epoch.",
            28,
            &rows,
        )?;
    }
    Ok(())
}

fn report(
    lesson: &mut Lesson,
    training: &Training<'_>,
    recipe: &Recipe,
    bench: &Bench,
    device: &Device,
) -> Result<()> {
    let score = bench.score(&training.pair, recipe, device);
    lesson.number("confidence", score.confidence);
    lesson.number("smallest_share", score.smallest_share());
    lesson.number("precision", score.precision);
    lesson.number("coverage", score.coverage);
    let mut table = Table::new(["", "confidence", "smallest share", "precision", "coverage"]);
    for (name, score) in [("drawings", &score), ("test pictures", &bench.real)] {
        let mut cells = vec![name.to_string()];
        cells.extend(cells_of(score));
        table.push(cells);
    }
    lesson.table(&table);
    let mut shares = Table::new(["read as", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    for (name, score) in [("drawings", &score), ("test pictures", &bench.real)] {
        let mut cells = vec![name.to_string()];
        cells.extend(score.shares.map(|share| percent(share, 1)));
        shares.push(cells);
    }
    lesson.table(&shares);
    let shown = drawings(&training.pair, recipe, SHOWN.0 * SHOWN.1, device);
    let all: Vec<&[f32]> = shown.data().chunks_exact(784).collect();
    let rows: Vec<(&str, Vec<&[f32]>)> =
        all.chunks(SHOWN.1).map(|row| ("", row.to_vec())).collect();
    lesson.sheet(
        "drawings",
        "A hundred drawings, none of them chosen.",
        28,
        &rows,
    )
}

/// The four numbers of a score.
fn cells_of(score: &Score) -> [String; 4] {
    [
        percent(score.confidence, 1),
        percent(score.smallest_share(), 1),
        percent(score.precision, 1),
        percent(score.coverage, 1),
    ]
}

/// A share as a percentage.
fn percent(share: f64, decimals: usize) -> String {
    format!("{:.decimals$} %", 100.0 * share)
}

/// A count with commas between the thousands.
fn count(value: usize) -> String {
    match (value / 1000, value % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", count(thousands)),
    }
}
