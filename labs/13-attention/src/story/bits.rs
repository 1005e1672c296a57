//! Eight bits.

use super::writer::Writer;
use lab13::gpt::Gpt;
use lab13::gpt::eight::{Quantise, Scale, from_bytes, to_bytes};
use lab13::gpt::training::costs;
use lab13::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Error, Lesson, Quantity, Result, Table};

/// How much larger one row is made.
const LARGER: f32 = 100.0;

/// The section.
pub fn bits(story: &Writer, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A trained weight has 32 bits, and most of them say little. Give each row of a matrix a scale, the largest of its weights divided by 127, and keep of each weight only how often the scale goes into it, to the nearest whole number: a byte from −127 to 127. No weight is then wrong by more than half of its scale.");
    let (yours, ours) = (exercises::quantise_row, solutions::quantise_row);
    let quantise: Quantise = lesson.answer("quantise_row", yours, ours);
    let model = story.model(lesson);
    let loss = |model: &Gpt| mean(costs(model, story.test(), 32));
    let whole = (4 * model.sizes().parameters(), loss(model));
    let in_bytes = |model: &Gpt, scale| -> Result<(usize, f64)> {
        let bytes = to_bytes(model, scale, quantise);
        let read = from_bytes(model.sizes(), scale, &bytes)?;
        Ok((bytes.len(), loss(&read)))
    };
    let by_row = in_bytes(model, Scale::Row)?;
    let by_matrix = in_bytes(model, Scale::Matrix)?;
    let smaller = lesson.number("smaller", whole.0 as f64 / by_row.0 as f64);
    let worse = lesson.number("worse", by_row.1 - whole.1);
    lesson.predict_number(
        &format!(
            "The network costs {} nats a letter. With a byte a weight?",
            num(whole.1, 3)
        ),
        Quantity::new(by_row.1, 3).within(0.01),
        &format!(
            "{}, {} more. It is {} times as small: a quarter, and the scales.",
            num(by_row.1, 4),
            num(worse, 4),
            num(smaller, 2)
        ),
    );
    lesson.say(format!("Why a scale for each row, and not one for a whole matrix? Large language models have a few channels with very large numbers in them (Dettmers and others, 2022). Let us make one, without changing what the network computes: in each block divide one weight of the first norm by {LARGER}, and multiply by {LARGER} the row of the matrix behind it which that number meets. The factors cancel."));
    let odd = with_a_large_row(model)?;
    let odd_by_matrix = in_bytes(&odd, Scale::Matrix)?.1;
    let counted = story.counted();
    lesson.predict_choice(
        &format!("One scale a matrix costs {} nats before. And with the large row? (Counted pairs cost {}.)", num(by_matrix.1, 3), num(counted, 2)),
        &["it stays below that of counted pairs", "it rises above that of counted pairs"],
        usize::from(odd_by_matrix > counted),
        &format!("{} nats. The large row takes the scale for itself, and of the 127 steps one or two are left for all others.", num(odd_by_matrix, 2)),
    );
    let rows = [
        ("32 bits", whole, loss(&odd)),
        (
            "8 bits, a scale a row",
            by_row,
            in_bytes(&odd, Scale::Row)?.1,
        ),
        ("8 bits, a scale a matrix", by_matrix, odd_by_matrix),
    ];
    let cells = |(name, (bytes, plain), odd): (&str, _, _)| {
        [name.into(), count(bytes), num(plain, 4), num(odd, 4)]
    };
    let table = Table::new(["", "bytes", "nats a letter", "with a large row"]);
    lesson.table(
        &table
            .rows(rows.map(cells))
            .caption("On the test paragraphs."),
    );
    let place = lesson.flags().out.join("gpt.bin");
    std::fs::write(&place, to_bytes(model, Scale::Row, quantise))
        .map_err(|error| Error::new(format!("cannot write {}: {error}", place.display())))?;
    lesson.say("The bytes lie beside the figures, in `gpt.bin`. Here they only save room: the network computes with 32 bits again. Where a processor multiplies bytes, they save time as well, and most of the time that a large model takes to write is spent on fetching its weights.");
    Ok(())
}

/// The same function of the same letters, in other numbers.
fn with_a_large_row(model: &Gpt) -> Result<Gpt> {
    let mut odd = Gpt::new(model.sizes(), &mut nabla::rng(0));
    nabla::Checkpoint::of(model).restore(&mut odd)?;
    for block in &mut odd.blocks {
        block.norm.weight.value_mut().data_mut()[0] /= LARGER;
        let row = block.look.weight.value().dims()[1];
        let weights = &mut block.look.weight.value_mut().data_mut()[..row];
        weights.iter_mut().for_each(|w| *w *= LARGER);
    }
    Ok(odd)
}
