//! The long run of a network that names what it is shown.

use crate::reading::{Reading, half};
use crate::tools::pictures;
use crate::{Examples, Job, LongRun, Network, Seen, Training, score};
use labkit::numerals::{count, num, percentage};
use labkit::{Error, Lesson, Result, Table};
use nabla::{Device, Sequential};

/// How many of the worst mistakes are shown.
const SHOWN: usize = 5;
/// How many of them TensorBoard shows.
const MISTAKES: usize = 64;

/// A network at the end of its long run.
pub struct Trained {
    /// The network, on the processor.
    pub model: Sequential,
    /// The test pictures, as it takes them.
    pub test: Examples,
    /// What the classes are called.
    pub names: Vec<String>,
}

/// Trains the one of `networks` that `--network` names on all of `--data`, tests it, and shows its worst mistakes: the only
/// section of such a run.
///
/// # Errors
/// If there is no such network, its data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson, networks: &[Network]) -> Result<Trained> {
    let asked = lesson.choice("network");
    let network = Network::find(networks, asked)
        .ok_or_else(|| Error::new(format!("there is no network {asked}")))?;
    let data = lesson.flags().data.clone();
    let split = datasets::images(&data)?;
    let names = (0..split.test.classes).map(|k| split.test.class_name(k).to_string());
    let names: Vec<String> = names.collect();
    let as_taken = |images| network.examples(&Examples::from(images));
    let (train, test) = (as_taken(split.train), as_taken(split.test));
    let job = Job::new(network.name, &data, train.fingerprint(), &network.recipe);
    let mut run = LongRun::new(lesson, job)?;
    let recipe = network.recipe.epochs(run.run.epochs).seed(run.run.seed);
    let model = (network.build)(&mut nabla::rng(recipe.seed));
    let mut training = Training::new(model, &recipe, train.len(), &run.device);
    lesson.say(format!(
        "The network {} on all {} training pictures of {data}: {}, of {} steps each, on {}.",
        network.name,
        count(train.len()),
        recipe.in_words(),
        count(training.steps_an_epoch()),
        run.device,
    ));
    lesson.show(nabla::summary(&training.model, network.input));
    run.resume(lesson, &mut training)?;
    let columns = ["training loss", "test loss", "test right"];
    let learn = |training: &mut Training<Sequential>, step: &mut dyn FnMut(f32)| {
        training.classify(&train, step)
    };
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let score = score(&training.model, &test).told_as("test");
        Ok(Seen {
            cells: vec![
                num(f64::from(loss), 4),
                num(score.loss, 4),
                percentage(score.accuracy, 2),
            ],
            right: Some(score.accuracy),
        })
    })?;
    let mut model = training.model;
    nabla::move_to(&mut model, &Device::Cpu);
    let end = score(&model, &test);
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
        percentage(end.accuracy, 2),
        network
            .printed
            .map_or("–".to_string(), |printed| percentage(printed, 2)),
        network.source.to_string(),
    ]);
    lesson.table(&table);
    worst(lesson, &Reading::new(&model, &test), &test, &names)?;
    Ok(Trained { model, test, names })
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
    if !worst.is_empty() {
        let wrong: Vec<usize> = worst.iter().copied().take(MISTAKES).collect();
        let wrong = test.images.gather_rows(&wrong);
        pictures("mistakes, the surest first", &wrong, [28, 28], 8);
    }
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
