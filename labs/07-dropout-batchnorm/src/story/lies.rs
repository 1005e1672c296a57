//! Labels that are wrong, and the loss that finds them.

use super::Story;
use lab07::network::Dense;
use lab07::training::{Plan, train};
use lab07::trouble::{by_loss, losses, mislabel, precision_at};
use labkit::numerals::{count, give_or_take, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use trainer::half;
use trainer::{Examples, score};

/// The fraction of the labels that is made wrong.
const SHARE: f64 = 0.03;

pub fn lies(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let mut images = story.all.take(1_500);
    let truth = images.labels.clone();
    let wrong = mislabel(&mut images, SHARE, &mut lesson.rng());
    let planted = wrong.iter().filter(|w| **w).count();
    lesson.say(format!(
        "Every large collection has wrong labels. Here {planted} of {} were planted: three in a hundred got another digit, at random. Nobody marks them.",
        count(images.len()),
    ));
    let learn = Examples::from(images.clone());
    let runs: Vec<Watched> = lesson
        .seeds(5, 2)
        .into_iter()
        .map(|seed| watch(story, &learn, &wrong, lesson.shortened(60, 4), seed))
        .collect();
    let shown = &runs[0].fifth;
    let places: Vec<usize> = shown.iter().map(|s| s.0).collect();
    let found = precision_at(planted, &places, &wrong) * planted as f64;
    lesson.predict_number(
        &format!("After five epochs a network's loss is taken of each training picture. Of the {planted} with the largest loss, how many have a wrong label?"),
        Quantity::new(found, 0).within(4.0),
        &format!("{}. The many right labels agree with each other, and the network learns them first. What contradicts them is learned last, by heart.", num(found, 0)),
    );
    suspects(lesson, shown, &truth, &images, &wrong)?;
    let mut table = Table::new([
        "looked at",
        "wrong labels found",
        "precision",
        "of all wrong ones",
    ]);
    for k in [10, 20, planted, 2 * planted] {
        let precision = precision_at(k, &places, &wrong);
        let hits = (precision * k as f64).round();
        lesson.number(&format!("found_at_{k}"), precision);
        table.push([
            count(k),
            num(hits, 0),
            percent(precision),
            percent(hits / planted as f64),
        ]);
    }
    lesson.table(&table.caption("The first network after five epochs."));
    lesson.number("planted", planted);
    lesson.say("Between the wrong ones are pictures that are hard to read in truth. A person has to decide: with whatever has a large loss the rare and the difficult would go as well, and these are what the network needs most.");
    over_time(lesson, &runs, planted)
}

/// What one network looks like after some epochs.
struct Look {
    epoch: usize,
    precision: f64,
    /// The smallest of the losses that count for the precision.
    edge: f64,
    as_labelled: f64,
    test: f64,
}

/// A network that was looked at while it learned.
struct Watched {
    looks: Vec<Look>,
    /// After five epochs all training pictures and their losses, the largest first.
    fifth: Vec<(usize, f32)>,
}

/// Trains a network on pictures of which some have wrong labels.
fn watch(story: &Story, learn: &Examples, wrong: &[bool], long: usize, seed: u64) -> Watched {
    let planted = wrong.iter().filter(|w| **w).count();
    let (mut looks, mut fifth) = (Vec::new(), Vec::new());
    let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
    let plan = Plan::new(long, seed);
    train(&mut model, learn, &plan, |epoch, _, model| {
        if [1, 3, 5, 10, 20, 40, 60].contains(&epoch) {
            let single = losses(model, learn);
            let places = by_loss(&single);
            looks.push(Look {
                epoch,
                precision: precision_at(planted, &places, wrong),
                edge: f64::from(single[places[planted - 1]]),
                as_labelled: score(model, learn).told_as("as labelled").accuracy,
                test: score(model, &story.test).told_as("test").accuracy,
            });
            if epoch <= 5 {
                fifth = places.into_iter().map(|i| (i, single[i])).collect();
            }
        }
        true
    });
    Watched { looks, fifth }
}

/// How well the losses find wrong labels, epoch by epoch.
fn over_time(lesson: &mut Lesson, runs: &[Watched], planted: usize) -> Result<()> {
    let mut table = Table::new([
        "after epoch",
        &format!("precision at {planted}"),
        &format!("loss no. {planted}"),
        "as labelled",
        "test right",
    ]);
    let at_last = |run: &Watched| run.looks[run.looks.len() - 1].precision;
    let late = mean(runs.iter().map(at_last)) * planted as f64;
    lesson.predict_number(
        &format!("And the same after {} epochs, when nearly all labels are known by heart: how many of the {planted} with the largest loss are wrong?", runs[0].looks[runs[0].looks.len() - 1].epoch),
        Quantity::new(late, 0).within(5.0),
        &format!("{} on average: the wrong labels are learned as well, and their losses are hardly larger than those of right pictures that are hard to read. So look early.", num(late, 0)),
    );
    let mut points = Vec::new();
    for (i, first) in runs[0].looks.iter().enumerate() {
        let of = |what: fn(&Look) -> f64| runs.iter().map(move |run| what(&run.looks[i]));
        let precision = of(|look| look.precision);
        points.push((first.epoch as f64, 100.0 * mean(precision.clone())));
        lesson.number(
            &format!("found_after_{}", first.epoch),
            mean(precision.clone()),
        );
        table.push([
            first.epoch.to_string(),
            give_or_take(precision),
            num(mean(of(|look| look.edge)), 3),
            percent(mean(of(|look| look.as_labelled))),
            percent(mean(of(|look| look.test))),
        ]);
    }
    lesson.table(&table.caption(format!("Means of {} networks on the same labels. *Precision at {planted}*: of the {planted} pictures with the largest loss, the fraction whose label really is wrong. *Loss no. {planted}*: the smallest of these losses. *As labelled*: the fraction of the training pictures that is read as their labels say.", runs.len())));
    lesson.chart(
        "found",
        "Wrong labels among the largest losses. Early they stand out; later the network knows them by heart.",
        &Chart::new("epoch", "precision, %")
            .line("", points.clone())
            .points("", points)
            .y_range(0.0..100.0),
    )?;
    lesson
        .say("Before you read anything into a last rise or fall of the precision, look at its ±.");
    Ok(())
}

/// The pictures with the largest losses.
fn suspects(
    lesson: &mut Lesson,
    shown: &[(usize, f32)],
    truth: &[u8],
    images: &datasets::Images,
    wrong: &[bool],
) -> Result<()> {
    let drawn: Vec<(String, Vec<f32>)> = shown
        .iter()
        .take(8)
        .map(|&(i, loss)| {
            let label = images.class_name(usize::from(images.labels[i]));
            let verdict = if wrong[i] {
                format!("is {}", images.class_name(usize::from(truth[i])))
            } else {
                "right".to_string()
            };
            let text = format!("{label}, {verdict}: {}", num(f64::from(loss), 1));
            (text, half(&images.pixels.row(i).to_vec()))
        })
        .collect();
    let pictures: Vec<(&str, usize, usize, &[f32])> = drawn
        .iter()
        .map(|(label, pixels)| (label.as_str(), 14, 14, pixels.as_slice()))
        .collect();
    lesson.grey(
        "The largest losses after five epochs: the label as given, what it is, and the loss.",
        &pictures,
    )
}
