//! The long run of a network that names what it is shown.

use crate::reading::{Reading, halved};
use crate::tools::pictures;
use crate::{
    Channels, Examples, Job, LongRun, Network, Seen, Sets, Training, pictures_called, score,
};
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
    /// How the channels of the pictures were shifted and scaled, if they were.
    pub channels: Option<Channels>,
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
    let split = pictures_called(&data)?;
    let names = (0..split.test.classes).map(|k| split.test.class_name(k).to_string());
    let names: Vec<String> = names.collect();
    let Sets {
        train,
        valid,
        test,
        channels,
    } = Sets::of(network, split)?;
    let job = Job::new(network.name, &data, train.fingerprint(), &network.recipe);
    let mut run = LongRun::new(lesson, job)?;
    let recipe = network.recipe.epochs(run.run.epochs).seed(run.run.seed);
    let model = (network.build)(&mut nabla::rng(recipe.seed));
    let mut training = Training::new(model, &recipe, train.len(), &run.device);
    let all = if valid.is_some() { "" } else { "all " };
    lesson.say(format!(
        "The network {} on {all}{} training pictures of {data}: {}, of {} steps each, on {}.",
        network.name,
        count(train.len()),
        recipe.in_words(),
        count(training.steps_an_epoch()),
        run.device,
    ));
    lesson.show(nabla::summary(&training.model, network.input));
    run.resume(lesson, &mut training)?;
    if let Some(valid) = &valid {
        lesson.say(format!("{} more are held out. Recipes are chosen by these; the test pictures are looked at once, in the end.", count(valid.len())));
    }
    let (watched, called) = match &valid {
        Some(valid) => (valid, "valid"),
        None => (&test, "test"),
    };
    let columns = [
        "training loss".to_string(),
        format!("{called} loss"),
        format!("{called} right"),
    ];
    let columns = columns.each_ref().map(String::as_str);
    let learn = |training: &mut Training<Sequential>, step: &mut dyn FnMut(f32)| {
        training.classify(&train, step)
    };
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let score = score(&training.model, watched).told_as(called);
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
    let printed = match network.is_coloured() {
        true => "printed for CIFAR-10",
        false => "printed for MNIST",
    };
    let mut table = Table::new(["test pictures of", "loss", "read right", printed, "by"]);
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
    let shown = Shown {
        network,
        channels: channels.as_ref(),
        test: &test,
    };
    worst(lesson, &Reading::new(&model, &test), &shown, &names)?;
    Ok(Trained {
        model,
        test,
        channels,
        names,
    })
}

/// Test pictures that can be shown.
struct Shown<'a> {
    network: &'a Network,
    channels: Option<&'a Channels>,
    test: &'a Examples,
}

impl Shown<'_> {
    /// The side of a picture, all of which are squares.
    fn side(&self) -> usize {
        match *self.network.input {
            [height, ..] if self.network.input.len() == 3 => height,
            _ => 28,
        }
    }

    /// Picture `i` in grey, half the size. Of a photograph it is what is dark that is drawn with ink.
    fn half(&self, i: usize) -> Vec<f32> {
        let mut pixels = self.test.images.rows(i..i + 1).data().to_vec();
        if let Some(channels) = self.channels {
            channels.undo(&mut pixels);
        }
        if self.network.is_coloured() {
            let dark = |pixel: &[f32]| 1.0 - pixel.iter().sum::<f32>() / 3.0;
            pixels = pixels.chunks_exact(3).map(dark).collect();
        }
        halved(&pixels, self.side())
    }
}

/// The mistakes that it was surest of.
fn worst(lesson: &mut Lesson, reading: &Reading, test: &Shown, names: &[String]) -> Result<()> {
    let worst = reading.worst();
    let shown: Vec<(String, Vec<f32>)> = worst
        .iter()
        .take(SHOWN)
        .map(|&i| {
            let (truth, answer) = (&names[reading.labels[i]], &names[reading.answers[i]]);
            (format!("{truth} as {answer}"), test.half(i))
        })
        .collect();
    if !worst.is_empty() && !test.network.is_coloured() {
        let wrong: Vec<usize> = worst.iter().copied().take(MISTAKES).collect();
        let wrong = test.test.images.gather_rows(&wrong);
        pictures("mistakes, the surest first", &wrong, [28, 28], 8);
    }
    if shown.is_empty() {
        lesson.say("Not a single mistake on the test pictures.");
        return Ok(());
    }
    let half = test.side() / 2;
    let pictures: Vec<(&str, usize, usize, &[f32])> = shown
        .iter()
        .map(|(label, pixels)| (label.as_str(), half, half, pixels.as_slice()))
        .collect();
    lesson.grey(
        "The worst mistakes: what it is, and what the network was surest of.",
        &pictures,
    )
}
