//! What `--network vae` asks for: the network trained on all of the data, with a checkpoint after each epoch.

use super::SIDE;
use crate::story::{count, num};
use lab05::checkpoint::Run;
use lab06::long_run::device;
use lab09::vae::Vae;
use lab09::vae::evaluate::{Bound, bits_per_number, bound, divergences, log_weights, tightened};
use lab09::vae::latent::drawn;
use lab09::vae::training::{RECIPE, Recipe, Training};
use labkit::{Error, Lesson, Result, Table};
use nabla::{Device, Tensor};
use std::path::Path;

/// For the tighter bound: pictures, and draws for each.
const PICTURES: usize = 1_000;
const SAMPLES: usize = 100;

/// The only section of such a run.
///
/// # Errors
/// If the data, the device or the checkpoint cannot be had, or a file cannot be written.
pub fn long_run(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let split = datasets::images(&data)?;
    let (train, test) = (
        Tensor::from(split.train.pixels),
        Tensor::from(split.test.pixels),
    );
    let usual = if lesson.flags().quick {
        1
    } else {
        RECIPE.epochs
    };
    let recipe = Recipe {
        epochs: lesson.flags().epochs.unwrap_or(usual),
        ..RECIPE
    };
    let (seed, device) = (lesson.flags().seed, device(lesson)?);
    let mut training = Training::new(recipe, &train, seed, &device);
    lesson.say(format!(
        "A variational autoencoder, 784 → {} → {} → {} → 784 with {} parameters, on all {} training pictures of {data}: {}, {} steps each, on {device}.",
        recipe.hidden,
        recipe.latent,
        recipe.hidden,
        count(nabla::parameters(&training.vae)),
        count(train.dims()[0]),
        recipe.in_words(),
        count(training.steps_an_epoch()),
    ));
    let place = (lesson.flags().out).join(format!("checkpoint-vae-{data}.safetensors"));
    let run = Run {
        network: "vae".to_string(),
        data,
        seed,
    };
    let mut done = 0;
    if lesson.choice("resume") == "yes" {
        let optimizer = &mut training.optimizer;
        done = run.resume(&mut training.vae, optimizer, recipe.epochs, &place)?;
        training.skip(done);
        lesson.say(format!(
            "Resumed after epoch {done}: weights, what the optimiser remembers, the place in the shuffling, the learning rate and the lots are those of the interrupted run. It goes on as if it had never stopped."
        ));
    }
    train_on(
        lesson,
        &mut training,
        &run,
        (&test, &device),
        (done, recipe.epochs),
        &place,
    )?;
    let mut vae = training.vae;
    nabla::move_to(&mut vae, &Device::Cpu);
    told(lesson, &vae, &test)
}

fn train_on(
    lesson: &mut Lesson,
    training: &mut Training<'_>,
    run: &Run,
    (test, device): (&Tensor, &Device),
    (done, epochs): (usize, usize),
    place: &Path,
) -> Result<()> {
    let mut bar = lesson.progress("vae", (epochs - done) * training.steps_an_epoch());
    let mut table = Table::new([
        "epoch",
        "training loss",
        "test −bound",
        "reconstruction",
        "KL",
    ]);
    for epoch in done + 1..=epochs {
        let loss = training.epoch(|loss| bar.step(loss, None));
        still_there(device)?;
        let found = bound(&training.vae, test, run.seed);
        // The epoch's last steps may only have been computed for this.
        still_there(device)?;
        run.save(&training.vae, &training.optimizer, epoch, place)?;
        if epoch <= 3 || epoch % 5 == 0 || epoch == epochs {
            table.push(row(epoch, loss, &found));
        }
    }
    bar.done();
    if done < epochs {
        lesson.table(&table.caption(format!(
            "Nats a picture. *Training loss* is the mean over the epoch, while the weights changed; on a graphics card over every 25th step. After each epoch a checkpoint was written to `{}`; if a run is interrupted, the same command with `--resume` goes on.",
            place.display()
        )));
    }
    Ok(())
}

fn row(epoch: usize, loss: f32, found: &Bound) -> [String; 5] {
    [
        epoch.to_string(),
        num(f64::from(loss), 2),
        num(-found.elbo(), 2),
        num(found.reconstruction, 2),
        num(found.divergence, 2),
    ]
}

/// Says so if the graphics card went away, and every number with it.
fn still_there(device: &Device) -> Result<()> {
    device.status().map_err(|error| {
        Error::new(error.to_string())
            .remedy("go on from the last checkpoint with --resume --device cpu")
    })
}

/// What the trained network is worth, and what it draws.
fn told(lesson: &mut Lesson, vae: &Vae, test: &Tensor) -> Result<()> {
    let seed = lesson.flags().seed;
    let whole = bound(vae, test, seed);
    lesson.number("test_elbo", whole.elbo());
    let some = test.rows(0..test.dims()[0].min(PICTURES));
    let weights = log_weights(vae, &some, SAMPLES, 1.0, &mut nabla::rng(seed));
    let mut table = Table::new(["bound on ln p(x)", "nats a picture", "bits a pixel"]);
    let all = ("one draw, all test pictures".to_string(), whole.elbo());
    let fewer = [1, 10, SAMPLES].map(|k| {
        let name = format!("{k} draws, {} of them", count(some.dims()[0]));
        (name, tightened(&weights, k))
    });
    for (name, nats) in [all].into_iter().chain(fewer) {
        table.push([name, num(nats, 2), num(bits_per_number(-nats, 784), 4)]);
    }
    lesson.number("test_iwae", tightened(&weights, SAMPLES));
    lesson.table(
        &table.caption(
            "Grey pixels as Bernoulli means: to be compared with the same convention only.",
        ),
    );
    let each = divergences(vae, test);
    let used = each.iter().filter(|kl| **kl > 0.1).count();
    lesson.number("used", used);
    lesson.say(format!(
        "{used} of the {} numbers of a code are used (KL above 0.1 nats).",
        each.len()
    ));
    let pictures = vae.draw(&drawn(60, vae.latent(), &mut nabla::rng(seed)));
    let shown = super::slices(&pictures);
    let rows: Vec<(&str, Vec<&[f32]>)> = shown
        .chunks(12)
        .map(|row| ("drawn", row.to_vec()))
        .collect();
    lesson.sheet(
        "vae-drawn-long",
        "Codes from N(0, I), decoded; not one of them chosen.",
        SIDE,
        &rows,
    )
}
