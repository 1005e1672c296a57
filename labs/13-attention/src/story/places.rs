//! Where a word stands.

use super::breaking::trained;
use lab13::counting::{Reader, Task};
use lab13::positions::Places;
use lab13::{exercises, solutions};
use labkit::numerals::percent;
use labkit::{Lesson, Result, Table};

/// Places while it learns; it is tried at twice as many.
const LENGTH: usize = 16;
/// How far back the letter stands that is asked for.
const BACK: usize = 3;

type Waves = fn(usize, usize) -> Vec<Vec<f64>>;

/// The section.
pub fn places(lesson: &mut Lesson) -> Result<()> {
    lesson.say("To attention a text is a bag of tokens. Three ways to say where each stands: a **learned** row for each place, added to the token; a row of sines and cosines, **sinusoids**, added likewise; or **rotary**: nothing is added, but queries and keys are turned by an angle that grows with the place, so that their product knows how far apart they are.");
    let waves: Waves = lesson.answer("sinusoids", exercises::sinusoids, solutions::sinusoids);
    let ink = waves(28, 28).concat().into_iter();
    let ink: Vec<f32> = ink.map(|x| (0.5 + 0.5 * x) as f32).collect();
    let drawn = [("28 places of 28 numbers", 28, 28, &ink[..])];
    lesson.grey("Sinusoids: a row for each place, white −1, ink 1.", &drawn)?;
    lesson.say(format!("A task that needs the place alone: which letter stands {BACK} places back? It is learned on {LENGTH} letters, and tried on {}.", 2 * LENGTH));
    let all = [
        Places::Nowhere,
        Places::Learned,
        Places::Sinusoids,
        Places::Rotary,
    ];
    let rows = all.map(|places| {
        let mut reader = Reader::new(Task::Back(BACK), places, 2 * LENGTH, &mut lesson.rng());
        reader.causal = true;
        let reader = trained(lesson, places.name(), reader, LENGTH, 500);
        [(LENGTH, 0), (2 * LENGTH, LENGTH)].map(|(length, from)| reader.exam(length, from).1)
    });
    lesson.predict_choice(
        &format!("At the places up to {LENGTH} all three do it. Which still does beyond?"),
        &["learned", "sinusoids", "rotary"], 2,
        &format!("Rotary: {}. The learned rows beyond {LENGTH} were never asked for, and are as they were drawn; the sinusoids are there, but nobody learned to read them.", percent(rows[3][1])),
    );
    let beyond = format!("{} to {}", LENGTH + 1, 2 * LENGTH);
    let rows = all.iter().zip(rows).map(|(places, [inside, beyond])| {
        [places.name().to_string(), percent(inside), percent(beyond)]
    });
    let table = Table::new(["place", &format!("1 to {LENGTH}"), &beyond]).rows(rows);
    lesson.table(&table.caption("Right answers, in sequences that were never seen. Who knows of no places still knows which letters came before."));
    Ok(())
}
