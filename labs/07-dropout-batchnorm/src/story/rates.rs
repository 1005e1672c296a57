//! How much to drop, and a rate that was a keep-probability.

use super::masks::dropped;
use super::{Outcome, Story};
use lab07::training::Plan;
use lab07::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};

/// The rates tried.
const RATES: [f32; 4] = [0.0, 0.2, 0.5, 0.8];

pub fn rates(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The rate is the fraction that is *dropped*: so in Keras, in PyTorch, in burn, and here. In TensorFlow 1 the same argument was the probability to *keep*, and lectures of that time [YAK] pass it as `keep_prob`. At 0.5 the two mean the same. At 0.8 they do not, and no compiler sees it.");
    let dialects = lesson.answer(
        "two_dialects",
        exercises::two_dialects as fn() -> [f64; 4],
        solutions::two_dialects,
    );
    let [rate, meant, left, louder] = dialects();
    lesson.show(format!(
        "
        2017: keep 0.8      the rate is {}       what stays is multiplied by {}
        copied: rate 0.8    {} of 1,000 stay  what stays is multiplied by {}",
        num(rate, 1),
        num(meant, 2),
        num(left, 0),
        num(louder, 2)
    ));
    lesson.predict(
        "Which rate reads the validation pictures best: 0, 0.2, 0.5 or 0.8?",
        "Up to a half there is little between them on these pictures; what differs is how soon everything is learned by heart. At 0.8 the network has not learned its 300 pictures after 60 epochs: that is the copied line's price.",
    );
    let mut table = Table::new([
        "rate",
        "train loss",
        "valid. loss",
        "train right",
        "valid. right",
    ]);
    for rate in RATES {
        let outcome = if rate == 0.0 {
            let runs = story.plain(lesson);
            Outcome::plain(&runs[..runs.len().min(3)])
        } else {
            let plan = Plan::new(0, lesson.flags().seed);
            story.outcome(&story.several(lesson, &dropped(rate), &plan, 3))
        };
        lesson.number(&format!("rate_{rate}_loss"), outcome.loss());
        lesson.number(&format!("rate_{rate}_right"), outcome.right());
        let [train, valid, seen, unseen] = outcome.cells();
        table.push([num(f64::from(rate), 1), train, valid, seen, unseen]);
    }
    lesson.table(&table.caption("Two hidden layers of 128, the rate in both; means of three seeds. All of them measured with every neuron present."));
    lesson.say("A small network on few pictures is not where dropout shines: it was made for large ones that train for long. The paper of 2014 measures it on such, for pictures, speech, text and genes.");
    Ok(())
}
