//! The cures side by side.

use super::heart::best;
use super::masks::dropped;
use super::moved::GENTLE;
use super::{FEW, Outcome, Run, Story};
use lab07::network::Dense;
use lab07::training::{Plan, decaying, train};
use labkit::numerals::{num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use trainer::{Examples, Score, score};

pub fn cures(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("The same 300 pictures, the same 60 epochs, the same five seeds; one cure at a time, then several.");
    let strength = lesson.number_of("decay") as f32;
    let plain = Plan::new(0, lesson.flags().seed);
    let decay = Plan {
        rule: decaying(strength),
        ..plain.clone()
    };
    let augment = Plan {
        augment: Some(GENTLE),
        ..plain.clone()
    };
    let both = Plan {
        rule: decaying(strength),
        ..augment.clone()
    };
    let learn =
        |dense: &Dense<'_>, plan: &Plan| story.outcome(&story.several(lesson, dense, plan, 5));
    let runs = story.plain(lesson);
    let outcomes = [
        ("none", "none", Outcome::plain(runs)),
        ("decay", "decay", learn(&Dense::USUAL, &decay)),
        ("early", "early stopping", stopped(runs)),
        ("dropout", "dropout 0.5", learn(&dropped(0.5), &plain)),
        (
            "augmentation",
            "augmentation",
            learn(&Dense::USUAL, &augment),
        ),
        ("together", "three of them", learn(&dropped(0.2), &both)),
        ("writers", "none, all writers", mixed(story, lesson)),
    ];
    let names: Vec<&str> = outcomes[1..5].iter().map(|(_, name, _)| *name).collect();
    let best = |a: &usize, b: &usize| outcomes[*a].2.right().total_cmp(&outcomes[*b].2.right());
    lesson.predict_choice(
        "Which of them alone reads the most validation pictures?",
        &names,
        (1..5).max_by(best).map_or(0, |at| at - 1),
        "By a little. Pictures made from pictures bring something to *know*. Stopping in time and decay make the network more honest about what it does not know: their losses are the lowest, and the count stays where it is.",
    );
    let (none, writers) = (&outcomes[0].2, &outcomes[6].2);
    lesson.predict_number(
        &format!("Without a cure {} are read. Now 300 pictures from all over the file, by all writers, and no cure either. How many?", percent(none.right())),
        Quantity::percent(writers.right(), 1).within(0.015),
        &format!("{}. No cure makes up for *poor variation*: what the training pictures never show, the network has no reason to learn.", percent(writers.right())),
    );
    let mut table = Table::new([
        "cure",
        "train loss",
        "valid. loss",
        "train right",
        "valid. right",
    ]);
    for (key, name, outcome) in &outcomes {
        let [train, valid, seen, unseen] = outcome.cells();
        table.push([(*name).to_string(), train, valid, seen, unseen]);
        lesson.number(&format!("cure_{key}_loss"), outcome.loss());
        lesson.number(&format!("cure_{key}_right"), outcome.right());
    }
    lesson.table(&table.caption(format!("Means of five seeds; ± is the standard deviation between them. *Three of them*: decay {strength}, dropout 0.2, augmentation. *All writers*: 300 pictures from the whole file, measured on those that are then left over. *Early stopping* chose its epoch by the very pictures that judge it here, which flatters it a little.")));
    let augmented = &outcomes[4].2;
    let gain = lesson.number(
        "gain_augmentation",
        100.0 * (augmented.right() - none.right()),
    );
    let luck = lesson.number(
        "gain_augmentation_luck",
        100.0 * none.luck().hypot(augmented.luck()),
    );
    lesson.say(format!(
        "The ± is that of a single network; a mean of n networks trembles by ±/√n, and a difference of that size may be luck. Against no cure, augmentation gains {} ± {} points. Dropout and decay gain nothing that one could tell from luck.",
        num(gain, 1),
        num(luck, 1),
    ));
    Ok(())
}

/// What early stopping would have brought back from these runs.
fn stopped(runs: &[Run]) -> Outcome {
    let at_best = |run: &Run| -> (Score, Score) { run.history[best(&run.history).0 - 1] };
    Outcome {
        train: runs.iter().map(|run| at_best(run).0).collect(),
        valid: runs.iter().map(|run| at_best(run).1).collect(),
    }
}

/// As many pictures from all over the file, and validation on the rest.
fn mixed(story: &Story, lesson: &Lesson) -> Outcome {
    let all = &story.all;
    let stride = (all.len() / FEW).max(1);
    let taken = |i: &usize| i.is_multiple_of(stride) && i / stride < FEW;
    let (few, rest): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(taken);
    let few = Examples::from(all.select(&few));
    let valid = Examples::from(all.select(&rest[..rest.len().min(super::VALID)]));
    let one = |seed| {
        let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
        let plan = Plan::new(lesson.shortened(super::EPOCHS, 4), seed);
        train(&mut model, &few, &plan, |_, _, _| true);
        (score(&model, &few), score(&model, &valid))
    };
    let (train, valid) = lesson.seeds(5, 2).into_iter().map(one).unzip();
    Outcome { train, valid }
}
