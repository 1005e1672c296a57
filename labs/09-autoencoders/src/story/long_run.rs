//! What `--network autoencoder` and `--network anomaly` ask for: trainings on all of the data, which may be interrupted.

use super::{odd, row};
use lab09::against_pca::{self, AgainstPca};
use lab09::anomaly::{self, Detector, Task};
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::noise::mse;
use lab09::pca::{Pca, matrix, tensor_of};
use lab09::training::{Objective, epoch};
use labkit::numerals::{count, num};
use labkit::{Lesson, Result, Table};
use nabla::{Device, Tensor};
use trainer::{Fingerprint, Job, LongRun, Recipe, Seen, Training, measured};

/// A fresh network, about to learn `pictures`, as the long run says.
fn begin(
    plan: &Plan<'_>,
    recipe: &Recipe,
    run: &LongRun,
    pictures: &Tensor,
) -> Training<Autoencoder> {
    let recipe = recipe.epochs(run.run.epochs).seed(run.run.seed);
    let model = plan.build(&mut nabla::rng(recipe.seed));
    Training::new(model, &recipe, pictures.dims()[0], &run.device)
}

/// An epoch of these pictures.
fn learning(
    pictures: &Tensor,
) -> impl FnMut(&mut Training<Autoencoder>, &mut dyn FnMut(f32)) -> f32 {
    |training, step| epoch(training, pictures, &Objective::PLAIN, step)
}

/// The large autoencoder against PCA of the same width.
pub fn autoencoder(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let split = datasets::images(&data)?;
    let pictures = Tensor::from(split.train.pixels);
    let test = Tensor::from(split.test.pixels.clone());
    let (examples, inputs) = pictures.shape().as_rows();
    let (recipe, latent) = (against_pca::LARGE_RECIPE, against_pca::LARGE_LATENT);
    let plan = Plan::deep(inputs, &against_pca::LARGE_HIDDEN, latent);
    let fingerprint = Fingerprint::new().reals(pictures.data()).done();
    let job = Job::new("autoencoder", &data, fingerprint, &recipe);
    let mut run = LongRun::new(lesson, job)?;
    let mut training = begin(&plan, &recipe, &run, &pictures);
    lesson.say(format!(
        "{} on all {} training pictures of {data}: {}, of {} steps each, on {}. The loss is the mean squared error per pixel.",
        plan.in_words(),
        count(examples),
        training.recipe().in_words(),
        count(training.steps_an_epoch()),
        run.device,
    ));
    lesson.show(nabla::summary(&training.model, [inputs]));
    run.resume(lesson, &mut training)?;
    let columns = ["training loss", "test loss"];
    let learn = learning(&pictures);
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let error = mse(&training.model.reconstruct(&test), &test);
        measured([("test/loss", error)]);
        Ok(Seen {
            cells: vec![num(f64::from(loss), 5), num(error, 5)],
            right: None,
        })
    })?;
    let mut model = training.model;
    nabla::move_to(&mut model, &Device::Cpu);
    let pca = Pca::fit(&matrix(&pictures));
    let both = AgainstPca::of(&model, &pca, latent, &pictures, &test);
    lesson.number("test_error", both.autoencoder);
    lesson.number("test_error_pca", both.pca);
    let mut table = Table::new(["", "training", "test"]);
    for (words, train, test) in [
        ("PCA, 32 directions", both.pca_train, both.pca),
        (
            "autoencoder, 32 numbers",
            both.autoencoder_train,
            both.autoencoder,
        ),
    ] {
        table.push([words.to_string(), num(train, 5), num(test, 5)]);
    }
    lesson.table(&table.caption(format!(
        "Mean squared error per pixel. The autoencoder's test error is {} of PCA's.",
        num(both.autoencoder / both.pca, 2)
    )));
    let shown = test.rows(0..10.min(test.dims()[0]));
    let straight = tensor_of(&pca.reconstruct(&matrix(&shown), latent));
    let bent = model.reconstruct(&shown);
    let of = |set| {
        (0..shown.dims()[0])
            .map(|i| row(set, i))
            .collect::<Vec<_>>()
    };
    lesson.sheet(
        "large",
        "Ten test pictures, and what comes out.",
        split.test.height,
        &[
            ("test pictures", of(&shown)),
            ("PCA, 32", of(&straight)),
            ("network, 32", of(&bent)),
        ],
    )
}

/// Each class left out in turn.
pub fn anomalies(lesson: &mut Lesson) -> Result<()> {
    let data = lesson.flags().data.clone();
    let split = datasets::images(&data)?;
    let inputs = split.train.height * split.train.width;
    let (recipe, latent) = (anomaly::LARGE_RECIPE, anomaly::LARGE_LATENT);
    let plan = Plan::deep(inputs, &anomaly::LARGE_HIDDEN, latent);
    let all = Tensor::from(split.train.pixels.clone());
    let labels: Vec<u32> = split.train.labels.iter().map(|&l| u32::from(l)).collect();
    let examples = Fingerprint::new().reals(all.data()).whole(&labels).done();
    let classes = 0..split.train.classes as u8;
    let jobs = classes.map(|class| {
        let name = format!("anomaly-{class}");
        Job::new(&name, &data, examples.clone(), &recipe)
    });
    let mut all = Vec::new();
    for (class, mut run) in (0..).zip(LongRun::several(lesson, jobs)?) {
        let task = Task::new(&split, class);
        let mut training = begin(&plan, &recipe, &run, &task.known);
        if class == 0 {
            let words = training.recipe().in_words();
            lesson.say(format!(
                "{} on {data}, each class left out in turn: {words}, on {}.",
                plan.in_words(),
                run.device
            ));
        }
        run.resume(lesson, &mut training)?;
        let learn = learning(&task.known);
        run.train(lesson, &mut training, &[], learn, |_, _| {
            Ok(Seen {
                cells: Vec::new(),
                right: None,
            })
        })?;
        let mut model = training.model;
        nabla::move_to(&mut model, &Device::Cpu);
        all.push(task.found(&Detector::new(model, &task.known), latent));
        let area = lesson.number(&format!("auc_{class}"), all[usize::from(class)].by_error);
        lesson.say(format!(
            "Without {}: area {} by its error.",
            split.train.class_name(usize::from(class)),
            num(area, 3)
        ));
    }
    let (table, overall) = odd::areas(&all, |class| split.train.class_name(class), 3);
    lesson.number("auc", overall[0]);
    lesson.table(&table.caption("Areas under the ROC curve: test pictures of the nine known classes against all pictures of the one that is not."));
    Ok(())
}
