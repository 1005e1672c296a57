//! What `--network` asks for: one network trained on all of the data, with a checkpoint after each epoch.

use crate::network::{IMAGE, Recipe};
use crate::training::{Examples, Training, as_pictures, score};
use lab05::checkpoint::Run;
use lab05::reading::{Reading, half};
use labkit::{Error, Lesson, Result, Table};
use nabla::Device;
use std::path::Path;

/// How many of the worst mistakes are shown.
const SHOWN: usize = 5;

/// What `--help` says of `--device`: also which graphics cards there are. They are looked for only if somebody asks.
pub fn device_help() -> &'static str {
    const WHAT: &str = "With --network: the processor, or the graphics card (WGPU_ADAPTER_NAME chooses among several)";
    if !std::env::args().any(|argument| argument == "--help" || argument == "-h") {
        return WHAT;
    }
    let found: Vec<String> = Device::list().iter().map(ToString::to_string).collect();
    let found = match found.is_empty() {
        true => "none was found".to_string(),
        false => format!("found: {}", found.join("; ")),
    };
    // Once in a program's life, and the flag wants words that live as long.
    format!("{WHAT}; {found}").leak()
}

/// Where `--device` says.
///
/// # Errors
/// If there is no graphics card.
pub fn device(lesson: &Lesson) -> Result<Device> {
    match lesson.choice("device") {
        "gpu" => Device::gpu().map_err(|error| {
            Error::new(error.to_string()).remedy("or train on the processor: --device cpu")
        }),
        _ => Ok(Device::Cpu),
    }
}

/// Trains the one of `recipes` that `--network` names: the only section of such a run. The lesson has the flags
/// `network`, `device` and `resume`.
///
/// # Errors
/// If there is no such network, its data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson, recipes: &[Recipe]) -> Result<()> {
    let recipe = recipes
        .iter()
        .find(|recipe| recipe.name == lesson.choice("network"))
        .ok_or_else(|| Error::new(format!("there is no network {}", lesson.choice("network"))))?;
    let data = lesson.flags().data.clone();
    let split = datasets::images(&data)?;
    let names: Vec<String> = (0..split.test.classes)
        .map(|k| split.test.class_name(k).to_string())
        .collect();
    let (train, test) = (Examples::from(split.train), Examples::from(split.test));
    let (train, test) = (as_pictures(&train), as_pictures(&test));
    let usual = if lesson.flags().quick {
        1
    } else {
        recipe.epochs
    };
    let epochs = lesson.flags().epochs.unwrap_or(usual);
    let device = device(lesson)?;
    let mut training = Training::new(recipe, epochs, &train, lesson.flags().seed, &device);
    lesson.say(format!(
        "The network {} on all {} training pictures of {data}: {}; here {epochs} of {} steps each, on {device}.",
        recipe.name,
        count(train.len()),
        recipe.in_words(),
        count(training.steps_an_epoch()),
    ));
    lesson.show(nabla::summary(&training.model, IMAGE));
    let place = lesson
        .flags()
        .out
        .join(format!("checkpoint-{}-{data}.safetensors", recipe.name));
    let run = Run {
        network: recipe.name.to_string(),
        data: data.clone(),
        seed: lesson.flags().seed,
    };
    let mut done = 0;
    if lesson.choice("resume") == "yes" {
        let optimizer = training.optimizer.as_mut();
        done = run.resume(&mut training.model, optimizer, epochs, &place)?;
        training.skip(done);
        lesson.say(format!(
            "Resumed after epoch {done}: the weights, what the optimiser remembers, the place in the shuffling, the learning rate and what will be dropped are those of the interrupted run. It goes on as if it had never stopped."
        ));
    }
    train_on(
        lesson,
        &mut training,
        &run,
        (&test, &device),
        (done, epochs),
        &place,
    )?;
    let end = score(&training.model, &test, &device);
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
        format!("{:.4}", end.loss),
        percent(end.accuracy, 2),
        recipe
            .printed
            .map_or("–".to_string(), |printed| percent(printed, 2)),
        recipe.source.to_string(),
    ]);
    lesson.table(&table);
    nabla::move_to(&mut training.model, &Device::Cpu);
    worst(lesson, &Reading::new(&training.model, &test), &test, &names)
}

fn train_on(
    lesson: &mut Lesson,
    training: &mut Training<'_>,
    run: &Run,
    (test, device): (&Examples, &Device),
    (done, epochs): (usize, usize),
    place: &Path,
) -> Result<()> {
    let mut bar = lesson.progress(&run.network, (epochs - done) * training.steps_an_epoch());
    let mut table = Table::new(["epoch", "training loss", "test loss", "test right"]);
    let mut accuracy = None;
    for epoch in done + 1..=epochs {
        let loss = training.epoch(|loss| bar.step(loss, accuracy));
        still_there(device)?;
        let score = score(&training.model, test, device);
        // The epoch's last steps may only have been computed for the score.
        still_there(device)?;
        accuracy = Some(score.accuracy);
        run.save(&training.model, training.optimizer.as_ref(), epoch, place)?;
        if epoch <= 3 || epoch % 5 == 0 || epoch == epochs {
            table.push([
                epoch.to_string(),
                format!("{loss:.4}"),
                format!("{:.4}", score.loss),
                percent(score.accuracy, 1),
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

/// Says so if the graphics card went away, and every number with it.
///
/// # Errors
/// Then.
pub fn still_there(device: &Device) -> Result<()> {
    device.status().map_err(|error| {
        Error::new(error.to_string())
            .remedy("go on from the last checkpoint with --resume --device cpu")
    })
}

/// The mistakes that it was surest of.
fn worst(lesson: &mut Lesson, reading: &Reading, test: &Examples, names: &[String]) -> Result<()> {
    let worst = reading.worst();
    let shown: Vec<(String, Vec<f32>)> = worst
        .iter()
        .take(SHOWN)
        .map(|&i| {
            let pixels = &test.images.data()[i * 784..][..784];
            let (truth, answer) = (&names[reading.labels[i]], &names[reading.answers[i]]);
            (format!("{truth} as {answer}"), half(pixels))
        })
        .collect();
    if shown.is_empty() {
        lesson.say("Not a single mistake on the test pictures.");
        return Ok(());
    }
    let pictures: Vec<(&str, usize, usize, &[f32])> = shown
        .iter()
        .map(|(label, pixels)| (label.as_str(), 14, 14, pixels.as_slice()))
        .collect();
    lesson.grey(
        "The worst mistakes: what it is, and what the network was surest of.",
        &pictures,
    )
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
