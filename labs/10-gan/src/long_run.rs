//! What `--network` asks for: one pair trained on all of the data, with drawings, a count and a checkpoint after each
//! epoch.

use crate::measured::{Bench, drawings, judge_epochs};
use crate::networks::{DENSE, IMAGE, Recipe, SMALL, WIDE};
use crate::score::{Judge, Score};
use crate::training::{Training, looked_at};
use labkit::numerals::{count, num, percent};
use labkit::{Error, Lesson, Result, Table};
use trainer::{Examples, Job, LongRun, Resumable, Run, Seen, measured};

/// Rows of drawings to look at, and how many a row has.
const SHOWN: (usize, usize) = (10, 10);

/// Trains the pair that `--network` names: the only section of such a run. The lesson has the flags of
/// [`trainer::flags`].
///
/// # Errors
/// If there is no such network, its data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let mut recipe = recipe(lesson.choice("network"), &data)?;
    let split = datasets::images(&data)?;
    let part = |images: datasets::Images| Examples::from(images).as_pictures();
    let (train, test) = (part(split.train), part(split.test));
    let job = Job {
        network: recipe.name.to_string(),
        data: data.clone(),
        examples: train.fingerprint(),
        rule: recipe.rules()[0],
        recipe: recipe.rest(),
        epochs: recipe.epochs,
    };
    let mut run = LongRun::new(lesson, job)?;
    recipe.epochs = run.run.epochs;
    let mut training = Training::new(&recipe, &train.images, run.run.seed, &run.device);
    lesson.say(format!(
        "The pair {} on all {} training pictures of {data}: {}, of {} steps each, on {}.",
        recipe.name,
        count(train.len()),
        recipe.in_words(),
        count(training.steps_an_epoch()),
        run.device,
    ));
    lesson.show(nabla::summary(&training.pair.generator, [recipe.latent]));
    lesson.show(nabla::summary(&training.pair.discriminator, IMAGE));
    let bench = Bench::new(judge(lesson, &train, &run)?, &train, &test);
    lesson.say(format!(
        "The judge is lab 6's `cnn1`. It reads {} of the test pictures right.",
        percent(trainer::accuracy(&bench.jury.judge, &test))
    ));
    run.resume(lesson, &mut training)?;
    epochs(lesson, &mut training, &run, &recipe, &bench)?;
    report(lesson, &training, &recipe, &bench)
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
fn judge(lesson: &mut Lesson, train: &Examples, run: &LongRun) -> Result<Judge> {
    let Run { data, seed, .. } = &run.run;
    let place = lesson
        .flags()
        .out
        .join(format!("judge-{data}-{seed}.safetensors"));
    let mut judge = Judge::new(&mut nabla::rng(0));
    if nabla::load(&mut judge, &place).is_ok() {
        return Ok(judge);
    }
    let epochs = judge_epochs(train.len());
    let steps = epochs * train.len().div_ceil(32);
    let mut bar = lesson.progress("the judge learns to read", steps);
    let judge = Judge::learn(train, epochs, *seed, &run.device, |loss| {
        bar.step(loss, None)
    });
    bar.done();
    nabla::save(&judge, &place).map_err(|error| {
        Error::new(format!("{}: {}", error.path().display(), error.what()))
            .remedy("--out chooses another directory")
    })?;
    Ok(judge)
}

/// The epochs that are left, with drawings after each.
fn epochs(
    lesson: &mut Lesson,
    training: &mut Training<'_>,
    run: &LongRun,
    recipe: &Recipe,
    bench: &Bench,
) -> Result<()> {
    let columns = [
        "loss of D",
        "loss of G",
        "confidence",
        "smallest share",
        "precision",
        "coverage",
    ];
    let mut films = Vec::new();
    let learn = |training: &mut Training<'_>, step: &mut dyn FnMut(f32)| {
        training.epoch(|_, losses| step(losses.discriminator))
    };
    run.train(lesson, training, &columns, learn, |training, losses| {
        let label = format!("epoch {}", training.position().epochs);
        let drawn = drawings(&training.pair, recipe, SHOWN.1);
        looked_at(&drawn);
        films.push((label, drawn));
        let losses = losses.map(|loss| num(loss, 3));
        let score = bench.score(&training.pair, recipe);
        measured([
            ("test/confidence", score.confidence),
            ("test/smallest share", score.smallest_share()),
            ("test/precision", score.precision),
            ("test/coverage", score.coverage),
        ]);
        let score = cells_of(&score);
        Ok(Seen {
            cells: losses.into_iter().chain(score).collect(),
            right: None,
        })
    })?;
    if films.is_empty() {
        return Ok(());
    }
    let rows: Vec<(&str, Vec<&[f32]>)> = films
        .iter()
        .map(|(label, film)| (label.as_str(), film.data().chunks_exact(784).collect()))
        .collect();
    let caption = "The same ten points of noise after each epoch.";
    lesson.sheet("epochs", caption, 28, &rows)
}

fn report(
    lesson: &mut Lesson,
    training: &Training<'_>,
    recipe: &Recipe,
    bench: &Bench,
) -> Result<()> {
    let score = bench.score(&training.pair, recipe);
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
        cells.extend(score.shares.map(percent));
        shares.push(cells);
    }
    lesson.table(&shares);
    let shown = drawings(&training.pair, recipe, SHOWN.0 * SHOWN.1);
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
        percent(score.confidence),
        percent(score.smallest_share()),
        percent(score.precision),
        percent(score.coverage),
    ]
}
