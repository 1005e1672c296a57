//! What `--network` asks for: one network trained on all there is, with a checkpoint after each epoch.

use crate::bag::Example;
use crate::films::{Films, Way};
use crate::model::{CharLstm, surprises};
use crate::sentiment::{self, Sentiment, accuracy};
use crate::solutions::with_temperature;
use crate::text;
use crate::words::Vocabulary;
use crate::writing::{LONGEST, Lanes, Plan, Writing, write};
use labkit::numerals::{count, num, percentage};
use labkit::statistics::mean;
use labkit::{Error, Lesson, Result};
use nabla::{Device, parameters};
use trainer::{Fingerprint, Job, LongRun, Recipe, Seen, Training, measured};

/// Passes through the chapters.
const PASSES: usize = 80;
/// Numbers of a character's vector and of the memory, and the share that is dropped.
const LETTERS: (usize, usize, f32) = (64, 256, 0.5);
/// How reviews are learned from.
const RECIPE: Recipe = sentiment::recipe(0.001, 5);
/// Words that have a number of their own, and words of a review that are read.
const REVIEWS: (usize, usize) = (10_000, 200);
/// Reviews of the grammar.
const FILMS: (usize, usize) = (4_000, 500);

/// Trains the network that `--network` names. The lesson has the flags `network`, `data`, `device` and `resume`.
///
/// # Errors
/// If its data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.choice("data").to_string();
    let of_letters = [("text", ""), ("prompt", ""), ("temperature", "0.7")];
    let mut given = of_letters
        .into_iter()
        .filter(|(flag, usual)| lesson.choice(flag) != *usual);
    if let ("sentiment", Some((flag, _))) = (lesson.choice("network"), given.next()) {
        let message = format!("the network sentiment does not look at --{flag}");
        return Err(Error::new(message).remedy("leave it away, or take --network char"));
    }
    match (lesson.choice("network"), data.as_str()) {
        ("char", "own") => letters(lesson),
        ("char", other) => Err(
            Error::new(format!("the network char does not read {other}"))
                .remedy("leave --data away: it reads the chapters of this book"),
        ),
        ("sentiment", "own") => {
            let (learn, test) = FILMS;
            let films = Films::new(learn, 0, test / Way::ALL.len(), lesson.flags().seed);
            let [learn, test] = [films.learn, films.test]
                .map(|all| all.into_iter().map(|r| (r.text, r.positive)).collect());
            reviews(lesson, learn, test)
        }
        ("sentiment", _) => {
            let all = datasets::reviews()?;
            let [learn, test] = [all.train, all.test]
                .map(|all| all.into_iter().map(|r| (r.text, r.positive)).collect());
            reviews(lesson, learn, test)
        }
        (other, _) => Err(Error::new(format!("there is no network {other}"))),
    }
}

/// The long run of the network and the data that the flags name.
fn asked(lesson: &mut Lesson, examples: Fingerprint, recipe: &Recipe) -> Result<LongRun> {
    let (network, data) = (lesson.choice("network"), lesson.choice("data"));
    let job = Job::new(network, data, examples.done(), recipe);
    LongRun::new(lesson, job)
}

/// The character model.
fn letters(lesson: &mut Lesson) -> Result<()> {
    let corpus = text::asked(lesson)?;
    let learn = corpus.learn_and_choose();
    let usual = Plan::new(0);
    let recipe = Recipe::new(usual.rule(), usual.lanes, PASSES).clip(LONGEST);
    let mut run = asked(lesson, Fingerprint::new().whole(&learn), &recipe)?;
    let (seed, (embedding, hidden, dropout)) = (run.run.seed, LETTERS);
    let pass = Lanes::new(&learn, usual.lanes, usual.window, text::VOCABULARY).steps_a_pass();
    let model =
        CharLstm::new(text::VOCABULARY, embedding, hidden, &mut nabla::rng(seed)).dropout(dropout);
    lesson.say(format!(
        "A character model with a memory of {hidden} numbers, {} parameters, on {}: {} passes of {pass} steps each, on {}.",
        count(parameters(&model)),
        match lesson.choice("text") {
            "" => "the chapters of this book",
            file => file,
        },
        run.run.epochs, run.device,
    ));
    let plan = Plan::new(run.run.epochs * pass);
    let mut training = Writing::new(model, &learn, plan, seed, &run.device);
    run.resume(lesson, &mut training)?;
    let columns = ["training loss, bits", "test, bits"];
    let learn = |training: &mut Writing<'_>, step: &mut dyn FnMut(f32)| {
        training.pass(|bits| step(bits as f32))
    };
    run.train(lesson, &mut training, &columns, learn, |training, bits| {
        let test = bits_on(&training.model, &corpus.test);
        measured([("test/bits", test)]);
        Ok(Seen {
            cells: vec![num(bits, 3), num(test, 3)],
            right: None,
        })
    })?;
    let mut model = training.model;
    nabla::move_to(&mut model, &Device::Cpu);
    let bits = lesson.number("bits", bits_on(&model, &corpus.test));
    let temperature = lesson.number_of("temperature");
    let distribution = |logits: &[f64]| with_temperature(logits, temperature);
    let prompt = text::encode(&lesson.choice("prompt").to_lowercase());
    let start = [&[text::END], prompt.as_slice()].concat();
    let mut rng = nabla::rng(seed);
    let written = write(&model, &start, 600, distribution, &mut rng);
    lesson.say(format!(
        "It needs {} bits a character of the test paragraphs. At temperature {temperature} it writes:",
        num(bits, 3)
    ));
    let written = text::decode(&[prompt, written].concat());
    for paragraph in written.lines().filter(|line| !line.is_empty()) {
        lesson.say(format!("“{paragraph}”"));
    }
    Ok(())
}

fn bits_on(model: &CharLstm, test: &[u32]) -> f64 {
    mean(surprises(model, text::END, test))
}

/// The network that judges reviews.
fn reviews(
    lesson: &mut Lesson,
    learn: Vec<(String, bool)>,
    test: Vec<(String, bool)>,
) -> Result<()> {
    let (limit, longest) = REVIEWS;
    let list = Vocabulary::new(learn.iter().map(|(text, _)| text.as_str()), limit);
    let encode = |all: &[(String, bool)]| -> Vec<Example> {
        let examples = all
            .iter()
            .map(|(text, positive)| (list.encode(text, longest), *positive));
        // Of a text of marks alone nothing is left to read.
        examples.filter(|(words, _)| !words.is_empty()).collect()
    };
    let (learn, test) = (encode(&learn), encode(&test));
    let each = learn.iter();
    let examples = each.fold(Fingerprint::new(), |all, (words, positive)| {
        all.whole(words).whole(&[u32::from(*positive)])
    });
    let mut run = asked(lesson, examples, &RECIPE)?;
    let recipe = RECIPE.epochs(run.run.epochs).seed(run.run.seed);
    let model = Sentiment::new(list.len(), &mut nabla::rng(recipe.seed));
    let mut training = sentiment::training(model, &recipe, learn.len(), &run.device);
    lesson.say(format!(
        "Embedding 64 → BiLSTM 64 → BiLSTM 32 → Dense 64 → dropout ½ → 1 [PSC], {} parameters, on {} reviews of which the first {longest} words are read; {} words have a number of their own. {}, of {} steps each, on {}.",
        count(parameters(&training.model)), count(learn.len()), count(list.len()), recipe.in_words(), training.steps_an_epoch(), run.device,
    ));
    run.resume(lesson, &mut training)?;
    let columns = ["training loss", "test right"];
    let learning = |training: &mut Training<Sentiment>, step: &mut dyn FnMut(f32)| {
        sentiment::epoch(training, &learn, step)
    };
    run.train(
        lesson,
        &mut training,
        &columns,
        learning,
        |training, loss| {
            let right = accuracy(&training.model, &test);
            measured([("test/accuracy", right)]);
            Ok(Seen {
                cells: vec![num(f64::from(loss), 4), percentage(right, 2)],
                right: Some(right),
            })
        },
    )?;
    let right = lesson.number("test_accuracy", accuracy(&training.model, &test));
    lesson.say(format!(
        "Of {} test reviews it judges {} right.",
        count(test.len()),
        percentage(right, 2)
    ));
    Ok(())
}
