//! A generator that draws what it is asked for.

use super::drawn::Drawn;
use super::made;
use lab10::latent::noise;
use lab10::measured::FRESH;
use lab10::networks::{DENSE, Recipe};
use lab10::ordered::{CLASSES, Ordered, learn};
use labkit::numerals::percentage;
use labkit::{Lesson, Result, Table};
use nabla::Tensor;

/// Drawings of each digit on the sheet.
const EACH: usize = 4;

/// Conditional adversarial networks.
pub fn order(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.say("So far the generator draws what it likes. Ordering takes one change: the networks are told which digit is meant (Mirza and Osindero, 2014). Ten more numbers go in beside the noise, all 0 but for a 3 at the digit (with a 1, which is lost among 784 pixels, the orders go unread). The same ten are pinned to the drawing, as its label is to a real picture.");
    lesson.predict_choice(
        "Suppose that only the generator is told, and the discriminator sees pictures without orders. What becomes of the orders?",
        &["they are met, if more slowly", "they are ignored", "each gets one and the same picture"],
        1,
        "A perfect 3 for whoever ordered a 7 looks real, and no loss says otherwise. Only an opponent that sees the order can object to it. So both are told.",
    );
    let generator = ordered(drawn, lesson);
    sheet(lesson, &generator)?;
    let jury = drawn.jury(lesson);
    let count = drawn.test.len() / CLASSES * CLASSES;
    let wanted = |i: usize| i % CLASSES;
    let z = noise(count, DENSE.latent, &mut nabla::rng(FRESH));
    let as_ordered = |drawings: &Tensor| {
        let read = jury.judge.verdict(drawings).digits();
        let hits = (0..count).filter(|&i| read[i].0 == wanted(i)).count();
        hits as f64 / count as f64
    };
    let to_order = as_ordered(&generator.draw(&z, (0..count).map(wanted)));
    let at_will = as_ordered(&drawn.dense(lesson).drawings(count));
    let mut table = Table::new(["drawn by", "read as ordered"]);
    for (key, name, share) in [
        ("ordered_at_will", "the dense pair, at will", at_will),
        ("ordered_to_order", "the same, to order", to_order),
    ] {
        lesson.number(key, share);
        table.push([made(name), percentage(share, 0)]);
    }
    lesson.table(&table.caption(format!(
        "Of {count} drawings each, as many orders of each digit; who reads is the judge of [A score that does not flatter](#a-score-that-does-not-flatter).",
    )));
    lesson.say("The favourites are gone: who is asked for an 8 cannot send a 1. The noise is left with what the order does not say, slant, weight and size. Compare the rows of the sheet: they differ by little. That is the collapse again, within each digit.");
    Ok(())
}

fn ordered(drawn: &Drawn, lesson: &Lesson) -> Ordered {
    let recipe = Recipe {
        epochs: lesson.shortened(DENSE.epochs, 20),
        ..DENSE
    };
    let steps = recipe.epochs * drawn.train.len().div_ceil(recipe.batch);
    let mut bar = lesson.progress("to order", steps);
    let generator = learn(&recipe, &drawn.train, lesson.flags().seed, |loss| {
        bar.step(loss, None)
    });
    bar.done();
    generator
}

/// All ten digits, from the same few points of noise.
fn sheet(lesson: &mut Lesson, generator: &Ordered) -> Result<()> {
    let z = noise(EACH, DENSE.latent, &mut nabla::rng(FRESH));
    let drawings: Vec<Tensor> = (0..EACH)
        .map(|i| generator.draw(&z.gather_rows(&[i; CLASSES]), 0..CLASSES))
        .collect();
    let rows = drawings.iter().enumerate().map(|(i, row)| {
        let row = row.data().chunks_exact(784);
        (format!("noise {}", i + 1), row.collect())
    });
    let rows: Vec<_> = rows.collect();
    lesson.sheet(
        "ordered",
        "Orders 0 to 9. Each row starts from one point of noise.",
        28,
        &rows,
    )
}
