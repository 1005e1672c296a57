//! What `--network` asks for: one network trained on all there is, with a checkpoint after each epoch.

use crate::bag::Example;
use crate::films::{Films, Way};
use crate::model::{CharLstm, surprises};
use crate::sentiment::{self, Sentiment, accuracy};
use crate::solutions::with_temperature;
use crate::text::{self, Corpus};
use crate::words::Vocabulary;
use crate::writing::{Plan, Writing, write};
use lab05::checkpoint::Run;
use lab06::long_run::{device, still_there};
use labkit::{Error, Lesson, Result, Table};
use nabla::{Device, Parameters, parameters};
use std::path::PathBuf;

/// Passes through the chapters.
const PASSES: usize = 80;
/// Numbers of a character's vector and of the memory, and the share that is dropped.
const LETTERS: (usize, usize, f32) = (64, 256, 0.5);
/// Words that have a number of their own, words of a review that are read, passes, and the rate.
const REVIEWS: (usize, usize, usize, f32) = (10_000, 200, 5, 0.001);
/// Reviews of the grammar.
const FILMS: (usize, usize) = (4_000, 500);

/// Trains the network that `--network` names. The lesson has the flags `network`, `data`, `device` and `resume`.
///
/// # Errors
/// If its data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.choice("data").to_string();
    match (lesson.choice("network"), data.as_str()) {
        ("char", "own") => letters(lesson),
        ("char", other) => Err(
            Error::new(format!("the network char does not read {other}"))
                .remedy("leave --data away: it reads the chapters of this book"),
        ),
        ("sentiment", "own") => {
            let (learn, test) = FILMS;
            let films = Films::new(learn, 0, test / Way::ALL.len(), lesson.flags().seed);
            let plain = |all: Vec<crate::films::Review>| -> Vec<(String, bool)> {
                all.into_iter()
                    .map(|review| (review.text, review.positive))
                    .collect()
            };
            reviews(lesson, plain(films.learn), plain(films.test))
        }
        ("sentiment", _) => {
            let all = datasets::reviews()?;
            let plain = |all: Vec<datasets::Review>| -> Vec<(String, bool)> {
                all.into_iter()
                    .map(|review| (review.text, review.positive))
                    .collect()
            };
            reviews(lesson, plain(all.train), plain(all.test))
        }
        (other, _) => Err(Error::new(format!("there is no network {other}"))),
    }
}

/// How a long run is called, where it is kept, where it computes, and how far it goes.
struct Frame {
    run: Run,
    place: PathBuf,
    device: Device,
    epochs: usize,
}

impl Frame {
    fn new(lesson: &Lesson, usual: usize) -> Result<Self> {
        let network = lesson.choice("network").to_string();
        let data = lesson.choice("data").to_string();
        let usual = if lesson.flags().quick { 1 } else { usual };
        let file = format!("checkpoint-{network}-{data}.safetensors");
        Ok(Frame {
            place: lesson.flags().out.join(file),
            device: device(lesson)?,
            epochs: lesson.flags().epochs.unwrap_or(usual),
            run: Run {
                network,
                data,
                seed: lesson.flags().seed,
            },
        })
    }

    /// With `--resume`, what the file has kept; returns how many epochs are done.
    fn resume(
        &self,
        lesson: &mut Lesson,
        model: &mut dyn Parameters,
        optimizer: &mut dyn nabla::optim::Optimizer,
    ) -> Result<usize> {
        if lesson.choice("resume") != "yes" {
            return Ok(0);
        }
        let done = self
            .run
            .resume(model, optimizer, self.epochs, &self.place)?;
        lesson.say(format!(
            "Resumed after epoch {done}. It goes on as if it had never stopped."
        ));
        Ok(done)
    }

    /// Under the table of the epochs.
    fn caption(&self) -> String {
        format!(
            "After each epoch a checkpoint was written to `{}`; if a run is interrupted, the same command with `--resume` goes on.",
            self.place.display()
        )
    }
}

/// Whether an epoch has a line in the table.
fn listed(epoch: usize, epochs: usize) -> bool {
    epoch <= 3 || epoch.is_multiple_of(10) || epoch == epochs
}

/// The character model.
fn letters(lesson: &mut Lesson) -> Result<()> {
    let frame = Frame::new(lesson, PASSES)?;
    let (seed, (embedding, hidden, dropout)) = (lesson.flags().seed, LETTERS);
    let corpus = Corpus::new();
    let learn = corpus.learn_and_choose();
    let mut rng = nabla::rng(seed);
    let model = CharLstm::new(text::VOCABULARY, embedding, hidden, &mut rng).dropout(dropout);
    let mut plan = Plan::new(0);
    let pass = Writing::new(model, &learn, plan, seed, &Device::Cpu).steps_a_pass();
    plan.steps = frame.epochs * pass;
    let model =
        CharLstm::new(text::VOCABULARY, embedding, hidden, &mut nabla::rng(seed)).dropout(dropout);
    lesson.say(format!(
        "A character model with a memory of {hidden} numbers, {} parameters, on the chapters of this book: {} passes of {pass} steps each, on {}.",
        parameters(&model), frame.epochs, frame.device,
    ));
    let mut training = Writing::new(model, &learn, plan, seed, &frame.device);
    let done = frame.resume(lesson, &mut training.model, &mut training.optimizer)?;
    training.skip(done * pass);
    let mut bar = lesson.progress("letters", (frame.epochs - done) * pass);
    let mut table = Table::new(["pass", "learned, bits", "test, bits"]);
    for epoch in done + 1..=frame.epochs {
        let mut total = 0.0;
        for _ in 0..pass {
            let bits = training.step();
            bar.step(bits as f32, None);
            total += bits / pass as f64;
        }
        still_there(&frame.device)?;
        frame
            .run
            .save(&training.model, &training.optimizer, epoch, &frame.place)?;
        if listed(epoch, frame.epochs) {
            let bits = bits_on(&training.model, &corpus.test);
            table.push([
                epoch.to_string(),
                format!("{total:.3}"),
                format!("{bits:.3}"),
            ]);
        }
    }
    bar.done();
    if done < frame.epochs {
        lesson.table(&table.caption(frame.caption()));
    }
    nabla::move_to(&mut training.model, &Device::Cpu);
    let bits = bits_on(&training.model, &corpus.test);
    lesson.number("bits", bits);
    let distribution = |logits: &[f64]| with_temperature(logits, 0.7);
    let written = write(
        &training.model,
        &[text::END],
        600,
        distribution,
        &mut nabla::rng(seed),
    );
    lesson.say(format!(
        "It needs {bits:.3} bits a character of the test paragraphs. At temperature 0.7 it writes:"
    ));
    for paragraph in text::decode(&written)
        .lines()
        .filter(|line| !line.is_empty())
    {
        lesson.say(format!("“{paragraph}”"));
    }
    Ok(())
}

fn bits_on(model: &CharLstm, test: &[u32]) -> f64 {
    let bits = surprises(model, text::END, test);
    bits.iter().sum::<f64>() / bits.len().max(1) as f64
}

/// The network that judges reviews.
fn reviews(
    lesson: &mut Lesson,
    learn: Vec<(String, bool)>,
    test: Vec<(String, bool)>,
) -> Result<()> {
    let (limit, longest, passes, rate) = REVIEWS;
    let frame = Frame::new(lesson, passes)?;
    let seed = lesson.flags().seed;
    let list = Vocabulary::new(learn.iter().map(|(text, _)| text.as_str()), limit);
    let encode = |all: &[(String, bool)]| -> Vec<Example> {
        let examples = all
            .iter()
            .map(|(text, positive)| (list.encode(text, longest), *positive));
        // Of a text of marks alone nothing is left to read.
        examples.filter(|(words, _)| !words.is_empty()).collect()
    };
    let (learn, test) = (encode(&learn), encode(&test));
    let model = Sentiment::new(list.len(), &mut nabla::rng(seed));
    let mut training = sentiment::Training::new(model, &learn, rate, seed, &frame.device);
    lesson.say(format!(
        "Embedding 64 → BiLSTM 64 → BiLSTM 32 → Dense 64 → dropout ½ → 1 [PSC], {} parameters, on {} reviews of which the first {longest} words are read; {} words have a number of their own. Epochs: {}, of {} steps each, on {}.",
        parameters(&training.model), learn.len(), list.len(), frame.epochs, training.steps_an_epoch(), frame.device,
    ));
    let done = frame.resume(lesson, &mut training.model, &mut training.optimizer)?;
    training.skip(done);
    let mut bar = lesson.progress("reviews", (frame.epochs - done) * training.steps_an_epoch());
    let mut table = Table::new(["epoch", "training loss", "test right"]);
    let mut right = None;
    for epoch in done + 1..=frame.epochs {
        let loss = training.epoch(|loss| bar.step(loss, right));
        still_there(&frame.device)?;
        frame
            .run
            .save(&training.model, &training.optimizer, epoch, &frame.place)?;
        let share = accuracy(&training.model, &test);
        right = Some(share);
        table.push([
            epoch.to_string(),
            format!("{loss:.4}"),
            format!("{:.2} %", 100.0 * share),
        ]);
    }
    bar.done();
    if done < frame.epochs {
        lesson.table(&table.caption(frame.caption()));
    }
    let share = accuracy(&training.model, &test);
    lesson.number("test_accuracy", share);
    lesson.say(format!(
        "Of {} test reviews it judges {:.2} % right.",
        test.len(),
        100.0 * share
    ));
    Ok(())
}
