//! Stopping in time.

use super::Story;
use super::heart::best;
use lab07::network::Dense;
use lab07::training::{Plan, train};
use labkit::numerals::{num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use trainer::EarlyStopping;
use trainer::score;

/// Epochs without a new lowest loss, until training stops.
const PATIENCE: usize = 5;

pub fn stop(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!(
        "The validation loss turns after some ten epochs. Why go on? *Early stopping* watches it, and keeps the weights of the best epoch so far. One bad epoch may be noise, so it waits: only after {PATIENCE} epochs without a new lowest loss, its *patience*, it stops. Then the kept weights come back.",
    ));
    let seed = lesson.flags().seed;
    let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
    let mut watch = EarlyStopping::new(PATIENCE);
    let mut points = Vec::new();
    let plan = Plan::new(lesson.shortened(60, 4), seed);
    train(&mut model, &story.few, &plan, |epoch, _, model| {
        let loss = score(model, &story.valid).told_as("valid").loss;
        points.push((epoch as f64, loss));
        watch.goes_on(epoch, loss, model)
    });
    let stopped = score(&model, &story.valid);
    watch.restore(&mut model);
    let restored = score(&model, &story.valid);
    let whole = &story.plain(lesson)[0].history;
    let (when, lowest) = watch.best().map_or((0, f64::NAN), |b| (b.epoch, b.loss));
    lesson.predict_number(
        &format!("The lowest loss of this network comes after epoch {when}. After which epoch does the training stop?"),
        Quantity::new(points.len() as f64, 0).within(0.0),
        &format!("After epoch {}: {PATIENCE} without a better one have to pass first. A stop comes too late by exactly its patience, and therefore the weights of the best epoch are kept.", points.len()),
    );
    let after = (1..).map(f64::from).zip(whole.iter().map(|(_, v)| v.loss));
    let after = after.skip(points.len() - 1);
    lesson.chart(
        "stopping",
        "Stopped after five epochs without a better one (blue), and what would have come (orange). The weights of the dot come back. The first epochs are above the frame.",
        &Chart::new("epoch", "validation loss")
            .line("until the stop", points.clone())
            .dashed("without a stop", after)
            .points("best", [(when as f64, lowest)])
            .y_range(0.7 * lowest..1.5 * lowest),
    )?;
    let end = whole[whole.len() - 1].1;
    let mut table = Table::new(["weights", "epoch", "valid. loss", "valid. right"]);
    for (name, epoch, s) in [
        ("brought back", when, restored),
        ("at the stop", points.len(), stopped),
        ("without a stop", whole.len(), end),
    ] {
        table.push([
            name.to_string(),
            epoch.to_string(),
            num(s.loss, 4),
            percent(s.accuracy),
        ]);
    }
    lesson.table(&table);
    lesson.number("stopped_epoch", when);
    lesson.number("stopped_loss", restored.loss);
    let lowest: Vec<String> = story
        .plain(lesson)
        .iter()
        .map(|run| best(&run.history).0.to_string())
        .collect();
    lesson.say(format!(
        "It costs nothing but a validation set. With the seeds of [Learned by heart](#learned-by-heart) the best epochs are {}: the right moment is luck, so it has to be watched for and cannot be set beforehand. One caution: what the validation pictures decided, they no longer judge fairly. The figure for the report comes from test pictures.",
        lowest.join(", "),
    ));
    Ok(())
}
