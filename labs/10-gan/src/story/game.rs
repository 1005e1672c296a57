//! The game, in words, as a picture, and as a formula.

use crate::figures;
use labkit::numerals::num;
use labkit::{Lesson, Quantity, Result, Table};

pub fn game(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Lab 9's network learned to draw by copying. Every pixel that was off cost something, and the drawings were blurred. What would judge a drawing better than a sum over pixels? Somebody who looks at it and says whether it could be real. Let that be a network, too.");
    lesson.figure(
        "players",
        "The game. The generator G, the forger, makes something of noise and never sees anything real. The discriminator D, the expert, is shown both kinds and says of each thing how real it seems.",
        (780, 312),
        figures::players::draw,
    )?;
    lesson.say("The *discriminator* is a classifier of two classes, real and forged; its labels cost nothing, for the program knows who made what. The *generator* learns from D alone: D(G(z)) has a gradient with respect to every number of the forgery. Both quarrel about one value V (Goodfellow and others, 2014):");
    lesson.show(
        "
        V(D, G)  =  E[ ln D(x) ]  +  E[ ln(1 − D(G(z))) ]

                    over real x      over noise z

        D wants V large, G wants V small",
    );
    lesson.say("−V is the cross-entropy of lab 1, with the label 1 for the real and 0 for the forged. What is new is that somebody else goes up the same loss.");
    let parts = |(real, forged): (f64, f64)| [real.ln(), (1.0 - forged).ln()];
    lesson.predict_number(
        "What is V if the discriminator says a half to everything? (A natural logarithm.)",
        Quantity::new(parts((0.5, 0.5)).iter().sum(), 3).within(0.05),
        "ln ½ + ln ½ = −1.386. Right and quite sure, V would be nearly 0, and it is never above that; sure and wrong, it is as far below as you like.",
    );
    let header = [
        "D of real",
        "D of forged",
        "ln D(x)",
        "ln(1 − D(G(z)))",
        "V",
    ];
    let mut table = Table::new(header);
    for answers in [(0.5, 0.5), (0.9, 0.1), (0.99, 0.01), (0.9, 0.5), (0.1, 0.9)] {
        let [first, second] = parts(answers);
        let cells = [(answers.0, 2), (answers.1, 2), (first, 4), (second, 4)];
        let cells = cells.into_iter().chain([(first + second, 4)]);
        table.push(cells.map(|(value, decimals)| num(value, decimals)));
    }
    lesson.table(
        &table.caption("The value of the game if D answers like this to everything of a kind."),
    );
    lesson.say("Remember the first row: it is −ln 4, and will come back.");
    Ok(())
}
