//! How much to drop, and a rate that was a keep-probability.

use super::masks::dropped;
use super::{Outcome, Story, joined};
use lab07::training::Plan;
use lab07::{exercises, solutions};
use labkit::numerals::{num, percent};
use labkit::{Lesson, Quantity, Result, Table};

/// The rates tried.
const RATES: [f32; 4] = [0.0, 0.2, 0.5, 0.8];

pub fn rates(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The rate is the fraction that is *dropped*: so in Keras, in PyTorch, in burn, and here. In TensorFlow 1 the same argument was the probability to *keep*, and lectures of that time [YAK] pass it as `keep_prob`. At 0.5 the two mean the same. At 0.8 they do not, and no compiler sees it; exercise `two_dialects` asks what it does.");
    let dialects = lesson.answer(
        "two_dialects",
        exercises::two_dialects as fn() -> [f64; 4],
        solutions::two_dialects,
    );
    let answers = dialects();
    let answer = |i: usize, decimals| lesson.reveal("two_dialects", num(answers[i], decimals));
    let mut table = Table::new(["", "rate", "of 1,000 stay", "what stays is multiplied by"]);
    table.push(["2017: keep 0.8", &answer(0, 1), "800", &answer(1, 2)]);
    table.push(["copied: rate 0.8", "0.8", &answer(2, 0), &answer(3, 2)]);
    lesson.table(&table);
    let own = lesson.number_of("rate") as f32;
    let outcomes: Vec<(f32, Outcome)> = joined(&RATES, own)
        .into_iter()
        .map(|rate| (rate, at(rate, story, lesson)))
        .collect();
    let (none, most) = (&outcomes[0].1, &outcomes[outcomes.len() - 1]);
    lesson.predict_number(
        &format!("Without dropout the network reads {} of the validation pictures. How many at a rate of {}?", percent(none.right()), most.0),
        Quantity::percent(most.1.right(), 1).within(0.02),
        &format!("{}. It has not even learned its 300 pictures by heart after 60 epochs.", percent(most.1.right())),
    );
    let mut table = Table::new([
        "rate",
        "train loss",
        "valid. loss",
        "train right",
        "valid. right",
    ]);
    for (rate, outcome) in outcomes {
        lesson.number(&format!("rate_{rate}_loss"), outcome.loss());
        lesson.number(&format!("rate_{rate}_right"), outcome.right());
        let [train, valid, seen, unseen] = outcome.cells();
        table.push([rate.to_string(), train, valid, seen, unseen]);
    }
    lesson.table(&table.caption("Two hidden layers of 128, the rate in both; means of three seeds. All of them measured with every neuron present."));
    lesson.say("Up to a half there is little between the rates on these pictures. What differs is how soon everything is learned by heart.");
    Ok(())
}

/// Networks with dropout at this rate.
fn at(rate: f32, story: &Story, lesson: &Lesson) -> Outcome {
    if rate == 0.0 {
        let runs = story.plain(lesson);
        return Outcome::plain(&runs[..runs.len().min(3)]);
    }
    let plan = Plan::new(0, lesson.flags().seed);
    story.outcome(&story.several(lesson, &dropped(rate), &plan, 3))
}
