//! What `--network vae` asks for: the network trained on all of the data, with a checkpoint after each epoch.

use super::SIDE;
use lab09::vae::Vae;
use lab09::vae::evaluate::{bits_per_number, bound, divergences, log_weights, tightened};
use lab09::vae::latent::drawn;
use lab09::vae::training::{LARGE, epoch};
use labkit::numerals::{count, num};
use labkit::{Lesson, Result, Table};
use nabla::{Device, Tensor};
use trainer::{Fingerprint, Job, LongRun, Seen, Training, measured};

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
    let train = Tensor::from(split.train.pixels);
    let test = Tensor::from(split.test.pixels);
    let examples = Fingerprint::new().reals(train.data()).done();
    let mut job = Job::new("vae", &data, examples, &LARGE.recipe);
    job.recipe += &format!(", β {}", LARGE.beta);
    let mut run = LongRun::new(lesson, job)?;
    let seed = run.run.seed;
    let plan = LARGE.run(seed, run.run.epochs);
    let mut training = plan.begin(&train, &run.device);
    lesson.say(format!(
        "A variational autoencoder, 784 → {} → {} → {} → 784 with {} parameters, on all {} training pictures of {data}: {}, of {} steps each, on {}. All losses are in nats a picture.",
        plan.hidden,
        plan.latent,
        plan.hidden,
        count(nabla::parameters(&training.model)),
        count(train.dims()[0]),
        plan.recipe.in_words(),
        count(training.steps_an_epoch()),
        run.device,
    ));
    run.resume(lesson, &mut training)?;
    let columns = ["training loss", "test −bound", "reconstruction", "KL"];
    let learn = |training: &mut Training<Vae>, step: &mut dyn FnMut(f32)| {
        epoch(training, &train, plan.beta, step)
    };
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let found = bound(&training.model, &test, seed);
        measured([
            ("test/minus the bound", -found.elbo()),
            ("test/reconstruction", found.reconstruction),
            ("test/KL", found.divergence),
        ]);
        let nats = [
            f64::from(loss),
            -found.elbo(),
            found.reconstruction,
            found.divergence,
        ];
        Ok(Seen {
            cells: nats.map(|nats| num(nats, 2)).into(),
            right: None,
        })
    })?;
    let mut vae = training.model;
    nabla::move_to(&mut vae, &Device::Cpu);
    told(lesson, &vae, &test)
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
