//! A small GPT.

use datasets::text::{Corpus, END};
use lab13::gpt::rival::Rival;
use lab13::gpt::training::{Pages, costs, epoch, recipe, training};
use lab13::gpt::writing::{softmax, write};
use lab13::gpt::{Gpt, Sizes};
use lab13::letters::Text;
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Device, trainable_parameters};
use std::cell::OnceCell;
use trainer::{Recipe, Rule, Training};

/// The text, and the GPT that three sections look at.
pub struct Writer {
    pub text: Text,
    trained: OnceCell<Trained>,
}

/// A trained GPT, and how it came about.
struct Trained {
    model: Gpt,
    /// What it wrote, and after how many steps.
    samples: Vec<(usize, String)>,
    /// Step, and bits a letter of the test text.
    tested: Vec<(f64, f64)>,
}

/// Those of the GPT.
const SIZES: Sizes = Sizes::BOOK;
/// Numbers of a letter's vector and of the memory of the LSTM, which then has about as many parameters.
const RIVAL: [usize; 2] = [64, 128];
/// The share that is dropped in the LSTM; none in the GPT. Chosen, as the rates, on the part of the text for that.
const DROPOUT: f32 = 0.1;
/// The highest rate of both.
const RATE: f32 = 1e-2;
/// Windows a step.
const BATCH: usize = 16;
/// Steps of the GPT, and of the LSTM, which are done sooner all the same.
const STEPS: [usize; 2] = [1000, 800];

impl Writer {
    /// The frozen chapters of this book, and no network yet.
    pub fn new() -> Self {
        Writer {
            text: Text::book(&Corpus::new()),
            trained: OnceCell::new(),
        }
    }

    /// What the GPT learns from.
    fn learn(&self) -> Pages<'_> {
        Pages::new(&self.text.learn, SIZES.letters, SIZES.context)
    }

    /// What nothing is learned from.
    pub fn test(&self) -> Pages<'_> {
        self.learn().of(&self.text.valid)
    }

    /// The GPT, trained at the first call.
    pub fn model(&self, lesson: &Lesson) -> &Gpt {
        &self.trained(lesson).model
    }

    fn trained(&self, lesson: &Lesson) -> &Trained {
        self.trained.get_or_init(|| {
            let (seed, steps) = (lesson.flags().seed, lesson.shortened(STEPS[0], 5));
            let model = Gpt::new(&SIZES, &mut nabla::rng(seed));
            let recipe = recipe(RATE, BATCH, steps).seed(seed);
            let mut training = training(model, &recipe, &Device::Cpu);
            let some = self.learn().of(&self.text.valid[..3_000]);
            let (mut samples, mut tested) = (Vec::new(), Vec::new());
            let mut look = |step: usize, model: &Gpt| {
                tested.push((step as f64, bits(&costs(model, some, 32))));
                if [0, 100, steps].contains(&step) {
                    samples.push((step, self.sample(model, lesson)));
                }
            };
            let mut bar = lesson.progress("gpt", steps);
            look(0, &training.model);
            for done in 1..=recipe.epochs {
                epoch(&mut training, self.learn(), |loss| bar.step(loss, None));
                look(done * steps / recipe.epochs, &training.model);
            }
            bar.done();
            Trained {
                model: training.model,
                samples,
                tested,
            }
        })
    }

    /// Some letters that a model writes.
    fn sample(&self, model: &Gpt, lesson: &Lesson) -> String {
        let choose = |logits: &[f32]| softmax(logits, 0.8);
        let written = write(model, &[END], 150, choose, &mut lesson.rng());
        self.text.alphabet.decode(&written)
    }

    /// What a letter of the test text costs, in nats, if pairs are counted.
    pub fn counted(&self) -> f64 {
        mean(pairs(&self.text.learn, &self.text.valid, SIZES.letters))
    }

    /// What an LSTM knows that learned from the same windows.
    fn rival(&self, lesson: &Lesson) -> (usize, f64) {
        let (seed, steps) = (lesson.flags().seed, lesson.shortened(STEPS[1], 5));
        let model = Rival::new(SIZES.letters, RIVAL, DROPOUT, &mut nabla::rng(seed));
        let (parameters, every) = (trainable_parameters(&model), 100);
        let rule = Rule::adamw(RATE, 0.0).cosine();
        let recipe = Recipe::new(rule, BATCH, steps / every).clip(1.0).seed(seed);
        let training = Training::new(model, &recipe, every * BATCH, &Device::Cpu);
        let model = training.finish(lesson, "lstm", |training, step| {
            epoch(training, self.learn(), step)
        });
        // It remembers, so it may read all of the text as one window.
        let text = &self.text.valid;
        let whole = Pages::new(text, SIZES.letters, text.len() - 1);
        (parameters, bits(&costs(&model, whole, 1)))
    }
}

/// Bits a letter, of nats.
pub fn bits(nats: &[f64]) -> f64 {
    mean(nats.iter().copied()) / 2_f64.ln()
}

/// What each letter of `text` costs, in nats, if it is known how often each followed each other one in `learn`. A pair that was
/// seen seldom leans on how frequent its second letter is.
fn pairs(learn: &[u32], text: &[u32], letters: usize) -> Vec<f64> {
    let mut single = vec![1.0; letters];
    let mut pairs = vec![vec![0.0; letters]; letters];
    for pair in learn.windows(2) {
        single[pair[1] as usize] += 1.0;
        pairs[pair[0] as usize][pair[1] as usize] += 1.0;
    }
    let all: f64 = single.iter().sum();
    let cost = |pair: &[u32]| {
        let (row, next) = (&pairs[pair[0] as usize], pair[1] as usize);
        let often: f64 = row.iter().sum();
        -((row[next] + 4.0 * single[next] / all) / (often + 4.0)).ln()
    };
    text.windows(2).map(cost).collect()
}

/// The section.
pub fn writer(story: &Writer, lesson: &mut Lesson) -> Result<()> {
    let (letters, context) = (SIZES.letters, SIZES.context);
    lesson.say(format!("Put together, it is a **GPT**: a vector for each letter and one for each place, added; blocks; a last norm; and the table of letters once more, turned round, which says how likely each letter is to come next. This one has {} blocks, {} heads and {} numbers a letter, {} parameters in all. It reads the first chapters of this book, {context} letters at a time. The mask makes each window into {context} exercises: at every place guess the next letter, and none sees its solution.", SIZES.layers, SIZES.heads, SIZES.width, count(SIZES.parameters())));
    let trained = story.trained(lesson);
    let begun = trained.tested[0].1;
    lesson.predict_number(
        &format!("There are {letters} different letters. How many bits a letter does it cost before its first step?"),
        Quantity::new(begun, 1).within(0.1),
        &format!("{}: log₂ {letters} = {}. Its weights are drawn so small that all letters are nearly as likely. If a fresh network costs more, something is wrong with its beginning.", num(begun, 2), num((letters as f64).log2(), 2)),
    );
    for (step, sample) in &trained.samples {
        lesson.show(made_up(&format!("after {step} steps"), sample));
    }
    let (rival, lstm) = story.rival(lesson);
    let gpt = bits(&costs(&trained.model, story.test(), context / 2));
    let counted = story.counted() / 2_f64.ln();
    let names = ["the GPT", "the LSTM"];
    let winner = usize::from(lstm < gpt);
    lesson.predict_choice(
        &format!("An LSTM as in lab 8, with {} parameters, learns from windows of the same text, in {} steps instead of {}. It reads the test paragraphs from beginning to end with one memory; the GPT never sees more than {context} letters. Which needs fewer bits a letter there?", count(rival), count(STEPS[1]), count(STEPS[0])),
        &names,
        winner,
        &format!("{}: {} bits, and {} {}.", names[winner], num(gpt.min(lstm), 2), names[1 - winner], num(gpt.max(lstm), 2)),
    );
    let rows = [
        ("pairs, counted", "pairs", letters * letters, counted),
        ("LSTM", "lstm", rival, lstm),
        ("GPT", "gpt", trainable_parameters(&trained.model), gpt),
    ];
    let rows = rows.map(|(name, key, parameters, bits)| {
        let bits = lesson.number(&format!("bits_{key}"), bits);
        [name.to_string(), count(parameters), num(bits, 2)]
    });
    let table = Table::new(["", "parameters", "bits a letter"]).rows(rows);
    lesson.table(&table.caption("On the test paragraphs, which nothing was learned from."));
    let last = trained.tested[trained.tested.len() - 1].0;
    let level = |bits| [(0.0, bits), (last, bits)];
    let chart = Chart::new("step", "bits a letter")
        .line("GPT", trained.tested.iter().copied())
        .dashed("pairs, counted", level(counted))
        .dashed("LSTM", level(lstm));
    let caption = "Bits a letter of some test paragraphs, as the GPT learns.";
    lesson.chart("gpt", caption, &chart)?;
    lesson.say("After a hundred steps the GPT is where a table of pairs is; then its heads find out how to look one place back, and two. An LSTM need not find that out. It is built to read from left to right, and on a text as short as this one, what is built in is worth more than what could be learned. More text and more time are what the GPT can use: `--network gpt --data shakespeare`.");
    Ok(())
}

/// What a network wrote, in lines with the sign for that.
pub fn made_up(title: &str, text: &str) -> String {
    let mut lines = vec![format!("✎ {title}"), "✎  ".to_string()];
    for word in text.split_whitespace() {
        if lines[lines.len() - 1].chars().count() + word.len() > 72 {
            lines.push("✎  ".to_string());
        }
        let last = lines.len() - 1;
        lines[last] += &format!(" {word}");
    }
    lines.join("\n")
}
