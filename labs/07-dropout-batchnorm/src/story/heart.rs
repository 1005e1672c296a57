//! A network learns its pictures by heart.

use super::{FEW, Outcome, Story};
use lab07::network::Dense;
use labkit::numerals::{count, give_or_take, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Result, Table};

pub fn heart(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let parameters = nabla::parameters(&Dense::USUAL.build(&mut nabla::rng(1)));
    lesson.say(format!(
        "Two hidden layers of 128 have {} parameters. They get {FEW} pictures: the first {FEW} of the file. The next {} are for validation, and the network never learns from them.",
        count(parameters),
        count(story.valid.len()),
    ));
    if story.all.name == "digits" {
        lesson.say("Thirteen people wrote the digits, one after another, so the first 300 are the work of a few writers, and most validation pictures are by others. That is the usual case: whoever uses the network did not help to train it.");
    }
    lesson.predict_choice(
        "Training runs for 60 epochs, and the loss on the 300 pictures falls towards 0. What does the loss on the others do?",
        &["It falls with it.", "It falls, then stays.", "It falls, then rises."],
        2,
        "The 300 are learned by heart. On the others the loss falls first, then *rises*, while the fraction read right hardly moves. The network gets surer, of its mistakes as well.",
    );
    let runs = story.plain(lesson);
    let first = &runs[0].history;
    let points = |of: &dyn Fn(usize) -> f64| -> Vec<(f64, f64)> {
        (0..first.len()).map(|e| ((e + 1) as f64, of(e))).collect()
    };
    lesson.chart(
        "by-heart",
        "By heart: the training loss goes to zero, the validation loss turns. The first epochs are above the frame.",
        &Chart::new("epoch", "loss")
            .line("training", points(&|e| first[e].0.loss))
            .line("validation", points(&|e| first[e].1.loss))
            .y_range(0.0..1.5 * first[first.len() - 1].1.loss),
    )?;
    let outcome = Outcome::plain(runs);
    let mut table = Table::new([
        "seed",
        "train right",
        "valid. right",
        "lowest valid. loss",
        "at epoch",
        "last",
    ]);
    let mut lowest = Vec::new();
    for (i, run) in runs.iter().enumerate() {
        let (epoch, loss) = best(&run.history);
        lowest.push(loss);
        let (seen, unseen) = run.history[run.history.len() - 1];
        table.push([
            (lesson.flags().seed + i as u64).to_string(),
            percent(seen.accuracy),
            percent(unseen.accuracy),
            num(loss, 3),
            epoch.to_string(),
            num(unseen.loss, 3),
        ]);
    }
    lesson.table(&table.caption("One network a seed: other first weights, another order."));
    lesson.number(
        "plain_train",
        mean(outcome.train.iter().map(|s| s.accuracy)),
    );
    lesson.number("plain_valid", outcome.right());
    lesson.number("plain_loss", outcome.loss());
    lesson.number("plain_lowest", mean(lowest.iter().copied()));
    lesson.say(format!(
        "It knows {} of what it has seen and {} of what it has not. That is *overfitting*: what was learned are these pictures, with the habits of the people who wrote them, and not only digits. The validation loss was {} on average when it was lowest, and is {} in the end. Five cures follow, tried on these same pictures.",
        percent(mean(outcome.train.iter().map(|s| s.accuracy))),
        give_or_take(outcome.valid.iter().map(|s| s.accuracy)),
        num(mean(lowest.iter().copied()), 3),
        num(outcome.loss(), 3),
    ));
    Ok(())
}

/// The epoch with the lowest validation loss, counted from 1, and that loss.
pub fn best(history: &[(super::Score, super::Score)]) -> (usize, f64) {
    let losses = history.iter().map(|(_, valid)| valid.loss);
    let best = (1..).zip(losses).min_by(|a, b| a.1.total_cmp(&b.1));
    best.unwrap_or((0, f64::NAN))
}
