//! Test accuracy by the recipes of the course.

use crate::flags::Training;
use crate::record::{self, Line};
use crate::rows;
use crate::{said, start};
use cpu_time::ProcessTime;
use datasets::Split;
use indicatif::{ProgressBar, ProgressStyle};
use nabla::Device;
use std::error::Error;
use std::time::{Duration, Instant};
use trainer::{Network, Sets, accuracy, agreed, pictures_called, right};

pub fn run(options: &Training) -> Result<(), Box<dyn Error>> {
    let device = start(&options.common)?;
    if options.write {
        // A record that cannot be read is better known before an hour of training than after.
        record::kept(&options.data)?;
    }
    let pictures = pictures_called(&options.data).map_err(|error| error.to_string())?;
    for row in rows::all() {
        if !options.common.asks_for(row.name) {
            continue;
        }
        // Whoever asks for no row in particular wants all that can read such pictures.
        if options.common.rows.is_empty() && row.takes(&pictures.train).is_err() {
            continue;
        }
        let line = line(&row, &pictures, &device, options)?;
        let which = if options.held_out { "held-out" } else { "test" };
        if options.common.json {
            said::line(&serde_json::to_string(&line)?)?;
        } else {
            said::line(&format!(
                "{:<16} {:>6.2} % of {}'s {which} images  {:>9} parameters  {:>3} epochs  {:>6.1} s  (seed {})",
                line.name,
                line.accuracy * 100.0,
                options.data,
                line.parameters,
                line.epochs,
                line.seconds,
                line.seed
            ))?;
        }
        if options.write {
            record::keep(&options.data, line, &rows::names())?;
        }
    }
    Ok(())
}

fn line(
    row: &Network,
    pictures: &Split,
    device: &Device,
    options: &Training,
) -> Result<Line, Box<dyn Error>> {
    let (start, start_of_work) = (Instant::now(), ProcessTime::now());
    let epochs = options.epochs.unwrap_or(row.recipe.epochs);
    let sets = Sets::of(row, pictures.clone()).map_err(|error| error.to_string())?;
    let train = sets.train;
    let read = match options.held_out {
        true => sets
            .valid
            .ok_or_else(|| format!("{} holds no pictures out", row.name))?,
        false => sets.test,
    };
    let bar = bar(row.name, epochs * train.len().div_ceil(row.recipe.batch));
    let model = rows::train(row, epochs, &train, options.seed, device, || bar.inc(1))?;
    bar.finish_and_clear();
    let (seconds, work) = (start.elapsed(), start_of_work.elapsed());
    let machine = match device {
        Device::Cpu => record::machine(),
        gpu => gpu.to_string(),
    };
    // Ten thousand images tell a hundredth of a per cent apart, and no more.
    let rounded = |share: f64| (share * 1e4).round() / 1e4;
    let views = row.recipe.augment.filter(|_| row.is_coloured());
    let views = views.map(|augment| agreed(&model, &augment.views(&read.images)));
    Ok(Line {
        name: row.name.to_string(),
        source: row.source.to_string(),
        printed: row.printed,
        accuracy: rounded(accuracy(&model, &read)),
        views: views.map(|said| rounded(right(&said, &read.labels))),
        parameters: nabla::parameters(&model),
        epochs,
        seconds: tenths(seconds),
        processor_seconds: tenths(work),
        seed: options.seed,
        machine,
    })
}

fn tenths(time: Duration) -> f64 {
    (time.as_secs_f64() * 10.0).round() / 10.0
}

/// Some rows take minutes. Nothing is drawn where no person watches.
fn bar(name: &'static str, steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:<16} {wide_bar} {pos}/{len}  {eta} to go");
    ProgressBar::new(steps as u64)
        .with_message(name)
        .with_style(style.expect("the template is well formed"))
}
