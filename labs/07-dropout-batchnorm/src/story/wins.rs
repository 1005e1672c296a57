//! A setting in which dropout wins: labels that contradict each other.

use super::Story;
use super::heart::best;
use super::masks::dropped;
use lab07::network::Dense;
use lab07::training::{Plan, train};
use lab07::trouble::mislabel;
use labkit::numerals::{give_or_take, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use trainer::{Examples, Score, score};

/// The fraction of the labels that is made wrong.
const SHARE: f64 = 0.4;

/// What one network was like after each epoch: on what it learned from, and on validation pictures.
type History = Vec<(Score, Score)>;

pub fn wins(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Dropout was made against *learning by heart*. On 300 clean pictures what is learned by heart happens to be true, and does little harm. So give the network something that must not be learned: 1,000 pictures, and four labels in ten replaced by another digit, at random. What the right labels say, they say together; each wrong one says something of its own.");
    let rate = lesson.number_of("rate") as f32;
    let nets = [
        ("none", "no cure".to_string(), Dense::USUAL),
        ("dropout", format!("dropout {rate}"), dropped(rate)),
    ];
    let runs = nets.each_ref().map(|(_, _, dense)| -> Vec<History> {
        let seeds = lesson.seeds(3, 1).into_iter();
        seeds
            .map(|seed| learn(story, lesson, dense, seed))
            .collect()
    });
    let last = |run: &History| run[run.len() - 1];
    let learned = |of: &[History]| mean(of.iter().map(|run| last(run).0.accuracy));
    let right = |of: &[History]| mean(of.iter().map(|run| last(run).1.accuracy));
    let [none, with] = &runs;
    lesson.predict_number(
        "A network without a cure, 60 epochs. How many of its 1,000 labels does it know in the end, the wrong ones among them?",
        Quantity::percent(learned(none), 1),
        &format!("{}: it has room to learn four hundred exceptions, and every exception is a small piece of nonsense around a picture.", percent(learned(none))),
    );
    lesson.predict_number(
        &format!("Of validation pictures with right labels that network reads {}. And one with dropout at a rate of {rate}?", percent(right(none))),
        Quantity::percent(right(with), 1),
        &format!("{}. To know an exception takes neurons that work together, and of any such team some are missing at each step. What many neurons agree on, the digits, survives.", percent(right(with))),
    );
    let mut table = Table::new([
        "cure",
        "labels learned",
        "valid. right",
        "at its best epoch",
    ]);
    let mut chart = Chart::new("epoch", "validation right, %").y_range(50.0..100.0);
    for ((key, name, _), runs) in nets.iter().zip(&runs) {
        let at_best = |run: &History| run[best(run).0 - 1].1.accuracy;
        lesson.number(&format!("wins_{key}_learned"), learned(runs));
        lesson.number(&format!("wins_{key}_right"), right(runs));
        lesson.number(&format!("wins_{key}_best"), mean(runs.iter().map(at_best)));
        table.push([
            name.clone(),
            percent(learned(runs)),
            give_or_take(runs.iter().map(|run| last(run).1.accuracy)),
            give_or_take(runs.iter().map(at_best)),
        ]);
        let points = runs[0].iter().map(|(_, valid)| 100.0 * valid.accuracy);
        chart = chart.line(name, (1..).map(f64::from).zip(points));
    }
    lesson.chart(
        "wins",
        "With four labels in ten wrong: the first network of each kind. Both know the digits after a few epochs. One of them then learns the mistakes.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "Means of three seeds, each with its own wrong labels. *Labels learned*: the fraction of the training pictures that is read as they are labelled; were none of the mistakes learned, it would be about {} %. *At its best epoch*: that of the lowest validation loss.",
        num(100.0 * (1.0 - SHARE), 0),
    )));
    lesson.say("Mind the last column, though: whoever stops in time does nearly as well. Dropout helps where training has to go on, or where there is no clean picture to tell when to stop.");
    Ok(())
}

/// A network on pictures of which some have wrong labels.
fn learn(story: &Story, lesson: &Lesson, dense: &Dense<'_>, seed: u64) -> History {
    let mut images = story.all.take(super::MANY);
    mislabel(&mut images, SHARE, &mut nabla::rng(seed));
    let learn = Examples::from(images);
    let mut model = dense.build(&mut nabla::rng(seed));
    let mut history = Vec::new();
    let plan = Plan::new(lesson.shortened(60, 10), seed);
    train(&mut model, &learn, &plan, |_, _, model| {
        history.push((score(model, &learn), score(model, &story.rest)));
        true
    });
    history
}
