//! The two networks of the score.

use super::Story;
use lab07::network::{CLASSES, NETWORKS};
use lab07::training::{Plan, train};
use lab07::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Result, Table};
use nabla::{
    Activation, BatchNorm, Conv2d, Dropout, Flatten, Init, Linear, MaxPool2d, Rng, Sequential,
    Window,
};
use trainer::{Examples, score};

/// Makes a network with fresh weights.
type Build = fn(&mut Rng) -> Sequential;

/// Network, what the source prints for MNIST: so far.
const SCORES: [(&str, &str, f64); 7] = [
    ("dense 64-64", "lab 5", 0.975),
    ("dense 512-512", "lab 5", 0.982),
    ("dense 512×3", "lab 5", 0.980),
    ("cnn1: one convolution", "lab 6", 0.987),
    ("cnn2: two convolutions", "lab 6", 0.990),
    ("cnn2_dropout", "here", 0.992),
    ("cnn_bn", "here", 0.989),
];

pub fn networks(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("One lecture trains the same convolutional network three times [PSC]: as it is (lab 6's `cnn2`), with dropout, and with batch norm. Dropout has no parameters. Batch norm has some for each channel, and not all of them are learned:");
    let [total, learned, kept] = lesson.answer(
        "cnn_bn_parameters",
        exercises::cnn_bn_parameters as fn() -> [usize; 3],
        solutions::cnn_bn_parameters,
    )();
    let model = (NETWORKS[1].build)(&mut nabla::rng(1));
    let all = nabla::parameters(&model);
    let trained = nabla::trainable_parameters(&model);
    let dropout = (NETWORKS[0].build)(&mut nabla::rng(1));
    lesson.number("cnn2_dropout_parameters", nabla::parameters(&dropout));
    lesson.number("cnn_bn_parameters", all);
    lesson.number("cnn_bn_trainable", trained);
    lesson.number("cnn_bn_kept", all - trained);
    let [total, learned, kept] =
        [total, learned, kept].map(|n| lesson.reveal("cnn_bn_parameters", count(n)));
    lesson.show(format!(
        "
        with dropout       {} in all
        with batch norm    {total} in all, {learned} learned, {kept} kept but not learned",
        count(nabla::parameters(&dropout)),
    ));
    lesson.say("Exercise `cnn_bn_parameters` fills the gaps. A file without what is kept and not learned gives back a network that is useless.");
    let mut table = Table::new(["network", "built in", "MNIST, printed"]);
    for (network, lab, printed) in SCORES {
        table.push([network.to_string(), lab.to_string(), percent(printed)]);
    }
    lesson.table(&table.caption("The lecture's score so far [PSC]."));
    lesson.say("Batch norm reads *less* than the plain network in that table. Ten pictures in 10,000, one seed: that is luck, not a verdict. One command trains either on MNIST, or `cnn2_adadelta`, the one with dropout as PyTorch's own example trains it:");
    lesson.show(
        "cargo run -p datasets -- fetch mnist
         cargo run --release -p lab07 -- --network cnn2_dropout --data mnist",
    );
    small(story, lesson)
}

/// The same three at a quarter of the size, on the lesson's own pictures.
fn small(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let passes = lesson.shortened(8, 4);
    let train_on = Examples::from(story.all.take(600)).as_pictures();
    let test = story.test.as_pictures();
    let mut table = Table::new([
        "a small network of this kind",
        "parameters",
        "train right",
        "test right",
    ]);
    let mut runs = Vec::new();
    let kinds: [(&str, Build); 3] = [
        ("plain", plain),
        ("dropout", with_dropout),
        ("batch norm", with_norm),
    ];
    for (name, build) in kinds {
        let seed = lesson.flags().seed;
        let mut model = build(&mut nabla::rng(seed));
        let mut bar = lesson.progress(name, passes);
        let plan = Plan::new(passes, seed);
        train(&mut model, &train_on, &plan, |_, loss, _| {
            bar.step(loss, None);
            true
        });
        bar.done();
        let (seen, unseen) = (score(&model, &train_on), score(&model, &test));
        lesson.number(
            &format!("small_{}", name.replace(' ', "_")),
            unseen.accuracy,
        );
        runs.push((seen.accuracy, unseen.accuracy));
        table.push([
            name.to_string(),
            count(nabla::parameters(&model)),
            percent(seen.accuracy),
            percent(unseen.accuracy),
        ]);
    }
    let fewest = |a: &usize, b: &usize| runs[*a].0.total_cmp(&runs[*b].0);
    lesson.predict_choice(
        &format!("The same three at a quarter of the size, {passes} epochs on {} pictures. Which reads the fewest of its own *training* pictures?", train_on.len()),
        &kinds.map(|(name, _)| name),
        (0..kinds.len()).min_by(fewest).unwrap_or(0),
        "Batch norm learns fast, and dropout slowly, with half of its neurons missing.",
    );
    lesson.table(&table.caption(format!(
        "Convolutions with 8 and 16 channels and 32 hidden neurons, on {} pictures, {passes} epochs of Adam, one seed. A test picture is {} %.",
        train_on.len(),
        num(100.0 / test.len() as f64, 1),
    )));
    let right = runs.iter().map(|run| run.1 * test.len() as f64);
    lesson.say(format!(
        "The best and the worst are {} test pictures of {} apart, with one seed: no verdict either.",
        num(right.clone().fold(0.0, f64::max) - right.fold(f64::MAX, f64::min), 0),
        count(test.len()),
    ));
    Ok(())
}

fn plain(rng: &mut Rng) -> Sequential {
    network(rng, |model, _| model, |model, _| model)
}

fn with_dropout(rng: &mut Rng) -> Sequential {
    network(
        rng,
        |model, rate| model.push(Dropout::new(rate)),
        |model, _| model,
    )
}

fn with_norm(rng: &mut Rng) -> Sequential {
    network(
        rng,
        |model, _| model,
        |model, channels| model.push(BatchNorm::new(channels)),
    )
}

fn network(
    rng: &mut Rng,
    drop: impl Fn(Sequential, f32) -> Sequential,
    norm: impl Fn(Sequential, usize) -> Sequential,
) -> Sequential {
    let relu = Activation::Relu;
    let model =
        Sequential::new().push(Conv2d::new(1, 8, Window::new(3), Init::He, rng).activation(relu));
    let model = norm(model, 8)
        .push(Conv2d::new(8, 16, Window::new(3), Init::He, rng).activation(relu))
        .push(MaxPool2d::new(Window::new(2).stride(2)));
    let model = drop(norm(model, 16), 0.25)
        .push(Flatten)
        .push(Linear::new(12 * 12 * 16, 32, Init::He, rng).activation(relu));
    drop(norm(model, 32), 0.5).push(Linear::new(32, CLASSES, Init::Xavier, rng))
}
