//! Section 18: labels that are wrong, and the loss that finds them.

use super::{Story, count, epochs, num, percent};
use lab05::reading::half;
use lab05::training::{Examples, score};
use lab07::network::Dense;
use lab07::training::{Plan, train};
use lab07::trouble::{by_loss, losses, mislabel, precision_at};
use labkit::{Chart, Lesson, Result, Table};

/// The share of the labels that is made wrong.
const SHARE: f64 = 0.03;

/// Section 18.
pub fn lies(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let mut images = story.all.take(1_500);
    let truth = images.labels.clone();
    let wrong = mislabel(&mut images, SHARE, &mut lesson.rng());
    let planted = wrong.iter().filter(|w| **w).count();
    lesson.say(format!(
        "Every large collection has wrong labels. Here {planted} of {} were planted: three in a hundred got another digit, by lot. Nobody marks them.",
        count(images.len()),
    ));
    lesson.predict(
        "Train on all of them for a short while, then look at the loss of each training picture. Which have the largest?",
        "The wrong ones, mostly. The many right labels agree with each other, and the network learns them first. What contradicts them is learned last, by heart. So look early: a network that trained for long has learned every lie.",
    );
    let learn = Examples::from(images.clone());
    let seed = lesson.flags().seed;
    let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
    let long = epochs(lesson, 60);
    let looks = [1, 3, 5, 10, 20, 40, 60];
    let mut table = Table::new([
        "after epoch",
        &format!("precision at {planted}"),
        "as labelled",
        "test right",
    ]);
    let mut shown = Vec::new();
    let mut points = Vec::new();
    train(
        &mut model,
        &learn,
        &Plan::new(long, seed),
        |epoch, _, model| {
            if looks.contains(&epoch) {
                let single = losses(model, &learn);
                let places = by_loss(&single);
                let precision = precision_at(planted, &places, &wrong);
                let seen = score(model, &learn).accuracy;
                let unseen = score(model, &story.test).accuracy;
                points.push((epoch as f64, 100.0 * precision));
                table.push([
                    epoch.to_string(),
                    percent(precision),
                    percent(seen),
                    percent(unseen),
                ]);
                if epoch <= 5 {
                    shown = places.into_iter().map(|i| (i, single[i])).collect();
                }
            }
            true
        },
    );
    lesson.table(&table.caption(format!("*Precision at {planted}*: of the {planted} pictures with the largest loss, the share whose label really is wrong. *As labelled*: the share of the training pictures that is read as their labels say.")));
    lesson.chart(
        "found",
        "Wrong labels among the largest losses. Early they stand out; later the network knows them by heart.",
        &Chart::new("epoch", "precision, %").line("", points.clone()).y_range(0.0..100.0),
    )?;
    suspects(lesson, &shown, &truth, &images, &wrong)?;
    let places: Vec<usize> = shown.iter().map(|s| s.0).collect();
    let mut table = Table::new([
        "looked at",
        "wrong labels found",
        "precision",
        "of all wrong ones",
    ]);
    for k in [10, 20, planted, 2 * planted, 5 * planted] {
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
    lesson.table(&table);
    lesson.number("planted", planted);
    lesson.say(format!(
        "Whoever looks at the {} pictures with the largest losses, out of {}, finds {} of the {planted} wrong labels, and between them the pictures that are hard to read in truth. A person then decides. What must not be done is to throw away whatever has a large loss: the rare and the difficult go with it, and these are what the network needs most.",
        2 * planted,
        count(images.len()),
        num((precision_at(2 * planted, &places, &wrong) * (2 * planted) as f64).round(), 0),
    ));
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
        .take(10)
        .map(|&(i, loss)| {
            let label = images.class_name(usize::from(images.labels[i]));
            let verdict = if wrong[i] {
                format!("is {}", images.class_name(usize::from(truth[i])))
            } else {
                "is right".to_string()
            };
            let text = format!("“{label}”: {verdict}, {}", num(f64::from(loss), 1));
            (text, half(&images.pixels.row(i).to_vec()))
        })
        .collect();
    let pictures: Vec<(&str, usize, usize, &[f32])> = drawn
        .iter()
        .map(|(label, pixels)| (label.as_str(), 14, 14, pixels.as_slice()))
        .collect();
    lesson.grey(
        "The ten largest losses after five epochs: the label as given, what it is, and the loss.",
        &pictures,
    )
}
