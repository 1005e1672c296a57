//! What `--network autoencoder` and `--network anomaly` ask for: trainings on all of the data, which may be interrupted.

use super::{count, mean, num};
use lab05::checkpoint::Run;
use lab06::long_run::device;
use lab09::against_pca::{self, AgainstPca};
use lab09::anomaly::{self, Detector, Found, Task};
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::noise::mse;
use lab09::pca::{Pca, matrix, tensor_of};
use lab09::training::{Recipe, Training};
use labkit::{Error, Lesson, Result, Table};
use nabla::{Device, Tensor};
use std::path::PathBuf;

/// So many epochs, one with `--quick`, or what `--epochs` says.
fn passes(lesson: &Lesson, usual: usize) -> usize {
    let usual = if lesson.flags().quick { 1 } else { usual };
    lesson.flags().epochs.unwrap_or(usual)
}

/// The file of a training, and what is written in it.
fn place(lesson: &Lesson, network: &str) -> (Run, PathBuf) {
    let flags = lesson.flags();
    let run = Run {
        network: network.to_string(),
        data: flags.data.clone(),
        seed: flags.seed,
    };
    let file = format!("checkpoint-{network}-{}.safetensors", flags.data);
    (run, flags.out.join(file))
}

/// Trains with a checkpoint after each epoch; goes on from it if `--resume` is given and it is there, or if `must_be_there`.
/// `after` gets the number of epochs done, the mean loss, and the network.
fn train(
    lesson: &Lesson,
    network: &str,
    training: &mut Training<'_>,
    (epochs, must_be_there): (usize, bool),
    device: &Device,
    mut after: impl FnMut(usize, f32, &mut Autoencoder),
) -> Result<usize> {
    let (run, place) = place(lesson, network);
    let mut done = 0;
    if lesson.choice("resume") == "yes" && (must_be_there || place.exists()) {
        done = run.resume(&mut training.model, &mut training.optimizer, epochs, &place)?;
        training.skip(done);
    }
    let mut bar = lesson.progress(network, (epochs - done) * training.steps_an_epoch());
    for epoch in done + 1..=epochs {
        let loss = training.epoch(|loss| bar.step(loss, None));
        device.status().map_err(|error| {
            Error::new(error.to_string())
                .remedy("go on from the last checkpoint with --resume --device cpu")
        })?;
        run.save(&training.model, &training.optimizer, epoch, &place)?;
        after(epoch, loss, &mut training.model);
    }
    bar.done();
    nabla::move_to(&mut training.model, &Device::Cpu);
    Ok(done)
}

/// The large autoencoder against PCA of the same width.
pub fn autoencoder(lesson: &mut Lesson) -> Result<()> {
    let split = datasets::images(&lesson.flags().data)?;
    let inputs = split.train.height * split.train.width;
    let latent = against_pca::LARGE_LATENT;
    let plan = Plan::deep(inputs, &against_pca::LARGE_HIDDEN, latent);
    let usual = against_pca::large_recipe(lesson.flags().seed);
    let epochs = passes(lesson, usual.epochs);
    let recipe = Recipe { epochs, ..usual };
    let device = device(lesson)?;
    let pictures = Tensor::from(split.train.pixels.clone());
    let test = Tensor::from(split.test.pixels.clone());
    let model = plan.build(&mut nabla::rng(recipe.seed));
    lesson.say(format!(
        "{} on all {} training pictures of {}: Adam {}, batch {}, {epochs} epochs of {} steps, on {device}.",
        plan.in_words(),
        count(split.train.len()),
        split.train.name,
        recipe.rate,
        recipe.batch,
        count(pictures.dims()[0].div_ceil(recipe.batch)),
    ));
    lesson.show(nabla::summary(&model, [inputs]));
    let mut training = Training::new(model, &pictures, &recipe, &device);
    let mut table = Table::new(["epoch", "training error", "test error"]);
    let done = train(
        lesson,
        "autoencoder",
        &mut training,
        (epochs, true),
        &device,
        |epoch, loss, model| {
            if epoch <= 2 || epoch % 5 == 0 || epoch == epochs {
                nabla::move_to(model, &Device::Cpu);
                let error = mse(&model.reconstruct(&test), &test);
                nabla::move_to(model, &device);
                table.push([epoch.to_string(), format!("{loss:.5}"), num(error, 5)]);
            }
        },
    )?;
    if done > 0 {
        lesson.say(format!("Resumed after epoch {done}."));
    }
    if done < epochs {
        lesson.table(&table.caption("Mean squared errors per pixel; the training error is the mean over the epoch, while the weights changed."));
    }
    let pca = Pca::fit(&matrix(&split.train));
    let both = AgainstPca::of(&training.model, &pca, latent, &split);
    lesson.number("test_error", both.autoencoder);
    lesson.number("test_error_pca", both.pca);
    let mut table = Table::new(["", "training", "test"]);
    table.push([
        format!("PCA, {latent} directions"),
        num(both.pca_train, 5),
        num(both.pca, 5),
    ]);
    table.push([
        format!("autoencoder, {latent} numbers"),
        num(both.autoencoder_train, 5),
        num(both.autoencoder, 5),
    ]);
    lesson.table(&table.caption(format!(
        "Mean squared error per pixel. The autoencoder's test error is {} of PCA's.",
        num(both.autoencoder / both.pca, 2)
    )));
    let shown: Vec<usize> = (0..10.min(split.test.len())).collect();
    let x_test = matrix(&split.test.select(&shown));
    let straight = tensor_of(&pca.reconstruct(&x_test, latent));
    let bent = training.model.reconstruct(&test.gather_rows(&shown));
    let of = |set| {
        shown
            .iter()
            .map(|&i| super::row(set, i))
            .collect::<Vec<_>>()
    };
    let rows = [
        ("test pictures", of(&test)),
        ("PCA, 32", of(&straight)),
        ("network, 32", of(&bent)),
    ];
    lesson.sheet(
        "large",
        "Ten test pictures, and what comes out.",
        split.test.height,
        &rows,
    )
}

/// Each class left out in turn.
pub fn anomalies(lesson: &mut Lesson) -> Result<()> {
    let split = datasets::images(&lesson.flags().data)?;
    let inputs = split.train.height * split.train.width;
    let plan = Plan::deep(inputs, &anomaly::LARGE_HIDDEN, anomaly::LARGE_LATENT);
    let usual = anomaly::large_recipe(lesson.flags().seed);
    let epochs = passes(lesson, usual.epochs);
    let recipe = Recipe { epochs, ..usual };
    let device = device(lesson)?;
    lesson.say(format!(
        "{} on {}, each class left out in turn: Adam {}, batch {}, {epochs} epochs, on {device}.",
        plan.in_words(),
        split.train.name,
        recipe.rate,
        recipe.batch,
    ));
    let mut all = Vec::new();
    for class in 0..split.train.classes as u8 {
        let task = Task::new(&split, class);
        let model = plan.build(&mut nabla::rng(recipe.seed));
        let mut training = Training::new(model, &task.known, &recipe, &device);
        let name = format!("anomaly-{class}");
        train(
            lesson,
            &name,
            &mut training,
            (epochs, false),
            &device,
            |_, _, _| {},
        )?;
        let detector = Detector::new(training.model, &task.known);
        all.push(task.found(&detector, anomaly::LARGE_LATENT));
    }
    let mut table = Table::new(["left out", "by error", "by distance", "PCA's error"]);
    for found in &all {
        lesson.number(&format!("auc_{}", found.class), found.by_error);
        table.push([
            split.train.class_name(usize::from(found.class)).to_string(),
            num(found.by_error, 3),
            num(found.by_distance, 3),
            num(found.by_pca, 3),
        ]);
    }
    let means = |of: fn(&Found) -> f64| mean(all.iter().map(of));
    let overall = [
        means(|f| f.by_error),
        means(|f| f.by_distance),
        means(|f| f.by_pca),
    ];
    lesson.number("auc", overall[0]);
    table.push(
        ["mean".to_string()]
            .into_iter()
            .chain(overall.map(|x| num(x, 3))),
    );
    lesson.table(&table.caption("Areas under the ROC curve: test pictures of the nine known classes against all pictures of the one that is not."));
    Ok(())
}
