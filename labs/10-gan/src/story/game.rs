//! Section 1: the game, in words, as a picture, and as a formula.

use crate::figures;
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};

/// Section 1.
pub fn game(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Lab 9 taught a network to draw by letting it copy: a picture in, the same picture out, and every pixel that was off cost something. The result was blurred, because among many sharp guesses their mean costs least. What would be a better judge of a drawing than a sum over pixels? Somebody who looks at it and says whether it could be real. Let that be a network, too.");
    lesson.figure(
        "players",
        "The game. The forger G makes something of noise and never sees anything real. The expert D sees both kinds, not told which, and says how real each one seems to it.",
        (780, 312),
        figures::players::draw,
    )?;
    lesson.say("Two networks, two aims. The *expert*, or discriminator, D is a classifier like those of lab 4 and 5: real or forged. It learns from examples that it labels itself, for it knows who made them. The *forger*, or generator, G learns from the expert alone. Its forgery goes into D, D's opinion has a slope in every number of the forgery, and the slope says: *this* would look more real. Backpropagation carries it on into G's weights.");
    lesson.say("Written down (Goodfellow and others, 2014), with V for what both quarrel about:");
    lesson.show(
        "
        V(D, G)  =  E[ ln D(x) ]  +  E[ ln(1 − D(G(z))) ]

                    over real x      over noise z

        D wants V large, G wants V small:     min over G  max over D  of  V(D, G)",
    );
    lesson.say("Nothing in it is new. −V is the cross-entropy of D's answers with the labels 1 for real and 0 for forged. The expert goes down that loss as always; what is new is that somebody else goes up the same loss.");
    lesson.predict(
        "What is V if the expert always says a half? If it is right and quite sure? If it is quite sure and wrong?",
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
        &table.caption("What the game is worth if D answers like this to everything of a kind."),
    );
    lesson.say("Remember the first row: −1.3863, which is −ln 4. It will come back.");
    Ok(())
}
