//! Two other cures.

use super::trials::{losses, shown};
use lab11::trial::{Path, Start, Trial};
use labkit::{Lesson, Result, Table};

/// 56 layers.
const BARE: Trial = Trial::plain(9);

/// What is recorded, what the table says, plain and with a way around. Zeros in a plain network let nothing through at all.
const CURES: [(&str, &str, Trial); 4] = [
    ("xavier", "Xavier's weights", BARE),
    (
        "he",
        "He's weights, √2 times larger",
        Trial {
            start: Start::He,
            ..BARE
        },
    ),
    (
        "zero",
        "He's, the last of each block 0",
        Trial {
            start: Start::ZeroLast,
            ..BARE
        },
    ),
    (
        "norm",
        "He's, and batch norm",
        Trial {
            start: Start::He,
            is_normalised: true,
            ..BARE
        },
    ),
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
    let with = |path| CURES.map(|(_, _, trial)| Trial { path, ..trial });
    let plain = with(Path::None);
    // The third column of zeros is known without a training.
    let trained = [plain[0], plain[1], plain[3]];
    let plain = losses(lesson, &trained);
    let plain = [Some(plain[0]), Some(plain[1]), None, Some(plain[2])];
    let around = losses(lesson, &with(Path::Around));
    let mut table = Table::new(["56 layers", "plain", "with a way around"]);
    for (((name, words, _), plain), around) in CURES.iter().zip(plain).zip(around) {
        if let Some(plain) = plain {
            lesson.number(&format!("cure_{name}_plain"), plain);
        }
        if around.is_finite() {
            lesson.number(&format!("cure_{name}_around"), around);
        }
        let plain = plain.map_or("–".to_string(), shown);
        table.push([words.to_string(), plain, shown(around)]);
    }
    lesson.table(&table.caption("Training loss after as many epochs, the better of two rates, one seed. Plain layers that begin at 0 let nothing through and never learn."));
    lesson.say("Together they are worth more than each alone: batch norm keeps the sizes in order, and the way around keeps the gradient whole. That is ResNet. With blocks that begin as nothing, it does without batch norm, if more slowly; Fixup (2019) trains 10,000 layers that way.");
    Ok(())
}
