//! What `--network captions` asks for: a captioner trained on all of the digits.

use super::bleu::Bleu;
use super::network::{Captioner, Size};
use super::pictures::Captioned;
use super::writing::{captions, epoch, exact};
use crate::scene::Sources;
use crate::solutions::clipped_precision;
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Result, Table};
use nabla::{Device, parameters};
use trainer::{Fingerprint, Job, LongRun, Recipe, Rule, Seen, Training, measured};

/// How large it is.
const SIZE: Size = Size {
    maps: 24,
    hidden: 256,
};
/// How it learns: Adam, its rate falling along half a cosine.
const RECIPE: Recipe = Recipe::new(Rule::adam(3e-3).cosine(), 64, 40).clip(1.0);
/// Scenes an epoch. They are drawn on the way, and none comes twice.
const SCENES: usize = 20_000;
/// Scenes to look at after each epoch, of digits held out; and in the end, of test digits.
const HELD_OUT: (usize, usize) = (500, 2_000);

/// Trains it: the only section of such a run. The lesson has the flags of [`trainer::flags`].
///
/// # Errors
/// If its data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let sources = Sources::load(&data)?;
    let pixels = sources.train.pixels.as_slice().unwrap_or_default();
    let fingerprint = Fingerprint::new().reals(pixels).done();
    let mut run = LongRun::new(lesson, Job::new("captions", &data, fingerprint, &RECIPE))?;
    let recipe = RECIPE.epochs(run.run.epochs).seed(run.run.seed);
    let model = Captioner::new(SIZE, &mut nabla::rng(recipe.seed));
    lesson.say(format!(
        "A captioner with {} parameters. It sees scenes with two of the {} training digits of {data}, which are drawn on the way: {} an epoch, none of them twice. {}, on {}.",
        count(parameters(&model)),
        count(sources.train.len()),
        count(SCENES),
        recipe.in_words(),
        run.device,
    ));
    let mut training = Training::new(model, &recipe, SCENES, &run.device);
    run.resume(lesson, &mut training)?;
    let valid = Captioned::several(&sources.valid, HELD_OUT.0, 2);
    let columns = ["training loss, both", "exactly right"];
    let learn = |training: &mut Training<Captioner>, step: &mut dyn FnMut(f32)| {
        epoch(training, &sources.train, |batch| batch, step)
    };
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let right = exact(&captions(&training.model, &valid), &valid);
        measured([("valid/exact", right)]);
        Ok(Seen {
            cells: vec![num(f64::from(loss), 4), percent(right)],
            right: Some(right),
        })
    })?;
    let mut model = training.model;
    nabla::move_to(&mut model, &Device::Cpu);
    let test = Captioned::several(&sources.test, HELD_OUT.1, 3);
    report(lesson, &model, &test)
}

/// How it does on scenes of test digits.
fn report(lesson: &mut Lesson, model: &Captioner, test: &[Captioned]) -> Result<()> {
    let sentences = captions(model, test);
    let right = lesson.number("exact_match", exact(&sentences, test));
    let first = |(sentence, scene): &(&String, &Captioned)| **sentence == scene.sentences[0];
    let first = sentences.iter().zip(test).filter(first).count() as f64 / test.len() as f64;
    let references: Vec<_> = test.iter().map(Captioned::references).collect();
    let pairs = sentences.iter().zip(&references);
    let bleu = Bleu::of(pairs.map(|(s, r)| (s.as_str(), &r[..])), clipped_precision);
    let mut table = Table::new(["on scenes of test digits", ""]);
    table.push(["word for word one of the two sentences", &percent(right)]);
    table.push(["word for word the first of them", &percent(first)]);
    table.push(["BLEU-4", &num(lesson.number("bleu", bleu.score()), 3)]);
    lesson.table(&table.caption(format!("{} scenes, written greedily.", count(test.len()))));
    Ok(())
}
