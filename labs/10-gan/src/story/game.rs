//! The game, in words, as a picture, and as a formula.

use crate::figures;
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};

pub fn game(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Lab 9 taught a network to draw by letting it copy: a picture in, the same picture out, and every pixel that was off cost something. The result was blurred, because among many sharp guesses their mean costs least. What would judge a drawing better than a sum over pixels? Somebody who looks at it and says whether it could be real. Let that be a network, too.");
    lesson.figure(
        "players",
        "The game. The generator G, the forger, makes something of noise and never sees anything real. The discriminator D, the expert, is shown both kinds and says of each thing how real it seems.",
        (780, 312),
        figures::players::draw,
    )?;
    lesson.say("Two networks, two aims. The *discriminator* D, the expert, is a classifier of two classes, real and forged; its labels cost nothing, for the program knows who made what. The *generator* G, the forger, learns from D alone: D(G(z)) has a gradient with respect to every number of the forgery, which says how to look more real, and backpropagation carries it on into G's weights. Written down (Goodfellow and others, 2014), with a value V that both quarrel about:");
    lesson.show(
        "
        V(D, G)  =  E[ ln D(x) ]  +  E[ ln(1 − D(G(z))) ]

                    over real x      over noise z

        D wants V large, G wants V small",
    );
    lesson.say("Nothing in it is new. −V is the cross-entropy of lab 1, once over real things with the label 1 and once over forged ones with the label 0, the two means added. The discriminator goes down that loss as always; what is new is that somebody else goes up the same loss.");
    lesson.predict(
        "What is V if the discriminator always says a half? If it is right and quite sure? If it is quite sure and wrong?",
        "Always a half: ln ½ + ln ½ = −1.386. Right and sure: nearly 0, and no V can be above that. Sure and wrong: as far below as you like.",
    );
    let mut table = Table::new([
        "D of real",
        "D of forged",
        "ln D(x)",
        "ln(1 − D(G(z)))",
        "V",
    ]);
    for (real, forged) in [(0.5, 0.5), (0.9, 0.1), (0.99, 0.01), (0.9, 0.5), (0.1, 0.9)] {
        let (first, second) = (f64::ln(real), f64::ln(1.0 - forged));
        table.push([
            num(real, 2),
            num(forged, 2),
            num(first, 4),
            num(second, 4),
            num(first + second, 4),
        ]);
    }
    lesson.table(
        &table.caption("The value of the game if D answers like this to everything of a kind."),
    );
    lesson.say("Remember the first row: −1.3863, which is −ln 4. It will come back.");
    Ok(())
}
