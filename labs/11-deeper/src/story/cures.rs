//! Two other cures.

use super::trials::{losses, shown};
use lab11::blocks::Around;
use lab11::trial::{Start, Trial};
use labkit::{Lesson, Result, Table};

/// 56 layers.
const BARE: Trial = Trial::plain(9);

/// What the table says, plain and with a way around.
const CURES: [(&str, Trial); 4] = [
    ("Xavier's weights", BARE),
    ("He's weights, √2 times larger", BARE.start(Start::He)),
    (
        "He's, the last of each block 0",
        BARE.start(Start::ZeroLast),
    ),
    ("He's, and batch norm", BARE.start(Start::He).norm()),
];

/// The section.
pub fn cures(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A way around is one cure. Two others are older, or younger: weights that begin with the right size, and batch norm, which sets the size right after every layer ([What order buys](lab07#what-order-buys)). All of them at 56 layers, alone and together:");
    lesson.predict_choice(
        "56 plain layers, no way around, but batch norm after each convolution, which keeps all signals in order. Does that learn?",
        &["as well as 8 layers", "hardly", "it falls apart"],
        1,
        "Hardly. What goes forward is in order; what comes back is not. (The plain networks of the paper had batch norm, too, and got worse all the same.)",
    );
    lesson.predict_choice(
        "And a way around with He's weights, without batch norm?",
        &["the best of all", "no worse than with Xavier's", "nothing is learned"],
        2,
        "x + F(x) has twice the variance of x if F keeps it: 27 blocks make 2²⁷ of it. The first steps are so long that they kill every ReLU. He's rule is for layers in a row.",
    );
    let around = losses(lesson, &CURES.map(|(_, trial)| trial.around(Around::Input)));
    let rows = CURES
        .into_iter()
        .zip(around)
        .map(|((words, trial), around)| {
            // What zeros make of a plain network is known without a training: nothing gets through.
            let plain = match trial.start {
                Start::ZeroLast => "–".to_string(),
                _ => shown(losses(lesson, &[trial])[0]),
            };
            [words.to_string(), plain, shown(around)]
        });
    let table = Table::new(["56 layers", "plain", "with a way around"]).rows(rows);
    lesson.table(&table.caption("Training loss after as many epochs, the better of two rates, one seed. Plain layers that begin at 0 let nothing through and never learn."));
    lesson.say("Together they are worth more than each alone: batch norm keeps the sizes in order, and the way around keeps the gradient whole. That is ResNet. With blocks that begin as nothing, it does without batch norm, if more slowly; Fixup (2019) trains 10,000 layers that way.");
    Ok(())
}
