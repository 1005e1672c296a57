//! What `--network gpt` asks for: a GPT of any size, on a text of one's own.

use lab13::gpt::training::{EVERY, Pages, costs, epoch, recipe, training};
use lab13::gpt::writing::{softmax, write};
use lab13::gpt::{Gpt, Sizes};
use lab13::letters::Text;
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Error, Flag, Lesson, Result};
use nabla::{Device, trainable_parameters};
use std::path::Path;
use trainer::{Fingerprint, Job, LongRun, Seen, measured};

/// The highest learning rate, if no other is given: nanoGPT's for small networks.
const RATE: f64 = 1e-3;
/// Letters that are validated on after each epoch. In the end it is all of them.
const SOME: usize = 10_000;

/// What the command line may say.
pub fn flags() -> Vec<Flag> {
    let [network, _, _, resume, device] = trainer::flags(&["none", "gpt"]);
    let size = |name, most, usual, help| Flag::count(name, 1..=most, usual, help);
    let own = [
        Flag::value(
            "data",
            "book",
            "With --network: shakespeare, book, or a file of plain text",
        ),
        size("layers", 64, 4, "Blocks of the GPT"),
        size("heads", 64, 4, "Heads of a block"),
        size(
            "width",
            4096,
            128,
            "Numbers a letter, which the heads share out",
        ),
        size("context", 4096, 64, "Letters that it looks at"),
        size("batch", 4096, 12, "Windows of that many letters a step"),
        size("steps", 1_000_000, 2_000, "Steps of training, in hundreds"),
        Flag::number("rate", 1e-6..=1.0, RATE, "The highest learning rate"),
        Flag::value("prompt", "", "What it goes on from when it writes"),
        Flag::number(
            "temperature",
            0.01..=10.0,
            0.8,
            "How boldly it draws its letters",
        ),
    ];
    let own = own.map(|flag| flag.only_with("network"));
    [&[network], &own[..], &[resume, device]].concat()
}

/// The long run, with the flags above.
pub fn gpt(lesson: &mut Lesson) -> Result<()> {
    let [layers, heads, width, context, batch, steps] =
        ["layers", "heads", "width", "context", "batch", "steps"].map(|flag| lesson.count_of(flag));
    if width % heads != 0 {
        let message = format!("{heads} heads cannot share out {width} numbers");
        return Err(Error::new(message).remedy("give a --width that --heads divides"));
    }
    let data = lesson.choice("data").to_string();
    let text = Text::called(&data, context)?;
    let letters = text.alphabet.size();
    let prompt = text.alphabet.encode(lesson.choice("prompt"));
    let prompt = prompt.map_err(|error| error.remedy("give another --prompt"))?;
    let sizes = Sizes {
        letters,
        context,
        width,
        heads,
        layers,
    };
    let recipe = recipe(lesson.number_of("rate") as f32, batch, steps);
    let examples = Fingerprint::new().whole(&text.learn).whole(&text.valid);
    // The name is part of a file's.
    let name = Path::new(&data).file_stem().unwrap_or_default();
    let name = name.to_string_lossy();
    let mut job = Job::new("gpt", &name, examples.done(), &recipe);
    job.recipe = format!("{}, {sizes:?}", job.recipe);
    let mut run = LongRun::new(lesson, job)?;
    let recipe = recipe.epochs(run.run.epochs).seed(run.run.seed);
    let model = Gpt::new(&sizes, &mut nabla::rng(recipe.seed));
    lesson.say(format!(
        "A GPT ({layers} × block, {heads} × head, {width} numbers a letter, {context} letters of context) with {} parameters. It learns from {} letters of {letters} kinds, in epochs of {EVERY} steps: {}, on {}. After each epoch it is validated on {} letters; in the end on all {}.",
        count(trainable_parameters(&model)), count(text.learn.len()), recipe.in_words(), run.device, count(SOME.min(text.valid.len())), count(text.valid.len()),
    ));
    let mut training = training(model, &recipe, &run.device);
    run.resume(lesson, &mut training)?;
    let learn = Pages::new(&text.learn, letters, context);
    let valid = learn.of(&text.valid);
    let few = text.valid.len().min(SOME.max(context + 2));
    let some = learn.of(&text.valid[..few]);
    run.train(
        lesson,
        &mut training,
        &["training loss", "validation loss"],
        |training, step| epoch(training, learn, step),
        |training, loss| {
            let valid = mean(costs(&training.model, some, context));
            measured([("valid/loss", valid)]);
            Ok(Seen {
                cells: vec![num(f64::from(loss), 4), num(valid, 4)],
                right: None,
            })
        },
    )?;
    let mut model = training.model;
    nabla::move_to(&mut model, &Device::Cpu);
    let loss = lesson.number("loss", mean(costs(&model, valid, context)));
    let temperature = lesson.number_of("temperature");
    lesson.say(format!(
        "Validation loss on all {} letters: {} nats a letter, or {} bits. At temperature {temperature} it writes:",
        count(text.valid.len()), num(loss, 4), num(loss / 2_f64.ln(), 3)
    ));
    // A text begins where a line ends, and a line's end has the number 0 in most alphabets.
    let start = if prompt.is_empty() { &[0] } else { &prompt[..] };
    let choose = |logits: &[f32]| softmax(logits, temperature);
    let written = write(&model, start, 500, choose, &mut nabla::rng(recipe.seed));
    let written = text.alphabet.decode(&[prompt, written].concat());
    let lines: Vec<String> = written.lines().map(|line| format!("✎ {line}")).collect();
    lesson.show(lines.join("\n"));
    Ok(())
}
